"""What HubSpot shows of QuickBooks' invoices adds up to what they come to, whatever is taxed, taken off or shipped."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import Line
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import customer

pytestmark = pytest.mark.feature("I4", "I9")

SIGNS = {"line_items": ("amount", 1), "taxes": ("hs_value", 1), "fees": ("hs_value", 1), "discounts": ("hs_value", -1)}
"""What an invoice in HubSpot consists of, with the property of each amount, and whether it is added or taken off."""


@pytest.fixture
def british() -> Iterator[Office]:
    with Office.opened({"country": "GB"}, invoices=Direction.BOTH) as office:
        yield office


@pytest.fixture
def american() -> Iterator[Office]:
    with Office.opened(invoices=Direction.BOTH) as office:
        yield office


def line(item: str, amount: str, **detail: object) -> Line:
    about = {"ItemRef": {"value": item}, **detail}
    return {"Amount": Decimal(amount), "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": about}


def off(amount: str, **detail: object) -> Line:
    return {"Amount": Decimal(amount), "DetailType": "DiscountLineDetail", "DiscountLineDetail": detail}


def added_up(office: Office, invoice: RecordRef) -> tuple[Decimal, Decimal]:
    """What HubSpot shows that the invoice comes to, and what its parts add up to."""
    there = office.outcome(invoice).counterpart
    assert there
    found = [
        sign * Decimal(office.portal.read(kind, part, amount)[amount])
        for kind, (amount, sign) in SIGNS.items()
        for part in office.portal.associated("invoices", there.id, kind)
    ]
    return Decimal(office.portal.read("invoices", there.id, "hs_amount_billed")["hs_amount_billed"]), sum(found, Decimal(0))


def check(office: Office, *lines: Line, **members: object) -> None:
    """Whether an invoice of these lines shows in HubSpot what it comes to, and that it is paid once it is."""
    buyer = customer(office, "Ada")
    row = office.bookkeeper.enter("Invoice", CustomerRef={"value": buyer}, Line=list(lines), **members)
    invoice = RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, row["Id"])
    assert office.is_in_sync(invoice)
    assert added_up(office, invoice) == (row["TotalAmt"], row["TotalAmt"])
    office.bookkeeper.receive_payment(buyer, (row["Id"], row["TotalAmt"]))
    assert office.is_in_sync(invoice)
    there = office.outcome(invoice).counterpart
    assert there
    shown = office.portal.read("invoices", there.id, "hs_invoice_status", "hs_balance_due")
    assert (shown["hs_invoice_status"], Decimal(shown["hs_balance_due"])) == ("paid", Decimal(0))


@pytest.mark.parametrize("calculation", ["TaxExcluded", "TaxInclusive"])
@pytest.mark.parametrize("discounted", [False, True])
def test_value_added_tax(british: Office, calculation: str, *, discounted: bool) -> None:
    item = british.bookkeeper.add_item("Pump")["Id"]
    (code,) = british.bookkeeper.rows("TaxCode", "Name = '20.0% S'")
    taxed = {"TaxCodeRef": {"value": code["Id"]}}
    lines = [line(item, "100", **taxed), line(item, "33.33", Qty=3, UnitPrice=Decimal("11.11"), **taxed)]
    taken = [off("10", PercentBased=False, **taxed)] if discounted else []
    check(british, *lines, *taken, GlobalTaxCalculation=calculation)


@pytest.mark.parametrize(
    ("amounts", "more"),
    [
        (["100", "-30"], {}),
        (["100", "12.50"], {"TxnTaxDetail": {"TotalTax": Decimal("8.25")}}),
    ],
    ids=["less for one line", "sales tax"],
)
def test_an_american_invoice(american: Office, amounts: list[str], more: dict[str, object]) -> None:
    item = american.bookkeeper.add_item("Pump")["Id"]
    check(american, *(line(item, amount) for amount in amounts), **more)


def test_a_percentage_off_and_shipping(american: Office) -> None:
    item = american.bookkeeper.add_item("Pump")["Id"]
    percentage = off("8.50", PercentBased=True, DiscountPercent=Decimal("8.5"))
    check(american, line(item, "100"), percentage, line("SHIPPING_ITEM_ID", "12"))
