"""Payments from HubSpot's wire and back."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.mapping import payment as mapping
from counterfoil.adapters.hubspot.schemas import PaymentProperties
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from tests.builders import a_payment

NEW_YORK = ZoneInfo("America/New_York")


def payment(**properties: str | None) -> Payment:
    values = {"hs_initial_amount": "100.00", "hs_initiated_date": "2026-03-02T00:00:00Z", "hs_latest_status": "succeeded"}
    parsed = PaymentProperties.model_validate({**values, **properties})
    return mapping.payment(parsed, invoice_id="1", contact_id="", zone=NEW_YORK, currency="USD")


def test_a_payment() -> None:
    found = payment(hs_payment_method_type="check", hs_reference_number="4711", hs_currency_code="CAD")
    assert found == a_payment(method=PaymentMethod.CHECK, reference="4711", currency="CAD")


@pytest.mark.parametrize(
    ("wire_status", "status"),
    [
        ("processing", PaymentStatus.PENDING),
        ("processing_refund", PaymentStatus.SUCCEEDED),
        ("disputed_won", PaymentStatus.SUCCEEDED),
        ("disputed_lost", PaymentStatus.DISPUTED),
        ("failed", PaymentStatus.FAILED),
    ],
)
def test_a_payments_status(wire_status: str, status: PaymentStatus) -> None:
    assert payment(hs_latest_status=wire_status).status is status


def test_an_unknown_status_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="hs_latest_status: escrow"):
        payment(hs_latest_status="escrow")


@pytest.mark.parametrize("wire_method", ["ach", "sepa", "bacs", "pads"])
def test_bank_debits_are_one_method(wire_method: str) -> None:
    assert payment(hs_payment_method_type=wire_method).method is PaymentMethod.BANK_DEBIT


def test_an_unknown_method_is_another_one() -> None:
    assert payment(hs_payment_method_type="shells").method is PaymentMethod.OTHER


@given(
    amount=st.decimals(min_value=0, max_value=10**9, places=2),
    paid_on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    status=st.sampled_from(sorted(set(PaymentStatus) - {PaymentStatus.VOIDED})),
    method=st.sampled_from(PaymentMethod),
    zone=st.sampled_from(["UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
)
def test_a_written_payment_is_read_as_it_was(
    amount: Decimal, paid_on: date, status: PaymentStatus, method: PaymentMethod, zone: str
) -> None:
    before = a_payment(amount=amount, paid_on=paid_on, status=status, method=method)
    written = PaymentProperties.model_validate(dict(mapping.payment_properties(before).values()))
    after = mapping.payment(written, invoice_id="1", contact_id="", zone=ZoneInfo(zone), currency="")
    assert after.fields() == before.fields()


def test_a_voided_payment_is_no_money_received() -> None:
    written = dict(mapping.payment_properties(a_payment(status=PaymentStatus.VOIDED)).values())
    assert payment(hs_latest_status=written["hs_latest_status"]).status is PaymentStatus.FAILED
