"""The demo must see every difference between two ledgers."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra.demo.ledgers import Entry, Ledger, Receipt, differences, hubspot_ledger, quickbooks_ledger

ENTRY = Entry("INV-7", "ada@example.com", "open", Decimal("10.00"), Decimal("4.00"), "2026-11-22", "2026-12-22")
RECEIPT = Receipt("INV-7", Decimal("6.00"), "2026-11-22")
LEDGER = Ledger([ENTRY], [RECEIPT])
PACIFIC = ZoneInfo("US/Pacific")


def test_equal_ledgers_do_not_differ() -> None:
    assert differences(LEDGER, Ledger([replace(ENTRY)], [replace(RECEIPT)])) == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("customer", "eve@example.com", "customer is ada@example.com in HubSpot and eve@example.com"),
        ("status", "paid", "status is open in HubSpot and paid"),
        ("total", Decimal("1010.01"), "total is 10.00 USD in HubSpot and 1,010.01 USD"),
        ("balance", Decimal("3.99"), "balance is 4.00 USD in HubSpot and 3.99 USD"),
        ("issued", "2026-11-21", "date is 22 Nov 2026 in HubSpot and 21 Nov 2026"),
        ("due", "2026-12-21", "due date is 22 Dec 2026 in HubSpot and 21 Dec 2026"),
    ],
)
def test_every_field_of_an_invoice_counts(name: str, value: object, told: str) -> None:
    other = replace(ENTRY, **{name: value})  # type: ignore[arg-type]
    assert differences(LEDGER, Ledger([other], [RECEIPT])) == [f"Invoice INV-7: the {told} in QuickBooks."]


def test_an_invoice_must_be_once_on_each_side() -> None:
    assert differences(LEDGER, Ledger([], [RECEIPT])) == ["Invoice INV-7: 1 in HubSpot, 0 in QuickBooks."]
    assert differences(LEDGER, Ledger([ENTRY, ENTRY], [RECEIPT])) == ["Invoice INV-7: 1 in HubSpot, 2 in QuickBooks."]


def test_a_payment_must_be_once_on_each_side() -> None:
    told = "The payment of 6.00 USD of 22 Nov 2026 on invoice INV-7"
    assert differences(LEDGER, Ledger([ENTRY], [])) == [f"{told}: 1 more in HubSpot."]
    assert differences(LEDGER, Ledger([ENTRY], [RECEIPT] * 3)) == [f"{told}: 2 more in QuickBooks."]


def test_both_systems_are_read_alike() -> None:
    hubspot = hubspot_ledger([hubspot_invoice()], [(hubspot_payment(), ["1"])], PACIFIC)
    quickbooks = quickbooks_ledger([quickbooks_invoice()], [quickbooks_payment()], [CUSTOMER])
    assert differences(hubspot, quickbooks) == []
    assert hubspot.invoices == [ENTRY]
    assert hubspot.payments == [RECEIPT]


def test_a_day_that_the_portal_shows_as_the_day_before_is_a_difference() -> None:
    late = hubspot_invoice(hs_due_date="2026-12-22T00:00:00Z")
    here = hubspot_ledger([late], [(hubspot_payment(hs_initiated_date="2026-11-22T00:00:00Z"), ["1"])], PACIFIC)
    assert differences(here, quickbooks_ledger([quickbooks_invoice()], [quickbooks_payment()], [CUSTOMER])) == [
        "Invoice INV-7: the due date is 21 Dec 2026 in HubSpot and 22 Dec 2026 in QuickBooks.",
        "The payment of 6.00 USD of 21 Nov 2026 on invoice INV-7: 1 more in HubSpot.",
        "The payment of 6.00 USD of 22 Nov 2026 on invoice INV-7: 1 more in QuickBooks.",
    ]


def test_a_voided_invoice_has_no_total() -> None:
    here = hubspot_ledger([hubspot_invoice(hs_invoice_status="voided", hs_balance_due="0.00")], [], PACIFIC)
    voided = quickbooks_invoice(TotalAmt=0, Balance=0, PrivateNote="Voided - a note")
    assert differences(here, quickbooks_ledger([voided], [], [CUSTOMER])) == []


def test_a_draft_is_in_no_ledger() -> None:
    assert hubspot_ledger([hubspot_invoice(hs_invoice_status="draft")], [], PACIFIC).invoices == []


CUSTOMER = {"Id": "5", "PrimaryEmailAddr": {"Address": "Ada@Example.com"}}


def hubspot_invoice(**changed: str) -> dict[str, str]:
    properties = {
        "id": "1",
        "hs_number": "INV-7",
        "hs_invoice_status": "open",
        "hs_amount_billed": "10.00",
        "hs_balance_due": "4.00",
        "hs_invoice_date": "2026-11-22T08:00:00Z",
        "hs_due_date": "2026-12-22T08:00:00Z",
        "hs_invoice_latest_contact_email": "ada@example.com",
    }
    return {**properties, **changed}


def hubspot_payment(**changed: str) -> dict[str, str]:
    return {"id": "2", "hs_initial_amount": "6", "hs_initiated_date": "2026-11-22T23:15:00Z", **changed}


def quickbooks_invoice(**changed: object) -> dict[str, Any]:
    members = {
        "Id": "9",
        "DocNumber": "INV-7",
        "TotalAmt": Decimal("10.0"),
        "Balance": 4,
        "CustomerRef": {"value": "5"},
        "TxnDate": "2026-11-22",
        "DueDate": "2026-12-22",
    }
    return {**members, **changed}


def quickbooks_payment() -> dict[str, Any]:
    line = {"Amount": Decimal("6.00"), "LinkedTxn": [{"TxnId": "9", "TxnType": "Invoice"}]}
    other = {"Amount": Decimal("1.00"), "LinkedTxn": [{"TxnId": "9", "TxnType": "CreditMemo"}]}
    return {"Id": "10", "TxnDate": "2026-11-22", "Line": [line, other]}
