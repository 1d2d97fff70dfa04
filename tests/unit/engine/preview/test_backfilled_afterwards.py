"""Invoices that a person backfilled are older than the rule admits, and are followed all the same."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope, RowAction, RowState
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.rules import Clause, Direction, FieldType, Filter, Group, Operator
from counterfoil.domain.rules.defaults import default_filters
from tests.builders import SWITCHED_ON, a_customer, a_payment, an_invoice
from tests.unit.engine.preview.steps import save, with_rule
from tests.unit.engine.world import World

INVOICE, PAYMENT = EntityKind.INVOICE, EntityKind.PAYMENT
MADE = "MetaData.CreateTime"


@pytest.fixture
def world() -> World:
    """A connection of which QuickBooks' invoices are shown in HubSpot from its first day on, as connecting sets it up."""
    made = World()
    filters = default_filters(INVOICE, SWITCHED_ON.date())
    save(made, with_rule(made, INVOICE, direction=Direction.BOTH, filters=filters))
    return made


def booked(world: World, days_before: int = 10) -> RecordRef:
    """An invoice in QuickBooks, so many days older than the sync."""
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer())
    invoice = world.quickbooks.put(INVOICE, an_invoice(customer=customer, origin=Origin.MIRRORED, number="1042"))
    when = SWITCHED_ON - timedelta(days=days_before)
    world.quickbooks.records[invoice].modified_at = when
    world.quickbooks.fill_in(invoice, MADE, when.isoformat())
    return invoice


def backfilled(world: World) -> RecordRef:
    invoice = booked(world)
    world.apply(world.plan(PlanScope(since=SWITCHED_ON - timedelta(days=20))))
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    world.settle()
    return invoice


@pytest.mark.feature("L5", "I4")
def test_its_edits_are_followed(world: World) -> None:
    invoice = backfilled(world)
    world.quickbooks.edit(invoice, memo="Thank you")
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(invoice)).memo == "Thank you"


@pytest.mark.feature("L5", "I4")
def test_its_void_is_followed(world: World) -> None:
    invoice = backfilled(world)
    world.quickbooks.void(invoice)
    world.settle()
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.VOIDED
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("L5", "O2")
def test_its_payments_are_carried(world: World) -> None:
    invoice = backfilled(world)
    payment = world.quickbooks.put(PAYMENT, a_payment(amount=Decimal(40), invoice=invoice))
    world.settle()
    assert world.payment(world.twin(replace(payment, part=invoice.id))).amount == Decimal(40)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(invoice)).balance == Decimal(60)


@pytest.mark.feature("L5")
def test_it_is_still_in_step_when_it_is_looked_at_again(world: World) -> None:
    invoice = backfilled(world)
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("L5")
def test_what_nobody_backfilled_is_left_out(world: World) -> None:
    invoice = booked(world)
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert not world.hubspot.every(INVOICE)


@pytest.mark.feature("L4")
def test_other_clauses_hold_it_as_any_linked_record(world: World) -> None:
    invoice = backfilled(world)
    (made,) = default_filters(INVOICE, SWITCHED_ON.date())[System.QUICKBOOKS].clauses
    tier = Clause(field="tier", type=FieldType.TEXT, operator=Operator.IS, values=("gold",))
    save(world, with_rule(world, INVOICE, filters={System.QUICKBOOKS: Filter((Group((made, tier)),))}))
    world.quickbooks.edit(invoice, memo="Thank you")
    world.settle()
    assert world.outcome(invoice).reasons == (
        "The filter admits records where the record's tier is gold; here it is empty.",
    )
    assert world.invoice(world.twin(invoice)).memo != "Thank you"


@pytest.mark.feature("L5", "X1")
def test_what_had_changed_before_it_was_backfilled_is_planned_again_as_old_as_it_is(world: World) -> None:
    invoice = booked(world)
    job = world.plan(PlanScope(since=SWITCHED_ON - timedelta(days=20)))
    world.quickbooks.edit(invoice, memo="Thank you")
    job = world.apply(job)
    row = world.rows(job)[invoice]
    assert row.result is not None
    assert row.result.state is RowState.CHANGED
    assert world.rows(world.planned(world.plans.make_again(job, [row])))[invoice].action is RowAction.CREATE
