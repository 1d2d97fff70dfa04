"""Backfills from a day: what is older than the sync, and that it stays so while it is tried again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanScope, RowAction, RowState
from counterfoil.domain.rules import Clause, FieldType, Filter, Group, Operator, reaching_back
from counterfoil.engine.hints.call_up import CallUp
from tests.builders import SWITCHED_ON
from tests.fake_systems import Fault
from tests.unit.engine.preview.steps import counts, results
from tests.unit.engine.world import World


@pytest.mark.feature("L5")
def test_a_backfill_from_a_date_carries_what_is_older_than_the_sync() -> None:
    world = World()
    old, older = (world.finalised() for _ in range(2))
    for ref, before in ((old, timedelta(days=10)), (older, timedelta(days=40))):
        world.hubspot.records[ref].modified_at = SWITCHED_ON - before

    assert counts(world) == {(EntityKind.INVOICE, RowAction.LEAVE_OUT): 2}
    job = world.plan(PlanScope(since=SWITCHED_ON - timedelta(days=20)))
    world.apply(job)

    assert old in world.rows(job)
    assert older not in world.rows(job)
    assert world.status(old) is OutcomeStatus.IN_SYNC
    assert world.status(older) is None


@pytest.mark.feature("L5")
def test_a_backfill_that_meets_trouble_is_tried_again_as_it_was_planned() -> None:
    world = World()
    old = world.finalised()
    world.hubspot.records[old].modified_at = SWITCHED_ON - timedelta(days=10)
    job = world.plan(PlanScope(since=SWITCHED_ON - timedelta(days=20)))
    world.quickbooks.dead = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING)

    world.apply(job)
    assert world.status(old) is OutcomeStatus.WAITING
    world.quickbooks.dead = None
    world.settle()

    assert world.status(old) is OutcomeStatus.IN_SYNC


def backfilled(world: World) -> tuple[RecordRef, PlanJob]:
    """An invoice older than the sync, and the plan of a backfill that has it."""
    old = world.finalised()
    world.hubspot.records[old].modified_at = SWITCHED_ON - timedelta(days=10)
    return old, world.plan(PlanScope(since=SWITCHED_ON - timedelta(days=20)))


def refuse(world: World, **failure: object) -> None:
    """QuickBooks refuses the next invoice."""
    given = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, **failure)  # type: ignore[arg-type]
    world.quickbooks.faults.append(Fault(failure=given, matches=lambda write: write.kind is EntityKind.INVOICE))


@pytest.mark.feature("L5", "H3")
def test_what_fails_in_a_backfill_is_tried_again_as_it_was_planned() -> None:
    world = World()
    old, job = backfilled(world)
    refuse(world)
    world.apply(job)
    assert world.status(old) is OutcomeStatus.FAILING
    world.hubspot.records[old].modified_at = SWITCHED_ON - timedelta(days=10)  # nobody has touched it

    world.clock.advance(timedelta(seconds=1))
    world.retry.now(world.id)
    batches = world.queue.take()
    world.work(batches)

    assert {batch.plan for batch in batches if batch.kind is EntityKind.INVOICE} == {job.id}
    assert world.status(old) is OutcomeStatus.IN_SYNC
    assert results(world, job, old) == [RowState.DONE]


def test_what_fails_under_a_plan_and_is_edited_then_is_the_live_syncs() -> None:
    world = World()
    old, job = backfilled(world)
    refuse(world)
    world.apply(job)
    world.clock.advance(timedelta(seconds=1))
    world.hubspot.edit(old, memo="mended")

    world.retry.now(world.id)
    world.work(world.queue.take())
    assert (results(world, job, old), world.outcome(old).plan) == ([RowState.CHANGED], "")
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())

    assert world.status(old) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(old)).memo == "mended"


@pytest.mark.feature("L5")
def test_what_blocked_a_record_of_a_backfill_calls_it_up_as_it_was_planned() -> None:
    world = World()
    old, job = backfilled(world)
    refuse(world, blockers=(PREFERENCES,))
    world.apply(job)
    world.hubspot.records[old].modified_at = SWITCHED_ON - timedelta(days=10)

    CallUp(world.outcomes, world.queue, world.clock).blocked_by(world.id, {PREFERENCES})

    assert [batch.plan for batch in world.queue.take()] == [job.id]


def test_a_backfill_reaches_back_behind_the_day_from_which_on_invoices_of_quickbooks_are_admitted() -> None:
    made = Clause(field="MetaData.CreateTime", type=FieldType.DATETIME, operator=Operator.AFTER, values=("2026-03-02",))
    other = Clause(field="CustomerMemo", operator=Operator.IS_KNOWN)
    filters = {System.QUICKBOOKS: Filter((Group((made, other)),))}

    assert reaching_back(filters, date(2026, 1, 15)) == {
        System.QUICKBOOKS: Filter((Group((replace(made, values=("2026-01-15",)), other)),))
    }
    assert reaching_back(filters, date(2026, 4, 1)) == filters
