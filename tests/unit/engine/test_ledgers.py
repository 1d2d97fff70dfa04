"""Do the ledgers agree? What is open on both sides, and what explains each difference."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.ledgers import MOST_KEPT, MOST_NAMED, Cause, Gap, Ledgers, Reason, Slip, Total
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules import Direction
from counterfoil.engine.ports import OpenInvoices, Systems
from tests.builders import NOON, a_connection, a_line, a_payment, a_rule, an_invoice, hubspot
from tests.fake_systems import FakeSystem, Fault
from tests.fakes import OpenedSystems
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.world import World

pytestmark = pytest.mark.feature("X4")

HUNDRED = Decimal("100.00")
REFUSED = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="closed")


def tied_out(world: World) -> Ledgers:
    """What the night's comparison finds; the queue is emptied."""
    world.reconciler.reconcile()
    found = world.ledgers.latest(world.id)
    assert found
    return found


def slip(world: World) -> Slip:
    """The only currency."""
    (one,) = tied_out(world).slips
    return one


def assert_adds_up(one: Slip) -> None:
    """The causes come to the difference of both totals, to the cent."""
    explained = sum((each.total.amount for each in one.explained), Decimal(0))
    assert explained == one.quickbooks.amount - one.hubspot.amount


def reasons(one: Slip) -> dict[Reason, Total]:
    """What each reason comes to."""
    assert_adds_up(one)
    return {each.reason: each.total for each in one.explained}


def sold(world: World, *totals: str) -> list[RecordRef]:
    """Finalised invoices, in step, and looked at once more since that was shown on them."""
    made = [world.finalised(total=Decimal(total), balance=Decimal(total)) for total in totals]
    world.settle()
    world.tell(*made)
    return made


def test_in_step_both_ledgers_show_the_same_and_nothing_is_left(world: World) -> None:
    sold(world, "100.00", "100.00")

    found = slip(world)

    assert (found.hubspot, found.quickbooks) == (Total(2, Decimal("200.00")), Total(2, Decimal("200.00")))
    assert (found.explained, found.unexplained) == ((), Total())
    assert world.ledgers.latest(world.id) in world.ledgers.nights(world.id, 30)


def test_each_currency_has_its_own_slip_that_of_most_invoices_first(world: World) -> None:
    sold(world, "100.00")
    for _ in range(2):
        world.finalised(currency="CAD", customer=world.contact())
    world.settle()

    assert [one.currency for one in tied_out(world).slips] == ["CAD", "USD"]


def test_an_invoice_that_was_refused_is_explained_by_its_category(world: World) -> None:
    world.quickbooks.faults.append(Fault(failure=REFUSED, matches=lambda one: one.kind is EntityKind.INVOICE, times=99))
    ref = world.finalised()
    world.settle()

    found = tied_out(world)

    (one,) = found.slips
    assert reasons(one) == {Reason(Cause.NEEDS_YOU, ErrorCategory.BOOKS_CLOSED): Total(1, -HUNDRED)}
    (gap,) = found.gaps
    assert (gap.refs, gap.hubspot, gap.quickbooks) == ((ref,), HUNDRED, None)
    assert gap.number == world.invoice(ref).number
    assert found.agree


def test_a_payment_that_nobody_has_carried_yet_is_under_way(world: World) -> None:
    (ref,) = sold(world, "100.00")
    world.clock.advance(timedelta(days=3))
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(ref), amount=Decimal("40.00")))

    assert reasons(slip(world)) == {Reason(Cause.UNDER_WAY): Total(1, Decimal("-40.00"))}


def test_an_invoice_that_every_webhook_missed_is_under_way_on_the_night_it_is_found(world: World) -> None:
    world.finalised()

    assert reasons(slip(world)) == {Reason(Cause.UNDER_WAY): Total(1, -HUNDRED)}


def test_what_waits_is_explained_by_why_it_waits(world: World) -> None:
    busy = replace(REFUSED, category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING)
    world.quickbooks.faults.append(Fault(failure=busy, matches=lambda one: one.kind is EntityKind.INVOICE, times=99))
    world.tell(world.finalised())

    assert reasons(slip(world)) == {Reason(Cause.WAITING, ErrorCategory.VENDOR_UNAVAILABLE): Total(1, -HUNDRED)}


def test_what_the_rule_leaves_out_is_left_out_looked_at_or_not() -> None:
    one_way = a_rule(EntityKind.INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS)
    world = World(a_connection(rules={**a_connection().rules, EntityKind.INVOICE: one_way}))
    customer = world.quickbooks.put(EntityKind.CUSTOMER, world.hubspot.show(world.contact()).record)
    own = {"origin": Origin.MIRRORED, "customer": customer}
    world.quickbooks.put(EntityKind.INVOICE, an_invoice(**own))
    world.settle()
    world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="Q2", **own))

    assert reasons(slip(world)) == {Reason(Cause.LEFT_OUT): Total(2, 2 * HUNDRED)}


def test_what_is_older_than_the_sync_is_left_out_though_nobody_ever_looked_at_it(world: World) -> None:
    ref = world.finalised()
    world.clock.advance(timedelta(days=3))
    rule = replace(world.connection.rule(EntityKind.INVOICE), switched_on_at=world.clock())
    world.connections.save(replace(world.connection, rules={**world.connection.rules, EntityKind.INVOICE: rule}))

    assert reasons(slip(world)) == {Reason(Cause.LEFT_OUT): Total(1, -HUNDRED)}
    assert world.status(ref) is None


def test_what_is_settled_without_money_in_quickbooks_is_named_so(world: World) -> None:
    (ref,) = sold(world, "100.00")
    world.quickbooks.edit(world.twin(ref), balance=Decimal("60.00"))
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    world.clock.advance(timedelta(days=3))

    assert reasons(slip(world)) == {Reason(Cause.SETTLED): Total(1, Decimal("-40.00"))}


@dataclass(slots=True, kw_only=True)
class SearchedLate(FakeSystem):
    """A vendor whose search shows what was."""

    late: OpenInvoices

    def open_invoices(self, after: str) -> OpenInvoices:  # noqa: ARG002
        return self.late


def test_a_payment_that_does_not_count_yet_explains_its_invoice(world: World) -> None:
    (ref,) = sold(world, "100.00")
    pending = a_payment(invoice=ref, amount=Decimal("40.00"), status=PaymentStatus.PENDING)
    payment = world.hubspot.put(EntityKind.PAYMENT, pending)
    world.settle()
    assert world.status(payment) is OutcomeStatus.EXCLUDED
    world.clock.advance(timedelta(days=3))
    behind_everybodys_back(world, ref)

    assert reasons(slip(world)) == {Reason(Cause.LEFT_OUT): Total(1, Decimal("1.00"))}


@pytest.mark.feature("M3")
def test_a_difference_that_somebody_accepted_is_named_so(world: World) -> None:
    invoice = world.finalised()
    there = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="QB-7", lines=(a_line("90.00"),)))
    world.choosing.link(world.id, invoice, there, ADA)
    obey(world)
    assert list(reasons(slip(world))) == [Reason(Cause.NEEDS_YOU, ErrorCategory.TOTALS_DIFFER)]

    world.choosing.accept(world.id, invoice, ADA)
    obey(world)
    world.clock.advance(timedelta(days=3))

    assert reasons(slip(world)) == {Reason(Cause.ACCEPTED): Total(1, Decimal("-10.00"))}


def test_two_currencies_of_one_invoice_are_two_differences(world: World) -> None:
    (ref,) = sold(world, "100.00")
    world.clock.advance(timedelta(days=3))
    world.quickbooks.records[world.twin(ref)].parts[""] = replace(world.invoice(world.twin(ref)), currency="CAD")

    found = tied_out(world)

    amounts = [(gap.currency, gap.hubspot, gap.quickbooks) for gap in found.gaps]
    assert sorted(amounts, key=str) == [("CAD", None, HUNDRED), ("USD", HUNDRED, None)]
    for one in found.slips:
        assert_adds_up(one)


def behind_everybodys_back(world: World, ref: RecordRef) -> None:
    """An amount changes in HubSpot, and the record shows no sign of it."""
    world.hubspot.records[ref].parts[""] = replace(world.invoice(ref), balance=Decimal("99.00"))


def test_what_nothing_explains_is_told_once_and_looked_at_again(world: World) -> None:
    (ref, _) = sold(world, "100.00", "100.00")
    world.clock.advance(timedelta(days=3))
    behind_everybodys_back(world, ref)

    found = tied_out(world)

    assert reasons(found.slips[0]) == {Reason(Cause.UNEXPLAINED): Total(1, Decimal("1.00"))}
    assert not found.agree
    assert {event.ref for batch in world.queue.take() for event in batch.events} == {ref, world.twin(ref)}
    ((subject, text),) = world.notifier.messages
    assert "ledgers differ" in subject
    assert "99.00 USD is open in HubSpot, 100.00 USD in QuickBooks" in text
    tied_out(world)
    assert len(world.notifier.messages) == 1


def test_a_payment_between_the_two_reads_does_not_show_as_a_difference(world: World) -> None:
    (ref,) = sold(world, "100.00")
    late = world.hubspot.open_invoices("")
    world.hubspot.edit(ref, status=InvoiceStatus.PAID, balance=Decimal(0))
    world.quickbooks.edit(world.twin(ref), status=InvoiceStatus.PAID, balance=Decimal(0))
    world.clock.advance(timedelta(days=3))
    behind = SearchedLate(System.HUBSPOT, world.clock, records=world.hubspot.records, late=late)
    systems = OpenedSystems({world.id: Systems(behind, world.quickbooks, world.display)})

    replace(world.reconciler, open_systems=systems).reconcile()

    assert world.ledgers.latest(world.id) == Ledgers(at=world.clock())


def test_it_goes_on_where_it_stopped_and_counts_everything_once(world: World) -> None:
    sold(world, *["100.00"] * 130)
    world.quickbooks.put(EntityKind.INVOICE, an_invoice(origin=Origin.MIRRORED, customer=None))
    steps = 0
    systems = world.opened(world.connection)
    while world.tie_out.go_on(world.connection, systems, iter([False, True]).__next__) is None:
        steps += 1

    found = world.ledgers.latest(world.id)

    assert found
    (one,) = found.slips
    assert (steps, one.hubspot.records, one.quickbooks.records) == (3, 130, 131)
    assert_adds_up(one)


def test_while_no_invoice_is_carried_nothing_is_read(world: World) -> None:
    sold(world, "100.00")
    rule = replace(world.connection.rule(EntityKind.INVOICE), direction=Direction.OFF)
    world.connections.save(replace(world.connection, rules={**world.connection.rules, EntityKind.INVOICE: rule}))
    world.reconciler.reconcile()
    assert world.quickbooks.calls["open_invoices"] == 0
    assert world.ledgers.latest(world.id) is None


def test_as_many_differences_as_fit_are_kept_by_name_the_unexplained_first() -> None:
    reasons = [Reason(Cause.NEEDS_YOU, one) for one in list(ErrorCategory)[:8]]
    amounts = [("USD", HUNDRED, None)] * 1_700
    found = Ledgers(at=NOON).with_amounts(amounts)
    for reason in [reason for reason in reasons for _ in range(200)] + [Reason(Cause.UNEXPLAINED)] * 100:
        gap = Gap(refs=(hubspot(EntityKind.INVOICE, "1"),), currency="USD", hubspot=HUNDRED, reason=reason)
        found = found.with_gaps([gap])
    assert len(found.gaps) == MOST_KEPT
    assert len(found.unexplained) == MOST_NAMED
    assert sum(one.total.records for one in found.slips[0].explained) == 1_700
    assert_adds_up(found.slips[0])


def test_a_vendor_that_does_not_answer_holds_it_back_until_the_next_night(world: World) -> None:
    sold(world, "100.00")
    world.quickbooks.dead = REFUSED
    assert world.reconciler.reconcile().failures
    assert world.ledgers.latest(world.id) is None
    world.quickbooks.dead = None
    assert slip(world).hubspot == Total(1, HUNDRED)


def test_an_invoice_that_was_deleted_on_one_side_is_ended_once_people_know(world: World) -> None:
    (ref, _) = sold(world, "100.00", "100.00")
    world.hubspot.delete(ref)
    assert Reason(Cause.UNDER_WAY) in reasons(slip(world))
    world.settle()
    assert list(reasons(slip(world))) == [Reason(Cause.NEEDS_YOU, ErrorCategory.RECORD_DELETED)]
