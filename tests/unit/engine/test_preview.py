"""Plans that people see before anything is carried, and what applying them does."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanScope, PlanState, RowAction, RowState
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.write import Operation
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.preview.plans import PlanRefusedError
from tests.builders import SWITCHED_ON, a_connection, a_customer, a_line, a_product
from tests.fake_ledger import WorkerKilledError
from tests.fake_systems import Fault
from tests.unit.engine.world import LEASE, World


@pytest.fixture
def world() -> World:
    """A connection that waits for its first plan."""
    return World(a_connection(state=ConnectionState.PLANNED))


def counts(world: World, scope: PlanScope | None = None) -> dict[tuple[EntityKind, RowAction], int]:
    return {(one.kind, one.action): one.count for one in world.plan(scope).tallies}


def results(world: World, job: PlanJob, *refs: RecordRef) -> list[RowState | None]:
    rows = world.rows(job)
    return [row.result.state if row.result else None for row in (rows[ref] for ref in refs)]


@pytest.mark.feature("X1")
def test_a_plan_names_every_create_and_writes_nothing(world: World) -> None:
    invoice = world.finalised(total=Decimal("120.00"), balance=Decimal("120.00"), lines=(a_line("120.00"),))

    job = world.plan()

    row = world.rows(job)[invoice]
    assert (row.action, row.targets, row.amount, row.currency) == (
        RowAction.CREATE, (System.QUICKBOOKS,), Decimal("120.00"), "USD",
    )  # fmt: skip
    assert {(one.field, one.after) for one in row.changes} >= {("lines", "1 line of 120.00 USD"), ("date", "1 Mar 2026")}
    assert job.state is PlanState.PLANNED
    assert world.writes() == 0
    assert world.links.find(world.id, [invoice]) == {}


@pytest.mark.feature("X1")
def test_what_many_documents_need_is_planned_once(world: World) -> None:
    contact = world.contact()
    invoices = [world.finalised(customer=contact) for _ in range(3)]

    job = world.plan()

    assert counts(world) == {
        (EntityKind.CUSTOMER, RowAction.CREATE): 1,
        (EntityKind.PRODUCT, RowAction.CREATE): 1,
        (EntityKind.INVOICE, RowAction.CREATE): 3,
    }
    assert world.rows(job)[contact].needed
    money = {one.kind: one.money for one in job.tallies}
    assert money[EntityKind.INVOICE] == {"USD": Decimal("300.00")}
    assert all(world.rows(job)[ref].action is RowAction.CREATE for ref in invoices)


@pytest.mark.feature("X1")
def test_what_a_rule_leaves_out_is_named_with_its_clause(world: World) -> None:
    draft = world.finalised(status=InvoiceStatus.DRAFT)

    row = world.rows(world.plan())[draft]

    assert (row.action, row.reasons) == (RowAction.LEAVE_OUT, ("The invoice is a draft.",))


@pytest.mark.feature("X1")
def test_a_match_is_planned_as_a_link(world: World) -> None:
    contact = world.contact(email="grace@cool.example")
    there = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="grace@cool.example"))
    world.finalised(customer=contact)

    row = world.rows(world.plan())[contact]

    assert (row.action, row.counterpart) == (RowAction.LINK, there)


@pytest.mark.feature("X1")
def test_several_matches_are_a_conflict(world: World) -> None:
    contact = world.contact(email="grace@cool.example")
    for name in ("One", "Two"):
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, email="grace@cool.example"))
    invoice = world.finalised(customer=contact)

    rows = world.rows(world.plan())

    assert (rows[contact].action, rows[contact].category) == (RowAction.CONFLICT, "E8")
    assert rows[invoice].action is RowAction.CONFLICT


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
def test_a_row_that_has_changed_since_is_not_done(world: World) -> None:
    changed, kept = world.finalised(), world.finalised()
    job = world.plan()
    world.hubspot.edit(changed, lines=(a_line("70.00"),), total=Decimal("70.00"), balance=Decimal("70.00"))

    world.apply(job)

    assert results(world, job, changed, kept) == [RowState.CHANGED, RowState.DONE]
    assert world.links.find(world.id, [changed]) == {}
    assert world.status(changed) is None


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


def test_a_connection_does_not_begin_with_a_plan_of_a_part(world: World) -> None:
    job = world.plan(PlanScope(records=(world.finalised(),)))

    with pytest.raises(PlanRefusedError, match="begins with a plan of everything"):
        world.plans.apply(world.id, job.id)


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


def test_one_record_can_be_planned() -> None:
    world = World()
    invoice = world.finalised()
    world.finalised()

    rows = world.rows(world.plan(PlanScope(records=(invoice,))))

    assert [ref for ref in rows if ref.kind is EntityKind.INVOICE] == [invoice]


def test_a_planner_that_runs_out_of_time_goes_on_where_it_stopped() -> None:
    world = World()
    for _ in range(250):
        world.finalised()
    job, invocations = world.plans.make(world.id, PlanScope()), 0

    while world.wakes.take():
        job, invocations = world.planner.go_on(world.id, job.id, lambda: True), invocations + 1

    assert (job.state, job.planned) == (PlanState.PLANNED, 250)
    assert {(one.kind, one.action): one.count for one in job.tallies} == counts(world)
    assert invocations >= 5


@pytest.mark.parametrize("effect", range(1, 12))
def test_a_planner_that_dies_is_followed_by_one_that_finishes(effect: int) -> None:
    world = World()
    contact = world.contact()
    for _ in range(5):
        world.finalised(customer=contact)
    expected = counts(world)
    world.clock.advance(timedelta(seconds=1))
    job = world.plans.make(world.id, PlanScope())
    world.effects.chosen = world.effects.done + effect

    with suppress(WorkerKilledError):
        world.planned(job)
    world.effects.chosen = None
    world.wakes.wake(job)
    job = world.planned(job)

    assert {(one.kind, one.action): one.count for one in job.tallies} == expected


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


def with_rule(world: World, kind: EntityKind, **changes: object) -> SyncRule:
    """The rule as it would be with these changes."""
    return replace(world.connection.rule(kind), **changes)  # type: ignore[arg-type]


def save(world: World, rule: SyncRule) -> None:
    """Somebody lets a rule be the current one."""
    connection = world.connection
    saved = replace(rule, version=connection.rule(rule.kind).version + 1)
    world.connections.save(replace(connection, rules={**connection.rules, rule.kind: saved}))


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
    assert world.links.find(world.id, [invoice]) == {}


@pytest.mark.feature("X1")
def test_a_change_on_both_sides_is_planned_as_a_conflict_with_what_would_be_written() -> None:
    world = World()
    invoice = world.finalised(memo="agreed")
    world.tell(invoice)
    world.hubspot.edit(invoice, memo="ours")
    world.quickbooks.edit(world.twin(invoice), memo="theirs")

    row = world.rows(world.plan(PlanScope(records=(invoice, world.twin(invoice)))))[invoice]

    assert (row.action, row.acts, row.targets) == (RowAction.CONFLICT, True, (System.QUICKBOOKS,))
    assert [(one.field, one.before, one.after) for one in row.changes] == [("memo", "theirs", "ours")]


@pytest.mark.feature("X1")
def test_of_two_records_that_match_the_same_counterpart_only_one_is_planned_to_be_linked_with_it() -> None:
    world = World()
    first, second = (world.contact(email="grace@cool.example") for _ in range(2))
    there = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="grace@cool.example"))
    invoices = [world.finalised(customer=contact) for contact in (first, second)]
    job = world.plan()

    rows = world.rows(job)
    assert [(rows[ref].action, rows[ref].counterpart) for ref in (first, second)] == [
        (RowAction.LINK, there), (RowAction.CONFLICT, there),
    ]  # fmt: skip
    world.apply(job)

    assert results(world, job, first, second, *invoices) == [
        RowState.DONE,
        RowState.CHANGED,
        RowState.DONE,
        RowState.CHANGED,
    ]


@pytest.mark.feature("X1")
def test_an_odd_record_does_not_keep_the_others_from_being_planned() -> None:
    world = World()
    odd, sound = world.finalised(), world.finalised()
    world.hubspot.edit(odd, issue_date="not a date")

    rows = world.rows(world.plan())

    assert (rows[odd].action, rows[odd].category) == (RowAction.FAILURE, "E18")
    assert rows[sound].action is RowAction.CREATE


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
