"""Each of the edits that QuickBooks must not make to an invoice of HubSpot's, with both versions and both ways out."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef
from infra.sandbox.people.bookkeeper import Line, Row, sold
from tests.remedies.office import Office

pytestmark = pytest.mark.feature("E4", "R3")

PUMP = {"name": "Pump", "quantity": "2", "price": "30.00"}
HOSE = {"name": "Hose", "quantity": "1", "price": "40.00"}
Edit = Callable[[Office, list[Line]], Mapping[str, object]]


def charged(line: Line, **detail: object) -> Line:
    """The line with another quantity, price, item or tax code."""
    changed = {**line["SalesItemLineDetail"], **detail}
    return {**line, "Amount": changed["Qty"] * changed["UnitPrice"], "SalesItemLineDetail": changed}


def an_item(office: Office, name: str) -> dict[str, str]:
    return {"value": office.bookkeeper.add_item(name)["Id"]}


EDITS: dict[str, tuple[Edit, list[tuple[str, str, str]]]] = {
    "line added": (
        lambda office, lines: {"Line": [*lines, sold(an_item(office, "Extra")["value"], Decimal(7))]},
        [("total", "100.00 USD", "107.00 USD"), ("line 3", "", "Extra, 7.00 USD")],
    ),
    "line removed": (
        lambda _, lines: {"Line": lines[:1]},
        [("total", "100.00 USD", "60.00 USD"), ("line 2", "Hose, 1 for 40.00 USD", "")],
    ),
    "price": (
        lambda _, lines: {"Line": [charged(lines[0], UnitPrice=Decimal(25)), lines[1]]},
        [("total", "100.00 USD", "90.00 USD"), ("line 1", "Pump, 2 for 60.00 USD", "Pump, 2 for 50.00 USD")],
    ),
    "quantity": (
        lambda _, lines: {"Line": [charged(lines[0], Qty=1, UnitPrice=Decimal(60)), lines[1]]},
        [("line 1", "Pump, 2 for 60.00 USD", "Pump, 1 for 60.00 USD")],
    ),
    "item": (
        lambda office, lines: {"Line": [charged(lines[0], ItemRef=an_item(office, "Valve")), lines[1]]},
        [("line 1", "Pump, 2 for 60.00 USD", "Valve, 2 for 60.00 USD")],
    ),
    "order": (
        lambda _, lines: {"Line": lines[::-1]},
        [
            ("line 1", "Pump, 2 for 60.00 USD", "Hose, 1 for 40.00 USD"),
            ("line 2", "Hose, 1 for 40.00 USD", "Pump, 2 for 60.00 USD"),
        ],
    ),
    "discount": (
        lambda _, lines: {"Line": [*lines, {
            "DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
        }]},
        [("total", "100.00 USD", "90.00 USD"), ("discount", "0.00 USD", "10.00 USD")],
    ),
    "tax": (
        lambda _, lines: {
            "Line": [charged(line, TaxCodeRef={"value": "TAX"}) for line in lines],
            "TxnTaxDetail": {"TotalTax": Decimal(8)},
        },
        [("total", "100.00 USD", "108.00 USD"), ("line 3", "", "Tax, 8.00 USD")],
    ),
}  # fmt: skip


def sales(row: Row) -> list[Line]:
    return [line for line in row["Line"] if line["DetailType"] == "SalesItemLineDetail"]


@pytest.fixture
def invoice(office: Office) -> RecordRef:
    """An invoice of two lines in HubSpot that is in sync."""
    made = office.invoice("", PUMP, HOSE)
    assert office.is_in_sync(made)
    return made


@pytest.mark.parametrize("way_out", ["put back", "sent again"])
@pytest.mark.parametrize("edit", EDITS)
def test_both_versions_are_shown_and_both_ways_lead_out(office: Office, invoice: RecordRef, edit: str, way_out: str) -> None:
    before = office.booked(invoice)
    (work, versions) = EDITS[edit]
    office.bookkeeper.change("Invoice", before["Id"], **work(office, sales(before)))
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert [(one.what, one.hubspot, one.quickbooks) for one in office.outcome(invoice).versions] == versions
    if way_out == "put back":
        office.bookkeeper.change("Invoice", before["Id"], Line=sales(before), TxnTaxDetail=before["TxnTaxDetail"])
    else:
        office.decide("send-again", invoice)
    assert office.is_in_sync(invoice), office.outcome(invoice)
    after = office.booked(invoice)
    assert (after["TotalAmt"], after["TxnTaxDetail"]["TotalTax"]) == (100, 0)
    assert [line["Amount"] for line in sales(after)] == [60, 40]


@pytest.mark.parametrize(
    "members",
    [
        {"Description": "A pump, green"},
        {"ServiceDate": "2026-11-05"},
    ],
)
def test_wording_and_service_dates_are_the_bookkeepers(
    office: Office, invoice: RecordRef, members: Mapping[str, str]
) -> None:
    first, second = sales(office.booked(invoice))
    date = {name: value for name, value in members.items() if name == "ServiceDate"}
    edited = {**charged(first, **date), **({} if date else members)}
    office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], Line=[edited, second])
    assert office.fails(invoice) is None
    office.night()
    assert office.is_in_sync(invoice)
    kept = sales(office.booked(invoice))[0]
    assert {**kept, **kept["SalesItemLineDetail"]}.items() >= members.items()
