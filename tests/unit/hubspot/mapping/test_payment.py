"""Payments from HubSpot's wire and back."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.mapping import payment as mapping
from counterfoil.adapters.hubspot.schemas import PaymentProperties
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from tests.builders import a_payment

NEW_YORK = ZoneInfo("America/New_York")


def payment(**properties: str | None) -> Payment:
    values = {"hs_initial_amount": "100.00", "hs_initiated_date": "2026-03-02T15:00:00Z", "hs_latest_status": "succeeded"}
    parsed = PaymentProperties.model_validate({**values, **properties})
    return mapping.payment(parsed, invoice_id="1", contact_id="", zone=NEW_YORK, currency="USD")


def test_a_payment() -> None:
    found = payment(hs_payment_method_type="check", hs_reference_number="4711", hs_currency_code="CAD")
    assert found == a_payment(method=PaymentMethod.CHECK, reference="4711", currency="CAD")


@pytest.mark.parametrize(("status", "left"), [("partially_refunded", 60), ("refunded", 100), ("succeeded", 100)])
def test_a_payment_of_which_a_part_went_back_is_what_is_left_of_it(status: str, left: int) -> None:
    found = payment(hs_latest_status=status, hs_refunds_amount="40.00")
    assert (found.amount, found.refunded) == (Decimal(left), Decimal(100 - left))
    assert payment(hs_latest_status=status, hs_refunds_amount="").amount == Decimal(100)


@pytest.mark.parametrize(
    ("wire_status", "status"),
    [
        ("processing", PaymentStatus.PENDING),
        ("processing_refund", PaymentStatus.SUCCEEDED),
        ("disputed_won", PaymentStatus.SUCCEEDED),
        ("disputed_lost", PaymentStatus.CHARGED_BACK),
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


ZONES = st.sampled_from(
    [
        "UTC",
        "US/Pacific",
        "America/New_York",
        "America/Sao_Paulo",  # its summer time began at midnight
        "America/St_Johns",
        "Africa/Cairo",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",  # left out 30 December 2011
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    ]
).map(ZoneInfo)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def initiated(written: dict[str, tuple[str, str]]) -> datetime:
    return datetime.fromisoformat(written["paid_on"][1])


@given(
    amount=st.decimals(min_value=0, max_value=10**9, places=2),
    paid_on=DAYS,
    status=st.sampled_from(sorted(set(PaymentStatus) - {PaymentStatus.VOIDED})),
    method=st.sampled_from(PaymentMethod),
    zone=ZONES,
)
def test_a_written_payment_is_read_as_it_was(
    amount: Decimal, paid_on: date, status: PaymentStatus, method: PaymentMethod, zone: ZoneInfo
) -> None:
    assume(exists(paid_on, zone))
    before = a_payment(amount=amount, paid_on=paid_on, status=status, method=method)
    written = PaymentProperties.model_validate(dict(mapping.payment_properties(before, zone).values()))
    after = mapping.payment(written, invoice_id="1", contact_id="", zone=zone, currency="")
    assert after.fields() == before.fields()


@given(paid_on=DAYS, zone=ZONES)
def test_a_person_in_the_portals_zone_sees_the_day_of_a_written_payment(paid_on: date, zone: ZoneInfo) -> None:
    assume(exists(paid_on, zone))
    moment = initiated(mapping.payment_properties(a_payment(paid_on=paid_on), zone))
    assert moment.astimezone(zone).date() == paid_on


@given(moment=st.builds(datetime.combine, DAYS, st.times(), st.just(UTC)), zone=ZONES)
def test_the_day_of_a_payment_is_the_one_that_a_person_in_the_portals_zone_sees(moment: datetime, zone: ZoneInfo) -> None:
    values = {"hs_initial_amount": "1", "hs_initiated_date": moment.isoformat(), "hs_latest_status": "succeeded"}
    properties = PaymentProperties.model_validate(values)
    found = mapping.payment(properties, invoice_id="1", contact_id="", zone=zone, currency="")
    assert found.paid_on == moment.astimezone(zone).date()


def test_twentieth_of_november_in_a_pacific_portal() -> None:
    pacific = ZoneInfo("US/Pacific")
    moment = initiated(mapping.payment_properties(a_payment(paid_on=date(2026, 11, 20)), pacific))
    assert moment.astimezone(pacific).isoformat() == "2026-11-20T00:00:00-08:00"


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has this day at all: a zone that crosses the date line leaves one out."""
    noon = datetime.combine(day, time(12), zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def test_a_voided_payment_is_no_money_received() -> None:
    written = dict(mapping.payment_properties(a_payment(status=PaymentStatus.VOIDED), NEW_YORK).values())
    assert payment(hs_latest_status=written["hs_latest_status"]).status is PaymentStatus.FAILED
