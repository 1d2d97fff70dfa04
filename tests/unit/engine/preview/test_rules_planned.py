"""Plans and rules: drafts are planned as if they were saved, and a changed rule stops what was planned under it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope, RowAction, RowState
from counterfoil.domain.rules import Clause, Direction, Filter, Group, Operator
from tests.builders import a_product
from tests.unit.engine.preview.steps import results, save, with_rule
from tests.unit.engine.world import World


@pytest.mark.feature("X1")
def test_a_draft_is_planned_as_if_it_were_saved() -> None:
    world = World()
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku="NEW"))
    draft = with_rule(world, EntityKind.PRODUCT, direction=Direction.BOTH)

    job = world.plan(PlanScope(drafts=(draft,)))

    row = world.rows(job)[product]
    assert (row.action, row.rule_version) == (RowAction.CREATE, 2)
    assert {row.ref.kind for row in world.rows(job).values()} == {EntityKind.PRODUCT}
    assert product not in world.rows(world.plan())


@pytest.mark.feature("X1")
def test_a_plan_of_a_draft_is_carried_once_the_draft_is_saved() -> None:
    world = World()
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku="NEW"))
    world.clock.advance(timedelta(hours=1))
    draft = with_rule(world, EntityKind.PRODUCT, direction=Direction.BOTH)
    job = world.plan(PlanScope(drafts=(draft,)))

    world.apply(job)
    assert results(world, job, product) == [RowState.CHANGED]
    result = world.rows(job)[product].result
    assert result
    assert result.why == ("Another rule is in force than the plan was made with.",)
    assert world.quickbooks.written == []

    save(world, draft)
    world.apply(job)
    assert results(world, job, product) == [RowState.DONE]
    assert world.status(product) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X1")
def test_a_rule_that_was_changed_since_lets_nothing_of_its_kind_be_carried() -> None:
    world = World()
    invoice = world.finalised()
    job = world.plan()
    save(world, with_rule(world, EntityKind.INVOICE, winner=System.QUICKBOOKS))

    world.apply(job)

    assert results(world, job, invoice) == [RowState.CHANGED]
    assert world.quickbooks.written == []


@pytest.mark.feature("X1")
def test_a_rule_that_is_changed_while_a_plan_is_applied_stops_it() -> None:
    world = World()
    invoice = world.finalised()
    job = world.planned(world.plans.apply(world.id, world.plan().id))
    save(world, with_rule(world, EntityKind.INVOICE, winner=System.QUICKBOOKS))

    world.work(world.queue.take())

    assert results(world, job, invoice) == [RowState.CHANGED]
    result = world.rows(job)[invoice].result
    assert result
    assert (result.moved, result.why) == ((), ("Another rule is in force than the plan was made with.",))
    assert world.links.find(world.id, [invoice]) == {}


@pytest.mark.feature("X1", "L4")
def test_a_draft_that_narrows_a_filter_shows_what_it_leaves_out_with_the_clause() -> None:
    world = World()
    online, shop = (world.finalised() for _ in range(2))
    world.hubspot.records[online].further = {"channel": "web"}
    world.hubspot.records[shop].further = {"channel": "shop"}
    clause = Clause(field="channel", operator=Operator.IS, values=("web",))
    draft = with_rule(world, EntityKind.INVOICE, filters={System.HUBSPOT: Filter((Group((clause,)),))})

    rows = world.rows(world.plan(PlanScope(drafts=(draft,))))

    assert rows[online].action is RowAction.CREATE
    assert rows[shop].action is RowAction.LEAVE_OUT
    assert "channel" in rows[shop].reasons[0]
    assert "web" in rows[shop].reasons[0]


@pytest.mark.feature("X1", "L4")
def test_a_linked_record_that_a_filter_admits_again_is_in_step_once_a_plan_is_applied() -> None:
    """Nothing of it differs, so that no change would ever tell that it is left out no more."""
    world = World()
    invoice = world.finalised()
    world.tell(invoice)
    rule = with_rule(world, EntityKind.INVOICE)
    clause = Clause(field="channel", operator=Operator.IS, values=("web",))
    save(world, replace(rule, filters={System.HUBSPOT: Filter((Group((clause,)),))}))
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.EXCLUDED

    save(world, replace(rule, version=world.connection.rule(EntityKind.INVOICE).version))
    job = world.plan()
    assert world.rows(job)[invoice].action is RowAction.NOTHING
    world.apply(job)

    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert results(world, job, invoice) == [RowState.DONE]
