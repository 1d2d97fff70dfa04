"""The page of an invoice: its payments, and what sending HubSpot's version again would change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory, Version
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.paying import Paying
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.engine.browse.record import MOST_PAYMENTS
from tests.builders import a_connection, hubspot, quickbooks
from tests.contract.stores.values import native, outcome
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken

IN_SYNC, FAILING = OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING
PAYMENT, RECEIVED = EntityKind.PAYMENT, PaymentStatus.SUCCEEDED


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with one invoice."""
    connection_id = house.connections.save(a_connection()).id
    house.outcomes.record([invoice(connection_id)])
    return connection_id


def invoice(connection_id: str) -> SyncOutcome:
    listing = Listing(name="INV-1", detail="Ann Example", amount=Decimal(720), currency="USD")
    return replace(outcome(native(1), IN_SYNC, 1, connection_id=connection_id), listing=listing)


def payment(
    connection_id: str, number: int, amount: str, stands: OutcomeStatus = IN_SYNC, money: PaymentStatus = RECEIVED
) -> SyncOutcome:
    """A payment of that invoice by card, a day later than the one before."""
    told = outcome(hubspot(PAYMENT, f"{number}"), stands, 2, connection_id=connection_id)
    paying = Paying(invoice=native(1), on=date(2026, 11, number % 28 + 1), method=PaymentMethod.CARD, status=money)
    listing = Listing(name=f"ch_{number}", detail="Ann Example", amount=Decimal(amount), currency="USD")
    return replace(told, listing=listing, paying=paying, counterpart=quickbooks(PAYMENT, f"{number + 100}"))


@pytest.mark.feature("H4")
def test_an_invoice_shows_its_payments(aisha: Browser, house: House, connection_id: str) -> None:
    refunded = payment(connection_id, 9, "5", money=PaymentStatus.REFUNDED)
    house.outcomes.record([payment(connection_id, 8, "50", FAILING), payment(connection_id, 7, "200"), refunded])

    page = aisha.get(f"/c/{connection_id}/records/{native(1)}")

    told = spoken(page)
    assert "Payments 3, 200.00 USD" in told
    assert "8 Nov 2026 200.00 USD Card, reference ch_7 In step" in told
    assert "9 Nov 2026 50.00 USD Card, reference ch_8 Needs you" in told
    assert "10 Nov 2026 5.00 USD Card, reference ch_9 Refunded In step" in told
    assert f'href="/c/{connection_id}/records/{hubspot(PAYMENT, "7")}"' in page.text
    assert "recvpayment?txnId=107" in page.text


def test_of_very_many_payments_the_first_are_shown_and_no_sum(aisha: Browser, house: House, connection_id: str) -> None:
    house.outcomes.record([payment(connection_id, number, "1") for number in range(MOST_PAYMENTS + 1)])
    told = spoken(aisha.get(f"/c/{connection_id}/records/{native(1)}"))
    assert f"Payments the first {MOST_PAYMENTS} of them Date" in told


def test_it_is_said_what_sending_again_would_change(dana: Browser, house: House, connection_id: str) -> None:
    edited = replace(
        invoice(connection_id),
        status=FAILING,
        category=ErrorCategory.EDITED_IN_QUICKBOOKS,
        difference=f"{ErrorCategory.EDITED_IN_QUICKBOOKS}:a",
        versions=(Version("Total", "720.00 USD", "780.00 USD"), Version("Line 2", "", "Lamp, 60.00 USD")),
    )
    house.outcomes.record([replace(edited, at=edited.at.replace(minute=5)), payment(connection_id, 7, "200")])

    told = spoken(dana.get(f"/c/{connection_id}/records/{native(1)}"))

    asked = told[told.index("Send HubSpot\N{RIGHT SINGLE QUOTATION MARK}s version of INV-1?") :]
    assert "Total 780.00 USD" in asked
    assert asked.index("780.00 USD") < asked.index("720.00 USD")
    assert "Line 2 Lamp, 60.00 USD" in asked
    assert "Its payments stay as they are." in asked
