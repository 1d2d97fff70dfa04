"""Plans that people see before anything is carried: each row, and that nothing is written."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope, PlanState, RowAction, RowState
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, Origin
from counterfoil.domain.rules import Direction
from counterfoil.engine.preview.plans import MOST_NAMED
from tests.builders import NOON, a_connection, a_customer, a_line, a_payment, an_invoice
from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.preview.steps import counts, results
from tests.unit.engine.world import World


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


@pytest.mark.feature("X1", "E11")
def test_a_plan_says_what_cannot_be_made_and_makes_nobody_for_it(world: World) -> None:
    euros = Failure(category=ErrorCategory.CURRENCY_MISMATCH, cure=Cure.PERSON, text="The document is in EUR.")
    world.quickbooks.foreseen[Invoice] = euros
    invoice = world.finalised()
    job = world.plan()
    rows = world.rows(job)
    assert (rows[invoice].action, rows[invoice].category, rows[invoice].acts) == (RowAction.FAILURE, euros.category, False)
    assert {row.action for ref, row in rows.items() if ref != invoice} <= {RowAction.LEAVE_OUT}
    world.apply(job)
    assert (world.status(invoice), world.outcome(invoice).category) == (OutcomeStatus.FAILING, euros.category)
    assert world.quickbooks.written == []
    world.quickbooks.foreseen.clear()
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_row_of_a_document_names_whom_it_is_for(world: World) -> None:
    invoice = world.finalised(customer_name="Ann Example")
    rows = world.rows(world.plan())
    assert rows[invoice].party == "Ann Example"
    assert {row.party for ref, row in rows.items() if ref != invoice} == {""}


@pytest.mark.feature("X1")
def test_plans_of_one_moment_are_told_apart(world: World) -> None:
    world.finalised()
    first, second = (world.plans.make(world.id, PlanScope()) for _ in range(2))
    assert first.created_at == second.created_at
    assert first.id < second.id
    world.planned(second)
    assert [world.plans.get(world.id, one.id).state for one in (first, second)] == [PlanState.PLANNED] * 2
    assert world.plans.get(world.id, "").id == second.id


@pytest.mark.parametrize(("times", "is_named"), [(1, True), (MOST_NAMED, True), (MOST_NAMED + 1, False)])
def test_what_had_changed_is_planned_anew_by_name_or_with_all_that_was_planned(
    world: World, times: int, *, is_named: bool
) -> None:
    invoice, since = world.finalised(), NOON - timedelta(days=400)
    job = world.plan(PlanScope(since=since))
    again = world.plans.make_again(job, [world.rows(job)[invoice]] * times)
    assert again.scope == PlanScope(since=since, records=(invoice,) * times * is_named)


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


@pytest.mark.feature("X1", "Y1")
def test_of_a_payment_that_quickbooks_keeps_in_part_the_whole_is_planned() -> None:
    world = World()
    invoice = world.finalised()
    world.tell(invoice)
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice, amount=Decimal(150)))
    world.settle()
    world.quickbooks.edit(world.twin(payment), unapplied=Decimal(30))

    row = world.rows(world.plan(PlanScope(records=(payment, world.twin(payment)))))[payment]

    assert row.targets == (System.HUBSPOT,)
    assert [(one.field, one.before, one.after) for one in row.changes] == [("amount", "150.00 USD", "130.00 USD")]


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
    assert rows[odd].defect == "AttributeError"
    assert rows[odd].name == f"The invoice with the id {odd.id} in HubSpot"
    assert [(name, ref, type(error)) for name, ref, error in world.oddly_planned] == [(world.id, odd, AttributeError)]
    assert rows[sound].action is RowAction.CREATE


@pytest.mark.feature("X1")
def test_what_is_only_looked_for_is_left_out() -> None:
    """The create of an invoice was refused, and it was voided since."""
    world = World()
    world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="INV-7"))
    invoice = world.finalised(number="INV-7")
    world.tell(invoice)
    assert world.outcome(invoice).category is ErrorCategory.NUMBER_TAKEN
    world.hubspot.void(invoice)

    row = world.rows(world.plan())[invoice]

    assert (row.action, row.acts, row.targets) == (RowAction.LEAVE_OUT, False, ())


@pytest.mark.feature("X1", "X13")
def test_a_pair_that_both_vendors_show_is_counted_once_with_its_payment_and_all_that_it_needs() -> None:
    rules = {kind: replace(rule, direction=Direction.BOTH) for kind, rule in a_connection().rules.items()}
    world = World(a_connection(state=ConnectionState.PLANNED, rules=rules, created_at=NOON + timedelta(hours=1)))
    contact = world.contact(email="grace@cool.example")
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="grace@cool.example"))
    here = world.finalised(customer=contact, number="INV-1")
    there = world.quickbooks.put(EntityKind.INVOICE, an_invoice(origin=Origin.MIRRORED, customer=customer, number="INV-1"))
    for invoice in (here, there):
        system = world.hubspot if invoice.system is System.HUBSPOT else world.quickbooks
        system.put(EntityKind.PAYMENT, a_payment(invoice=invoice, reference="cheque 11"))
    world.clock.advance(timedelta(hours=2))

    job = world.plan()

    linked = {one.kind: (one.count, dict(one.money)) for one in job.tallies if one.action is RowAction.LINK}
    assert linked == {
        EntityKind.CUSTOMER: (1, {}),
        EntityKind.INVOICE: (1, {"USD": Decimal(100)}),
        EntityKind.PAYMENT: (1, {"USD": Decimal(100)}),
    }
    world.apply(job)
    assert world.twin(here) == there
    assert world.status(here) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X1", "C4")
def test_a_plan_stops_where_the_permission_has_ended_and_goes_on_once_it_is_given_again(world: World) -> None:
    invoice = world.finalised()
    world.quickbooks.dead = Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON)

    stopped = world.plan()
    assert (stopped.state, stopped.trouble) == (
        PlanState.STOPPED,
        "The permission to reach HubSpot or QuickBooks has ended. Connect the account again, then let the plan go on.",
    )
    world.quickbooks.dead = None

    assert invoice in world.rows(world.planned(world.plans.resume(world.id, stopped.id)))
