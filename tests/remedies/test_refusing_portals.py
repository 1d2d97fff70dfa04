"""Portals that let no program write what an invoice of QuickBooks' needs: it is shown all the same, once that was tried."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.rules import Direction
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from infra.sandbox.people import days
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer

pytestmark = pytest.mark.feature("I4", "C6")

OWN = ("number", "status", "date", "due_date", "total", "balance")
"""What properties of our own show, by the end of their names."""


@pytest.fixture(params=[False, True], ids=["says so", "says nothing"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """A portal that refuses whatever it can, where invoices go to QuickBooks so far."""
    with Office.opened() as office:
        refuse(office, silent=request.param)
        yield office


def refuse(office: Office, *, silent: bool) -> None:
    """From now on the portal lets nobody write anything of an invoice that was made elsewhere."""
    switches = office.house.vendors.hubspot.switches()
    for refused in ("number", "status", "dates", "amount", "balance"):
        setattr(switches, f"non_billable_{refused}_writable", False)
    switches.non_billable_refusals_silent = silent


def show_both_ways(office: Office) -> None:
    """An operator has invoices go both ways: `poe rules save`."""
    here = office.house.operator
    document = written(here.connections.get(office.connection.id).rules[EntityKind.INVOICE])
    here.rules.save(office.connection.id, {**document, "direction": Direction.BOTH}, Author(who="Ada", why="We bill there"))


def shown(office: Office, invoice: RecordRef) -> dict[str, str]:
    """What HubSpot shows of an invoice of QuickBooks in properties of our own."""
    there = office.outcome(invoice).counterpart
    assert there
    found = office.portal.read("invoices", there.id, *(f"counterfoil_quickbooks_{name}" for name in OWN))
    return {name.removeprefix("counterfoil_quickbooks_"): value for name, value in found.items()}


def test_it_is_shown_paid_and_voided_from_when_on_a_rule_asks_for_it(office: Office) -> None:
    show_both_ways(office)
    buyer = customer(office, "Ada")
    invoice, void = billed(office, buyer), billed(office, buyer)
    assert office.is_in_sync(invoice)
    office.bookkeeper.change("Invoice", invoice.id, DocNumber="QB-7", DueDate="2026-12-24")
    assert office.is_in_sync(invoice)
    found = shown(office, invoice)
    assert (found["number"], found["status"], found["balance"], found["total"]) == ("QB-7", "open", "100", "100")
    assert days.read(found["due_date"], office.portal.zone) == "2026-12-24"
    office.bookkeeper.receive_payment(buyer, (invoice.id, Decimal(100)))
    office.bookkeeper.void("Invoice", void.id)
    for one in (invoice, void):
        assert office.is_in_sync(one)
    assert (shown(office, invoice)["status"], shown(office, invoice)["balance"]) == ("paid", "0")
    assert shown(office, void)["status"] == "voided"


def test_e17_a_portal_that_refuses_later_is_connected_again() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        refuse(office, silent=False)
        invoice = billed(office, customer(office, "Ada"))
        assert office.fails(invoice) is ErrorCategory.PROPERTY_REFUSED
        office.connect(invoices=Direction.BOTH)
        assert office.is_in_sync(invoice)
        assert shown(office, invoice)["status"] == "open"


@pytest.mark.parametrize("silent", [False, True])
def test_e17_a_portal_that_keeps_no_void_later_is_connected_again(*, silent: bool) -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        invoice = billed(office, customer(office, "Ada"))
        assert office.is_in_sync(invoice)
        refuse(office, silent=silent)
        office.bookkeeper.void("Invoice", invoice.id)
        assert office.fails(invoice) is ErrorCategory.PROPERTY_REFUSED
        office.connect(invoices=Direction.BOTH)
        assert office.is_in_sync(invoice)
        assert shown(office, invoice)["status"] == "voided"


def test_an_invoice_of_hubspots_whose_mark_somebody_wrote_over_is_voided_as_such(office: Office) -> None:
    """In QuickBooks a bookkeeper has notes of their own in the place of where it is from."""
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    show_both_ways(office)
    booked = office.booked(invoice)["Id"]
    office.bookkeeper.change("Invoice", booked, PrivateNote="Called Grace")
    office.bookkeeper.change("Invoice", booked, CustomerMemo={"value": "Net 10"})
    assert office.fails(invoice) is None
    office.bookkeeper.void("Invoice", booked)
    assert office.is_in_sync(invoice)
    assert office.portal.read("invoices", invoice.id, "hs_invoice_status")["hs_invoice_status"] == "voided"
