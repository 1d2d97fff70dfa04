"""What QuickBooks' own invoices owe in HubSpot, where QuickBooks does not announce that money has changed it."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.ledgers import Cause
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer


@pytest.fixture
def silent() -> Iterator[Office]:
    """QuickBooks leaves an invoice as it was when it is paid, but for what it owes."""
    with Office.opened(invoices=Direction.BOTH) as office:
        switches = office.house.vendors.quickbooks.switches()
        switches.payment_bumps_sync_token = switches.payment_announces_invoice = False
        yield office


@pytest.fixture
def one_way() -> Iterator[Office]:
    """The same, where HubSpot only shows invoices, so that payments are switched off."""
    with Office.opened(invoices=Direction.QUICKBOOKS_TO_HUBSPOT) as office:
        switches = office.house.vendors.quickbooks.switches()
        switches.payment_bumps_sync_token = switches.payment_announces_invoice = False
        yield office


def shown(office: Office, invoice: RecordRef) -> tuple[str, str]:
    """The status that HubSpot shows of one of QuickBooks' invoices, and what QuickBooks says that it owes."""
    there = office.outcome(invoice).counterpart
    assert there
    names = ("hs_invoice_status", "counterfoil_quickbooks_balance")
    found = office.portal.read("invoices", there.id, *names)
    return found[names[0]], found[names[1]]


@pytest.mark.feature("I4", "Y1")
def test_money_that_came_in_hubspot_is_shown_on_the_invoice(silent: Office) -> None:
    invoice = billed(silent, customer(silent, "Ada"))
    assert silent.is_in_sync(invoice)
    there = silent.outcome(invoice).counterpart
    assert there
    silent.sales.record_payment(there.id, "100.00")
    silent.poll()
    silent.deliver_webhooks()
    silent.poll()
    assert silent.bookkeeper.read("Invoice", invoice.id)["Balance"] == 0
    assert shown(silent, invoice) == ("paid", "0")


@pytest.mark.feature("I4", "M3", "Y1")
def test_money_that_came_in_hubspot_while_the_invoice_was_unlinked_follows_when_it_is_linked_again(silent: Office) -> None:
    invoice = billed(silent, customer(silent, "Ada"))
    assert silent.is_in_sync(invoice)
    there = silent.outcome(invoice).counterpart
    assert there
    silent.decide("unlink", invoice)
    silent.sales.record_payment(there.id, "40.00")
    silent.poll()
    silent.deliver_webhooks()
    silent.poll()
    assert silent.bookkeeper.read("Invoice", invoice.id)["Balance"] == 100
    silent.decide("take-back", there)
    assert silent.is_in_sync(invoice)
    assert silent.bookkeeper.read("Invoice", invoice.id)["Balance"] == 60


@pytest.mark.feature("I4", "M3")
def test_what_hubspot_shows_of_an_invoice_is_taken_away_while_it_is_unlinked(silent: Office) -> None:
    invoice = billed(silent, customer(silent, "Ada"))
    assert silent.is_in_sync(invoice)
    there = silent.outcome(invoice).counterpart
    assert there
    names = [f"counterfoil_quickbooks_{name}" for name in ("balance", "url")]
    before = silent.portal.read("invoices", there.id, *names)
    assert all(before[name] for name in names)
    for _ in range(2):
        silent.clock.advance(2)
        silent.decide("unlink", invoice)
        assert not any(silent.portal.read("invoices", there.id, *names)[name] for name in names)
        assert silent.portal.read("invoices", there.id, "counterfoil_sync_status")["counterfoil_sync_status"] == "excluded"
        silent.clock.advance(2)
        silent.decide("take-back", there)
        assert silent.is_in_sync(invoice)
        assert silent.portal.read("invoices", there.id, *names) == before


@pytest.mark.feature("I4", "Y1")
@pytest.mark.parametrize("announces", [False, True])
def test_money_that_came_in_quickbooks_is_shown_although_the_version_stays(silent: Office, *, announces: bool) -> None:
    silent.house.vendors.quickbooks.switches().payment_announces_invoice = announces
    ada = customer(silent, "Ada")
    invoice = billed(silent, ada)
    assert silent.is_in_sync(invoice)
    silent.house.vendors.misbehave(drop=1_000)
    silent.bookkeeper.receive_payment(ada, (invoice.id, Decimal("100.00")))
    silent.poll()
    silent.poll()
    assert shown(silent, invoice) == ("paid", "0")


@pytest.mark.feature("I4", "O2")
@pytest.mark.parametrize("announced", [False, True])
def test_money_is_shown_where_payments_are_switched_off(one_way: Office, *, announced: bool) -> None:
    ada = customer(one_way, "Ada")
    invoice = billed(one_way, ada)
    assert one_way.is_in_sync(invoice)
    if not announced:
        one_way.house.vendors.misbehave(drop=1_000)
    one_way.clock.advance(2)
    one_way.bookkeeper.receive_payment(ada, (invoice.id, Decimal("60.00")))
    if announced:
        one_way.deliver_webhooks()
    else:
        one_way.poll()
    assert shown(one_way, invoice) == ("open", "40")


@pytest.mark.feature("I4", "O2", "X4")
def test_a_payment_that_is_gone_without_a_word_about_its_invoice_is_noticed_by_the_night(one_way: Office) -> None:
    ada = customer(one_way, "Ada")
    invoice = billed(one_way, ada)
    assert one_way.is_in_sync(invoice)
    one_way.clock.advance(2)
    paid = one_way.bookkeeper.receive_payment(ada, (invoice.id, Decimal("100.00")))
    one_way.poll()
    assert shown(one_way, invoice) == ("paid", "0")
    one_way.bookkeeper.delete("Payment", paid["Id"])
    one_way.night()
    assert shown(one_way, invoice) == ("open", "100")


@pytest.mark.feature("I4", "O2")
def test_money_that_came_while_invoices_were_switched_off_is_shown_afterwards(one_way: Office) -> None:
    ada = customer(one_way, "Ada")
    invoice = billed(one_way, ada)
    assert one_way.is_in_sync(invoice)
    one_way.house.vendors.misbehave(drop=1_000)
    shows = one_way.carry_invoices(Direction.OFF)
    one_way.bookkeeper.receive_payment(ada, (invoice.id, Decimal("60.00")))
    for name in ("Bea", "Cem"):
        one_way.clock.advance(86_400)
        customer(one_way, name)
        one_way.poll()
    one_way.carry_invoices(shows)
    one_way.poll()
    assert shown(one_way, invoice) == ("open", "40")


@pytest.mark.feature("I5", "Y1")
@pytest.mark.parametrize("left_out", [True, False])
def test_a_payment_is_left_out_whose_invoice_nobody_knew_to_be_gone_from_hubspot(silent: Office, *, left_out: bool) -> None:
    ada = customer(silent, "Ada")
    invoice = billed(silent, ada)
    assert silent.is_in_sync(invoice)
    there = silent.outcome(invoice).counterpart
    assert there
    if left_out:
        silent.decide("leave-out", invoice)
    silent.administrator.delete("invoices", there.id)
    row = silent.bookkeeper.receive_payment(ada, (invoice.id, Decimal(40)))
    payment = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, row["Id"], invoice.id)
    silent.poll()
    assert silent.outcome(payment).status is OutcomeStatus.EXCLUDED


@pytest.mark.feature("I5", "I10", "Y1")
def test_the_payment_of_an_invoice_that_was_deleted_on_both_sides_asks_nothing_of_anybody() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        buyer = customer(office, "Ada")
        invoice = billed(office, buyer)
        row = office.bookkeeper.receive_payment(buyer, (invoice.id, Decimal(100)))
        payment = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, row["Id"], invoice.id)
        assert office.is_in_sync(payment)
        there = office.outcome(invoice).counterpart
        assert there
        office.house.vendors.quickbooks.switches().delete_with_payment = "unapply"
        office.administrator.delete("invoices", there.id)
        office.bookkeeper.delete("Invoice", invoice.id)
        office.deliver_webhooks()
        assert office.is_ended(payment)


@pytest.mark.feature("E14", "Y1")
def test_e14_credit_that_quickbooks_keeps_of_a_deleted_payment_asks_a_person() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        invoice = office.invoice()
        payments = [office.sales.record_payment(invoice.id, "100.00") for _ in range(2)]
        second = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, payments[1])
        assert office.is_in_sync(second)
        office.administrator.delete("commerce_payments", second.id)
        office.deliver_webhooks()
        assert office.fails(second) is ErrorCategory.RECORD_DELETED
        assert any(row["UnappliedAmt"] == 100 for row in office.bookkeeper.rows("Payment"))


@pytest.mark.feature("X4")
def test_the_night_names_the_payment_that_a_shown_invoice_differs_for() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        office.house.vendors.hubspot.switches().payments_move_non_billable_status = True
        buyer = customer(office, "Ada")
        invoice = billed(office, buyer)
        payment = office.bookkeeper.receive_payment(buyer, (invoice.id, Decimal(100)))
        part = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, payment["Id"], invoice.id)
        assert office.is_in_sync(part)
        office.bookkeeper.delete("Payment", payment["Id"])
        assert office.fails(part) is ErrorCategory.RECORD_DELETED
        office.night()
        ledgers = office.house.operator.ledgers.latest(office.connection.id)
        assert ledgers
        assert [(gap.quickbooks, gap.reason.cause, gap.reason.category) for gap in ledgers.gaps] == [
            (Decimal(100), Cause.NEEDS_YOU, ErrorCategory.RECORD_DELETED)
        ]
