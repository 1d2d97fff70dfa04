"""What an invoice comes to, and what counts as a change of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.invoice import InvoiceLine, LineRole
from counterfoil.domain.records.record import fingerprint
from counterfoil.domain.shortening import too_long
from counterfoil.domain.texts.sentence import Told
from tests.builders import a_line, a_payment, a_product, an_invoice, hubspot


def test_its_total_is_lines_less_discount() -> None:
    lines = (a_line("60.00"), a_line("45.50", role=LineRole.FEE), a_line("8.40", role=LineRole.TAX))
    assert an_invoice(lines=lines, discount=Decimal("13.90")).computed_total == Decimal("100.00")
    assert an_invoice(lines=()).computed_total == 0


@pytest.mark.parametrize(
    "edited",
    [
        a_line("90.00"),
        a_line(quantity=Decimal(2)),
        a_line(product=hubspot(EntityKind.PRODUCT, "5")),
    ],
    ids=["amount", "quantity", "product"],
)
def test_an_edited_line_is_a_change_of_lines(edited: InvoiceLine) -> None:
    before = an_invoice()
    after = replace(before, lines=(edited,))
    assert [name for name, value in after.fields().items() if value != before.fields()[name]] == ["lines"]


def test_an_edited_wording_is_no_change_of_lines() -> None:
    before = an_invoice()
    after = replace(before, lines=(a_line(description="Other work"),))
    assert [name for name, value in after.fields().items() if value != before.fields()[name]] == ["descriptions"]


def test_an_edited_discount_is_a_change_of_lines() -> None:
    assert an_invoice(discount=Decimal(1)).fields()["lines"] != an_invoice().fields()["lines"]


def test_the_order_of_lines_counts() -> None:
    first, second = a_line("60.00"), a_line("40.00")
    assert an_invoice(lines=(first, second)).fields()["lines"] != an_invoice(lines=(second, first)).fields()["lines"]


def test_trailing_zeros_are_no_change() -> None:
    short = an_invoice(lines=(a_line("100"),), total=Decimal(100), balance=Decimal("1E+2"))
    assert fingerprint(short.fields()) == fingerprint(an_invoice().fields())


def test_what_is_absent_is_an_empty_text() -> None:
    fields = an_invoice(issue_date=None, due_date=None, customer=None).fields()
    assert (fields["issue_date"], fields["due_date"], fields["customer"]) == ("", "", "")
    assert a_payment(invoice=None).fields()["invoice"] == ""
    assert a_product(unit_price=None).fields()["unit_price"] == ""


def test_dates_are_compared_as_written_down() -> None:
    assert an_invoice(due_date=date(2026, 3, 31)).fields()["due_date"] == "2026-03-31"


def test_a_description_that_is_shortened_is_named_as_a_text() -> None:
    invoice = an_invoice(lines=(a_line(), a_line(description="x" * 4001)))
    (label,) = too_long(invoice, invoice.fields(), System.QUICKBOOKS)
    assert isinstance(label, Told)
    assert label == "description of line 2"
