"""What becomes of an invoice of QuickBooks is followed in HubSpot, and what people do there is put back or carried."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.rules import Clause, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.write import Operation
from tests.builders import a_customer, a_line, a_payment
from tests.fake_systems import Fault
from tests.unit.engine.mirrors import BOTH, INBOUND, booked, connection
from tests.unit.engine.world import World


@pytest.fixture(params=[INBOUND, BOTH])
def world(request: pytest.FixtureRequest) -> World:
    """A connection that shows QuickBooks' invoices."""
    return World(connection(request.param))


@pytest.mark.feature("R2")
def test_edits_in_quickbooks_are_followed(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    world.quickbooks.edit(ref, lines=(a_line("60.00"), a_line("90.00")), memo="Corrected", number="1042-A")
    world.tell(ref)
    there = world.invoice(world.twin(ref))
    assert [line.amount for line in there.lines] == [Decimal("60.00"), Decimal("90.00")]
    assert (there.total, there.balance) == (Decimal("150.00"), Decimal("150.00"))
    assert (there.memo, there.number) == ("Corrected", "1042-A")
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("R2")
def test_what_is_edited_in_hubspot_is_put_back(world: World) -> None:
    ref = booked(world, memo="Thank you")
    world.tell(ref)
    twin, token = world.twin(ref), world.quickbooks.show(ref).version
    world.hubspot.edit(twin, memo="Mine", lines=(a_line("1.00"),), due_date=date(2027, 1, 1))
    world.tell(twin)
    there = world.invoice(twin)
    assert (there.memo, there.due_date, there.total) == ("Thank you", date(2026, 3, 31), Decimal("100.00"))
    assert [line.amount for line in there.lines] == [Decimal("100.00")]
    assert world.quickbooks.show(ref).version == token
    assert "put back" in " ".join(world.outcome(ref).reasons)


@pytest.mark.feature("I4")
def test_what_was_paid_before_is_shown_as_paid() -> None:
    world = World(connection(INBOUND))
    ref = booked(world)
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=ref))
    world.tell(ref)
    there = world.invoice(world.twin(ref))
    assert (there.status, there.balance) == (InvoiceStatus.PAID, Decimal(0))


@pytest.mark.feature("O2")
def test_with_invoices_one_way_no_payment_is_carried_but_its_effect_is_shown() -> None:
    world = World(connection(INBOUND))
    ref = booked(world)
    world.tell(ref)
    payment = world.quickbooks.put(EntityKind.PAYMENT, a_payment(amount=Decimal("60.00"), invoice=ref))
    world.tell(payment, ref)
    assert (world.invoice(world.twin(ref)).balance, world.status(ref)) == (Decimal("40.00"), OutcomeStatus.IN_SYNC)
    rest = world.quickbooks.put(EntityKind.PAYMENT, a_payment(amount=Decimal("40.00"), invoice=ref))
    world.tell(rest, ref)
    there = world.invoice(world.twin(ref))
    assert (there.status, there.balance) == (InvoiceStatus.PAID, Decimal(0))
    assert not world.hubspot.every(EntityKind.PAYMENT)
    assert not world.outcome(ref).remarks


@pytest.mark.feature("O2", "Y1")
def test_with_invoices_both_ways_payments_go_both_ways() -> None:
    world = World(connection(BOTH))
    ref = booked(world)
    world.tell(ref)
    twin = world.twin(ref)
    there = world.quickbooks.put(EntityKind.PAYMENT, a_payment(amount=Decimal("60.00"), invoice=ref))
    world.settle()
    here = world.hubspot.put(EntityKind.PAYMENT, a_payment(amount=Decimal("40.00"), invoice=twin))
    world.settle()
    assert world.payment(world.twin(replace(there, part=ref.id))).amount == Decimal("60.00")
    assert world.payment(world.twin(here)).invoice == ref
    assert (world.invoice(ref).status, world.invoice(ref).balance) == (InvoiceStatus.PAID, Decimal(0))
    assert (world.invoice(twin).status, world.invoice(twin).balance) == (InvoiceStatus.PAID, Decimal(0))
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("I3")
def test_a_void_in_quickbooks_is_followed(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    world.quickbooks.void(ref)
    world.tell(ref)
    assert world.invoice(world.twin(ref)).status is InvoiceStatus.VOIDED
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("I3")
def test_a_void_in_hubspot_is_carried_where_invoices_go_both_ways() -> None:
    world = World(connection(BOTH))
    ref = booked(world)
    world.tell(ref)
    world.hubspot.void(world.twin(ref))
    world.tell(world.twin(ref))
    assert world.invoice(ref).status is InvoiceStatus.VOIDED


@pytest.mark.feature("R2")
def test_a_void_in_hubspot_is_put_back_where_invoices_come_from_quickbooks_only() -> None:
    world = World(connection(INBOUND))
    ref = booked(world)
    world.tell(ref)
    world.hubspot.void(world.twin(ref))
    world.tell(world.twin(ref))
    assert world.invoice(world.twin(ref)).status is InvoiceStatus.OPEN
    assert world.invoice(ref).status is InvoiceStatus.OPEN


@pytest.mark.feature("I5")
def test_a_deletion_in_quickbooks_is_told_and_the_other_side_left_alone(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    twin = world.twin(ref)
    world.quickbooks.delete(ref)
    world.tell(ref)
    assert (world.outcome(ref).status, world.outcome(ref).category) == (
        OutcomeStatus.FAILING,
        ErrorCategory.RECORD_DELETED,
    )
    assert world.invoice(twin).status is InvoiceStatus.OPEN
    assert world.link(ref).state is LinkState.CLOSED
    world.hubspot.void(twin)
    world.tell(twin)
    assert world.status(ref) is OutcomeStatus.EXCLUDED


@pytest.mark.feature("O5")
def test_an_invoice_moved_to_another_customer_is_followed(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    other = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Other", email="other@cool.example"))
    world.quickbooks.edit(ref, customer=other)
    world.tell(ref)
    assert world.invoice(world.twin(ref)).customer == world.twin(other)


@pytest.mark.feature("O5")
def test_a_contact_that_somebody_chose_by_hand_stays(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    twin, chosen = world.twin(ref), world.contact()
    world.hubspot.edit(twin, customer=chosen)
    world.tell(twin)
    other = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Other", email="other@cool.example"))
    world.quickbooks.edit(ref, customer=other, memo="Moved")
    world.tell(ref)
    assert (world.invoice(twin).customer, world.invoice(twin).memo) == (chosen, "Moved")
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X3")
def test_an_invoice_that_was_left_without_its_lines_is_completed(world: World) -> None:
    ref = booked(world)
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING)
    world.hubspot.faults.append(Fault(failure=lost, matches=_makes_an_invoice, happens=True))
    world.tell(ref)
    (half_made,) = world.hubspot.every(EntityKind.INVOICE)
    world.hubspot.edit(half_made.ref, lines=(), total=Decimal("100.00"))
    world.settle()
    (invoice,) = world.hubspot.every(EntityKind.INVOICE)
    assert [line.amount for line in world.invoice(invoice.ref).lines] == [Decimal("100.00")]
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("R2", "X3")
@pytest.mark.parametrize("edited", ["Mine", ""])
def test_what_was_changed_in_hubspot_before_a_made_invoice_was_found_is_put_back(world: World, edited: str) -> None:
    ref = booked(world, memo="Thank you")
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING)
    world.hubspot.faults.append(Fault(failure=lost, matches=_makes_an_invoice, happens=True))
    world.tell(ref)
    (made,) = world.hubspot.every(EntityKind.INVOICE)
    world.hubspot.edit(made.ref, memo=edited)
    world.settle()
    assert world.invoice(made.ref).memo == "Thank you"
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_one_that_somebody_is_still_making_is_not_touched(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    link, twin = world.link(ref), world.twin(ref)
    reserved = replace(
        link,
        state=LinkState.RESERVED,
        refs={System.QUICKBOOKS: ref},
        agreements={System.QUICKBOOKS: link.agreements[System.QUICKBOOKS]},
        key="key",
        lease_until=world.clock() + world.worker.contexts.lease,
    )
    other = World(connection(INBOUND))
    other.hubspot.records, other.quickbooks.records = world.hubspot.records, world.quickbooks.records
    other.links.reserve([replace(reserved, revision=0)])
    written = len(other.hubspot.written)
    other.tell(twin)
    assert other.outcome(ref).category is ErrorCategory.IN_OTHER_HANDS
    assert len(other.hubspot.written) == written


@pytest.mark.feature("L4")
def test_what_is_paid_is_shown_although_a_filter_holds_the_edits() -> None:
    world = World(connection(INBOUND))
    ref = booked(world)
    world.tell(ref)
    _admit_only(world, "Gold")
    world.quickbooks.edit(ref, memo="Held")
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=ref))
    world.tell(ref)
    there = world.invoice(world.twin(ref))
    assert (there.status, there.balance, there.memo) == (InvoiceStatus.PAID, Decimal(0), "")
    assert world.status(ref) is OutcomeStatus.EXCLUDED


def _admit_only(world: World, tier: str) -> None:
    """From now on only invoices of this tier are shown."""
    clause = Clause(on=Holder.SELF, field="tier", type=FieldType.TEXT, operator=Operator.IS, values=(tier,))
    stored = world.connection
    rule = replace(stored.rules[EntityKind.INVOICE], filters={System.QUICKBOOKS: Filter(groups=(Group(clauses=(clause,)),))})
    world.quickbooks.further = {EntityKind.INVOICE: frozenset({"tier"})}
    world.connections.save(replace(stored, rules={**stored.rules, EntityKind.INVOICE: rule}))


def _makes_an_invoice(write: object) -> bool:
    kind, operation = getattr(write, "kind", None), getattr(write, "operation", None)
    return kind is EntityKind.INVOICE and operation is Operation.CREATE
