"""How an invoice stands, as HubSpot's properties: what says nothing clears what was said before."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from counterfoil.adapters.hubspot.mapping.shown import shown_on_payment, shown_properties
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.shown import ShownState

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("balance", "told"), [(Decimal("10.50"), "10.5"), (Decimal(0), "0"), (None, "")])
def test_a_balance_of_nothing_is_not_an_unknown_one(balance: Decimal | None, told: str) -> None:
    state = ShownState(status=OutcomeStatus.FAILING, quickbooks_balance=balance, error="E7", synced_at=AT)
    shown = shown_properties(state)
    assert shown["counterfoil_quickbooks_balance"] == told
    assert (shown["counterfoil_error"], shown["counterfoil_remarks"]) == ("E7", "")
    assert shown["counterfoil_synced_at"] == "2026-03-02T12:00:00.000Z"


def test_an_address_of_the_console_that_is_not_known_clears_nothing() -> None:
    state = ShownState(status=OutcomeStatus.IN_SYNC, synced_at=AT)
    pages = {"counterfoil_pdf_url": "https://console.example/7/pdf", "counterfoil_record_url": "https://console.example/7"}
    assert not shown_properties(state).keys() & pages.keys()
    known = replace(state, pdf_url=pages["counterfoil_pdf_url"], record_url=pages["counterfoil_record_url"])
    assert pages.items() <= shown_properties(known).items()


def test_a_payment_shows_where_it_is_and_nothing_else() -> None:
    state = ShownState(status=OutcomeStatus.IN_SYNC, quickbooks_url="https://qbo.example/7", error="E7", synced_at=AT)
    assert list(shown_on_payment(state).values()) == ["https://qbo.example/7"]
