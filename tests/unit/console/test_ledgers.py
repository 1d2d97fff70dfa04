"""Do the ledgers agree? What the pages say of the last nights."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from tests.builders import a_connection
from tests.contract.stores.values import made, native
from tests.unit.console.house import Browser, House

pytestmark = pytest.mark.feature("X4")


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection that was never compared."""
    return house.connections.save(a_connection()).id


def gap(reason: Reason, hubspot: str | None, quickbooks: str | None, number: int = 7) -> Gap:
    """An invoice that differs."""
    return Gap(
        refs=(native(number), made(number)),
        currency="USD",
        hubspot=Decimal(hubspot) if hubspot else None,
        quickbooks=Decimal(quickbooks) if quickbooks else None,
        reason=reason,
        number=f"INV-{number}",
        customer="<b>Ann</b>",
    )


def compared(house: House, connection_id: str, *gaps: Gap) -> Ledgers:
    """The last night's comparison: 1,000.00 in step, and these differences."""
    equal = ("USD", Decimal("1000.00"), Decimal("1000.00"))
    amounts = [(one.currency, one.hubspot, one.quickbooks) for one in gaps]
    found = Ledgers(at=house.clock()).with_amounts([equal, *amounts]).with_gaps(gaps)
    house.ledgers.save(connection_id, found)
    return found


def test_before_the_first_night_nothing_is_claimed(aisha: Browser, connection_id: str) -> None:
    assert "Not compared yet" in aisha.get(f"/c/{connection_id}").text
    assert "Not compared yet" in aisha.get(f"/c/{connection_id}/ledgers").text


def test_equal_ledgers_agree_to_the_cent(aisha: Browser, house: House, connection_id: str) -> None:
    compared(house, connection_id)

    page = aisha.get(f"/c/{connection_id}").text

    assert "Yes, to the cent" in page
    assert page.count("1,000.00") == 2
    assert "Equal, to the cent" in aisha.get(f"/c/{connection_id}/ledgers").text


def test_a_difference_is_shown_with_its_cause_and_its_records(aisha: Browser, house: House, connection_id: str) -> None:
    compared(house, connection_id, gap(Reason(Cause.NEEDS_YOU, ErrorCategory.BOOKS_CLOSED), "40.00", None))

    page, details = aisha.get(f"/c/{connection_id}").text, aisha.get(f"/c/{connection_id}/ledgers").text

    assert "Yes, every difference is explained" in page
    assert "1,040.00" in page
    assert page.count("\N{MINUS SIGN}40.00") == 2  # the cause, and all that is explained
    assert f"/c/{connection_id}/ledgers#USD-needs-youE7" in page
    assert 'id="USD-needs-youE7"' in details
    assert f"/c/{connection_id}/records/{native(7)}" in details
    assert "&lt;b&gt;Ann&lt;/b&gt;" in details
    assert "app.hubspot.com" in details


@pytest.mark.feature("H3")
def test_what_nothing_explains_needs_you_until_it_is_gone(aisha: Browser, house: House, connection_id: str) -> None:
    found = compared(house, connection_id, gap(Reason(Cause.UNEXPLAINED), "40.00", "35.00"))

    needs, health = aisha.get(f"/c/{connection_id}/needs-you").text, aisha.get(f"/c/{connection_id}").text

    assert "The ledgers differ, and nothing explains it" in needs
    assert "1 invoice, 5.00" in needs.replace("\u00a0", " ")
    assert f"/c/{connection_id}/ledgers" in needs
    assert "Nothing needs you" not in needs
    assert "No, something is unexplained" in health
    assert "ledgers 5.00" in health.replace("\u00a0", " ")
    house.ledgers.save(connection_id, replace(found, at=found.at - timedelta(days=1)))
    compared(house, connection_id)
    assert "Nothing needs you" in aisha.get(f"/c/{connection_id}/needs-you").text
    assert "Cured" in aisha.get(f"/c/{connection_id}").text


def test_an_administrator_has_them_compared_now(dana: Browser, aisha: Browser, house: House, connection_id: str) -> None:
    compared(house, connection_id)
    assert "Compare now" in dana.get(f"/c/{connection_id}").text
    assert "Compare now" not in aisha.get(f"/c/{connection_id}").text

    answer = dana.post(f"/c/{connection_id}/compare")

    assert answer.status == 303
    assert house.console.product.wanted_comparisons.is_asked(connection_id)
    page = dana.get(answer.location).text
    assert "Both ledgers are being compared." in page
    assert "being compared" in page
    assert "Compare now" not in page
    assert aisha.post(f"/c/{connection_id}/compare").status == 403


def test_more_invoices_than_are_named_are_counted(aisha: Browser, house: House, connection_id: str) -> None:
    many = [gap(Reason(Cause.LEFT_OUT), None, "1.00", number) for number in range(130)]
    compared(house, connection_id, *many)

    details = aisha.get(f"/c/{connection_id}/ledgers").text

    assert "130 invoices" in details
    assert "and 30 more" in details


def test_what_could_not_be_read_is_said(aisha: Browser, house: House, connection_id: str) -> None:
    house.ledgers.save(
        connection_id, replace(compared(house, connection_id), at=house.clock() + timedelta(minutes=1), unread=2)
    )
    assert "2 open invoices could not be read" in aisha.get(f"/c/{connection_id}/ledgers").text


def test_only_a_connection_has_ledgers(aisha: Browser) -> None:
    assert aisha.get("/c/nowhere/ledgers").status == 404
