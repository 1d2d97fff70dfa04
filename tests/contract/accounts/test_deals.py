"""A deal whose invoice is made, paid on either side and voided stays as people have left it."""

from decimal import Decimal

import pytest

from tests.remedies.office import Office

DEAL_TO_CONTACT, INVOICE_TO_DEAL = 3, 175
AMOUNTS = ("amount", "dealstage", "closedate", "hs_lastmodifieddate")


def touches_a_deal(method: str, path: str) -> bool:
    """Whether a call is about deals, and may be more than a question."""
    return "deal" in path.lower() and method != "GET" and not path.endswith(("/search", "/batch/read"))


@pytest.mark.feature("O6")
def test_nothing_is_written_to_a_deal() -> None:
    with Office.opened() as office:
        contact, twin = office.contact(), office.house.vendors.hubspot
        deal = office.portal.create("deals", {"dealname": "Garden", "amount": "250"}, (DEAL_TO_CONTACT, contact))
        first, second = (office.invoice(contact) for _ in range(2))
        for invoice in (first, second):
            office.portal.associate("invoices", invoice.id, "deals", deal, INVOICE_TO_DEAL)
        before = office.portal.read("deals", deal, *AMOUNTS)
        twin.kernel.meter.reset()

        assert office.is_in_sync(first)
        office.sales.record_payment(first.id, "40.00")
        booked = office.booked(first)
        office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(60)))
        office.sales.void(second.id)
        assert office.is_in_sync(first)
        office.poll()

        assert office.portal.read("invoices", first.id, "hs_invoice_status") == {"hs_invoice_status": "paid"}
        assert office.portal.read("deals", deal, *AMOUNTS) == before
        assert len(office.portal.associated("invoices", first.id, "deals")) == 1
        calls = [(one["method"], one["path"]) for one in twin.kernel.meter.latest(20_000)]
        assert [call for call in calls if touches_a_deal(*call)] == []
        payments = office.portal.associated("invoices", first.id, "commerce_payments")
        assert len(payments) == 2
        assert [office.portal.associated("commerce_payments", one, "deals") for one in payments] == [[], []]
