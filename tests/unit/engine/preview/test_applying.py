"""Applying a plan: just its rows are carried, and what has changed since is not."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.adapters.aws.plans import DynamoPlanStore
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope, PlanState, RowAction, RowState
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import PlanStore
from counterfoil.engine.preview.listed import PlanRows
from counterfoil.engine.preview.plans import PlanRefusedError
from tests.builders import a_connection, a_line
from tests.fake_ledger import WorkerKilledError
from tests.fake_systems import Fault
from tests.simulation.aws.ground import SimulatedClients
from tests.unit.engine.connected import LEASE
from tests.unit.engine.preview.steps import counts, results
from tests.unit.engine.world import World


@pytest.mark.feature("X1")
def test_applying_does_what_was_planned_and_leaves_nothing_to_plan(world: World) -> None:
    invoices = [world.finalised() for _ in range(3)]
    job = world.plan()

    applied = world.apply(job)

    assert applied.state is PlanState.APPLIED
    assert world.connection.state is ConnectionState.ACTIVE
    assert [world.status(ref) for ref in invoices] == [OutcomeStatus.IN_SYNC] * 3
    rows = world.rows(applied)
    assert all(row.result and row.result.state is RowState.DONE for row in rows.values())
    assert {action for (_, action), count in counts(world).items() if count} == {RowAction.NOTHING}


@pytest.mark.feature("X1")
def test_what_a_webhook_had_carried_before_counts_as_done_with_all_that_it_needed(world: World) -> None:
    contact = world.contact()
    invoice = world.finalised(customer=contact)
    job = world.plan()
    applied = world.planned(world.plans.apply(world.id, job.id))
    of_the_plan = world.queue.take()

    world.tell(invoice)
    world.work(of_the_plan)

    assert results(world, applied, contact, invoice) == [RowState.DONE, RowState.DONE]
    assert all(row.result for row in world.rows(applied).values())


@pytest.mark.feature("X1")
def test_a_row_that_has_changed_since_is_not_done(world: World) -> None:
    changed, kept = world.finalised(), world.finalised()
    job = world.plan()
    world.hubspot.edit(changed, lines=(a_line("70.00"),), total=Decimal("70.00"), balance=Decimal("70.00"))

    world.apply(job)

    assert results(world, job, changed, kept) == [RowState.CHANGED, RowState.DONE]
    assert world.links.find(world.id, [changed]) == {}
    assert world.status(changed) is None
    result = world.rows(job)[changed].result
    assert result
    assert [(one.system, one.field, one.after) for one in result.moved] == [
        (System.HUBSPOT, "total", "70.00 USD"),
        (System.HUBSPOT, "lines", "1 line of 70.00 USD"),
    ]
    assert [one.before for one in result.moved] == ["100.00 USD", "1 line of 100.00 USD"]
    assert result.why == ()


@pytest.mark.feature("X1")
def test_what_was_ended_since_says_why_it_is_not_done(world: World) -> None:
    invoice = world.finalised()
    job = world.plan()
    world.hubspot.edit(invoice, status=InvoiceStatus.VOIDED)

    world.apply(job)

    result = world.rows(job)[invoice].result
    assert result
    assert (result.state, result.moved) == (RowState.CHANGED, ())
    assert result.why == ("The invoice was voided before it was ever synced.",)


@pytest.mark.feature("X1")
def test_what_changed_while_it_was_planned_is_carried_by_the_live_sync_afterwards(world: World) -> None:
    changed = world.finalised()
    job = world.plan()
    world.hubspot.edit(changed, lines=(a_line("70.00"),), total=Decimal("70.00"), balance=Decimal("70.00"))

    world.apply(job)
    world.settle()

    assert world.status(changed) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(changed)).total == Decimal("70.00")


@pytest.mark.feature("X1")
def test_a_document_whose_need_has_changed_is_not_done(world: World) -> None:
    contact = world.contact()
    invoice = world.finalised(customer=contact)
    job = world.plan()
    world.hubspot.edit(contact, display_name="Somebody else")

    world.apply(job)

    assert results(world, job, contact, invoice) == [RowState.CHANGED] * 2
    of_contact, of_invoice = (world.rows(job)[ref].result for ref in (contact, invoice))
    assert of_contact
    assert [(one.system, one.field, one.after) for one in of_contact.moved] == [(System.HUBSPOT, "name", "Somebody else")]
    assert of_invoice
    assert of_invoice.why == ("The customer Somebody else has changed since the plan was made: plan it again.",)
    assert {write.kind for write in world.quickbooks.written} == {EntityKind.PRODUCT}, "the item for lines is as planned"


@pytest.mark.feature("X1")
def test_nothing_is_carried_before_a_plan_is_applied(world: World) -> None:
    invoice = world.finalised()

    world.tell(invoice)
    world.poller.poll()

    assert world.writes() == 0
    assert world.outcome(invoice).explanation == "Nothing is carried before somebody has seen a plan and applied it."
    world.apply(world.plan())
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("C6")
def test_what_the_first_plan_prepared_is_checked_by_the_next_poll(world: World) -> None:
    world.profiles.refresh(world.connection)
    job = world.plan()
    world.clock.advance(timedelta(minutes=1))
    world.poller.poll()
    assert when_checked(world) < world.clock()
    world.apply(job)
    world.poller.poll()
    assert when_checked(world) == world.clock()


def when_checked(world: World) -> datetime:
    checked = world.checks.latest(world.id)
    assert checked
    return checked.at


def test_a_connection_does_not_begin_with_a_plan_of_a_part(world: World) -> None:
    job = world.plan(PlanScope(records=(world.finalised(),)))

    with pytest.raises(PlanRefusedError, match="begins with a plan of everything"):
        world.plans.apply(world.id, job.id)


@pytest.mark.parametrize("effect", range(1, 40))
def test_applying_that_dies_is_finished_by_who_comes_next(effect: int) -> None:
    world = World(a_connection(state=ConnectionState.PLANNED))
    contact = world.contact()
    invoices = [world.finalised(customer=contact) for _ in range(3)]
    job = world.plan()
    world.clock.advance(timedelta(seconds=1))
    job = world.plans.apply(world.id, job.id)
    world.effects.chosen = world.effects.done + effect

    batches: list[ChangeBatch] = []
    with suppress(WorkerKilledError):
        world.planned(job)
        batches = world.queue.take()
        world.work(batches)
    world.effects.chosen = None
    world.clock.advance(LEASE)
    world.wakes.wake(job)
    world.planned(job)
    world.work([*batches, *world.queue.take()])
    world.settle()

    assert [world.status(ref) for ref in invoices] == [OutcomeStatus.IN_SYNC] * 3
    creates = [write.source for write in world.quickbooks.written if write.operation is Operation.CREATE]
    assert sorted(set(creates)) == sorted(creates), "nothing twice"


@pytest.mark.feature("X1", "H2")
def test_a_row_that_waits_says_so_until_it_is_carried(world: World) -> None:
    """Who applied a plan sees that nothing is under way any more, and what is still to come by itself."""
    contact = world.contact()
    carried, waits = world.finalised(customer=contact), world.finalised(customer=contact)
    job = world.plan()
    busy = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="busy")
    world.quickbooks.faults.append(Fault(failure=busy, matches=lambda write: write.source == waits, times=99))

    world.apply(job)

    assert results(world, job, carried, waits) == [RowState.DONE, RowState.WAITING]
    assert underway(world, job) == (1, 0)
    world.clock.advance(timedelta(seconds=1))
    world.planned(world.plans.apply(world.id, job.id))
    assert underway(world, job) == (1, 1), "it is sent to work once more, and what was done is not"
    world.quickbooks.faults.clear()
    world.clock.advance(timedelta(hours=1))
    world.settle()
    assert results(world, job, carried, waits) == [RowState.DONE, RowState.DONE]
    assert underway(world, job) == (0, 0)


def underway(world: World, job: PlanJob) -> tuple[int, int]:
    """How many rows wait, and how many are not tried yet."""
    told = PlanRows(world.plan_jobs).results(world.plans.get(world.id, job.id))
    return sum(tally.count for tally in told.waiting), told.under_way


@pytest.mark.feature("X1", "H2")
def test_a_row_that_is_refused_is_not_done_until_its_cause_is_cured(world: World) -> None:
    """Neither is what needs it: who applied a plan is not told that something is there which is not."""
    contact = world.contact()
    carried, refused = world.finalised(), world.finalised(customer=contact)
    job = world.plan()
    taken = Failure(category=ErrorCategory.DISPLAY_NAME_TAKEN, cure=Cure.PERSON, text="taken")
    world.quickbooks.faults.append(Fault(failure=taken, matches=lambda write: write.source == contact, times=99))

    world.apply(job)

    assert results(world, job, carried, contact, refused) == [RowState.DONE, RowState.REFUSED, RowState.REFUSED]
    told = PlanRows(world.plan_jobs).results(world.plans.get(world.id, job.id))
    assert {(one.kind, one.count) for one in told.refused} == {(EntityKind.CUSTOMER, 1), (EntityKind.INVOICE, 1)}
    assert (told.waiting, told.under_way) == ((), 0)
    world.quickbooks.faults.clear()
    world.clock.advance(timedelta(seconds=1))
    world.retry.now(world.id)
    world.settle()
    assert results(world, job, contact, refused) == [RowState.DONE, RowState.DONE]


@dataclass
class Busy:
    """A store of plans in which somebody applies the plan once more while a worker looks up what it promised."""

    store: PlanStore
    meanwhile: Callable[[], object]

    def rows(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, PlanRow]:
        found, meanwhile, self.meanwhile = self.store.rows(connection_id, plan_id, refs), self.meanwhile, lambda: None
        meanwhile()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


@pytest.mark.feature("X1")
def test_nothing_stays_under_way_where_a_plan_is_applied_again_while_it_is_carried(world: World) -> None:
    for _ in range(2):
        world.finalised()
    kept: Any = DynamoPlanStore(SimulatedClients().table(), clock=world.clock)
    world.plan_jobs = kept
    job = world.plan()

    def again() -> None:
        world.clock.advance(timedelta(seconds=1))
        world.planned(world.plans.apply(world.id, job.id))
        world.clock.advance(timedelta(seconds=1))

    world.planned(world.plans.apply(world.id, job.id))
    busy: Any = Busy(kept, again)
    world.plan_jobs = busy
    world.settle()

    assert PlanRows(kept).results(world.plans.get(world.id, job.id)).under_way == 0
