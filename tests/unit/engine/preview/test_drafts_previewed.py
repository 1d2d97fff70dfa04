"""Drafts are previewed by a plan, and run once that plan is applied; a new connection begins with a plan of everything."""

from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanScope
from counterfoil.domain.rules import Direction
from counterfoil.engine.preview.drafts import DraftPlans
from counterfoil.engine.preview.plans import PlanRefusedError
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.invalid import OutdatedRuleError
from counterfoil.engine.rules.keeper import Author
from tests.builders import a_product
from tests.unit.engine.world import World

ANN = Author(who="Ann", why="Both ways from now on")
PRODUCT = EntityKind.PRODUCT


def draft(world: World, **changes: object) -> int:
    """Somebody drafts the rule for products; the version's number."""
    document = {**written(world.rules.standing(world.id, PRODUCT).latest.rule), **changes}
    return world.rules.draft(world.id, document, ANN).rule.version


def previewed(world: World) -> PlanJob:
    return world.planned(DraftPlans(world.rules, world.plans).make(world.id, PRODUCT, ANN))


def applied(world: World, job: PlanJob) -> None:
    world.planned(DraftPlans(world.rules, world.plans).apply(world.id, job.id, ANN.who))
    world.settle()


@pytest.mark.feature("X1", "O3")
def test_a_draft_runs_once_its_plan_is_applied() -> None:
    running = World()
    product = running.hubspot.put(PRODUCT, a_product(sku="NEW"))
    running.clock.advance(timedelta(hours=1))
    draft(running, direction="both")

    job = previewed(running)
    assert running.connection.rules[PRODUCT].direction is Direction.QUICKBOOKS_TO_HUBSPOT
    assert running.quickbooks.written == []
    applied(running, job)

    assert running.connection.rules[PRODUCT].direction is Direction.BOTH
    assert running.status(product) is OutcomeStatus.IN_SYNC
    assert running.rules.standing(running.id, PRODUCT).draft is None
    applied(running, job)
    assert running.connection.rules[PRODUCT].version == 3


@pytest.mark.feature("X1")
def test_what_was_changed_since_it_was_previewed_does_not_run() -> None:
    running = World()
    draft(running, direction="both")
    job = previewed(running)
    draft(running, winner="quickbooks")
    with pytest.raises(PlanRefusedError, match="preview it again"):
        applied(running, job)
    running.rules.discard(running.id, PRODUCT, ANN)
    with pytest.raises(PlanRefusedError, match="preview it again"):
        applied(running, job)
    assert running.connection.rules[PRODUCT].version == 1


def test_of_several_drafts_all_run_or_none() -> None:
    running = World()
    draft(running, direction="both")
    invoices = {**written(running.rules.standing(running.id, EntityKind.INVOICE).latest.rule), "winner": "quickbooks"}
    running.rules.draft(running.id, invoices, ANN)
    both = [running.rules.standing(running.id, kind).latest.rule for kind in (PRODUCT, EntityKind.INVOICE)]
    job = running.planned(running.plans.make(running.id, PlanScope(drafts=tuple(both))))
    running.rules.discard(running.id, EntityKind.INVOICE, ANN)

    with pytest.raises(PlanRefusedError, match="preview it again"):
        applied(running, job)
    assert running.connection.rules[PRODUCT].direction is Direction.QUICKBOOKS_TO_HUBSPOT
    running.rules.draft(running.id, invoices, ANN)
    applied(running, job)
    assert running.connection.rules[PRODUCT].direction is Direction.BOTH
    assert running.connection.rules[EntityKind.INVOICE].winner is System.QUICKBOOKS


def test_a_plan_that_is_not_finished_lets_no_draft_run() -> None:
    running = World()
    draft(running, direction="both")
    job = DraftPlans(running.rules, running.plans).make(running.id, PRODUCT, ANN)
    with pytest.raises(PlanRefusedError):
        applied(running, job)
    assert running.connection.rules[PRODUCT].version == 1


@pytest.mark.feature("X1", "O1")
def test_a_new_connection_begins_with_its_draft_and_a_plan_of_everything(world: World) -> None:
    invoice = world.finalised()
    number = draft(world, direction="both")
    with pytest.raises(OutdatedRuleError):
        DraftPlans(world.rules, world.plans).make(world.id, PRODUCT, ANN, over=number - 1)

    job = previewed(world)

    assert job.scope.is_everything
    assert world.connection.rules[PRODUCT].direction is Direction.BOTH
    assert world.connection.state is ConnectionState.PLANNED
    assert world.quickbooks.written == []
    applied(world, job)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X1")
def test_without_a_draft_everything_is_planned(world: World) -> None:
    assert previewed(world).scope.is_everything
