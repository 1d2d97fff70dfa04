"""Customers, products and payments from HubSpot's wire and back."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from counterfoil.adapters.hubspot import mapping
from counterfoil.adapters.hubspot.schemas import ContactProperties, PaymentProperties, ProductProperties
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.records.product import Product
from tests.builders import a_customer, a_payment, a_product, hubspot
from tests.unit.hubspot.support import wire

NEW_YORK = ZoneInfo("America/New_York")


def contact(**properties: str | None) -> ContactProperties:
    return ContactProperties.model_validate(properties)


@pytest.mark.parametrize(
    ("properties", "company", "name"),
    [
        ({"firstname": "Grace", "lastname": "Pariente", "email": "g@x.example"}, "Cool Cars", "Cool Cars"),
        ({"firstname": " Grace", "lastname": "Pariente ", "email": "g@x.example"}, "", "Grace Pariente"),
        ({"lastname": "Pariente"}, "", "Pariente"),
        ({"email": "G@X.example", "firstname": None}, "", "g@x.example"),
        ({}, "", ""),
    ],
)
def test_how_a_customer_is_named(properties: dict[str, str | None], company: str, name: str) -> None:
    assert mapping.customer(contact(**properties), company).display_name == name


def test_a_contact_with_everything() -> None:
    properties = contact(
        email="Grace@Cool.example",
        hs_additional_emails="Second@cool.example; third@cool.example;",
        firstname="Grace",
        lastname="Pariente",
        phone="555",
        company="typed by hand",
        address="65 Ocean Dr.",
        city="Half Moon Bay",
        state="CA",
        zip="94213",
        country="USA",
    )
    assert mapping.customer(properties, "") == Customer(
        display_name="Grace Pariente",
        company_name="typed by hand",
        given_name="Grace",
        family_name="Pariente",
        email="grace@cool.example",
        other_emails=("second@cool.example", "third@cool.example"),
        phone="555",
        address=Address(street="65 Ocean Dr.", city="Half Moon Bay", region="CA", postal_code="94213", country="USA"),
    )


def test_every_compared_field_of_a_customer_but_the_name_is_written() -> None:
    assert mapping.contact_properties(a_customer()).keys() == a_customer().fields().keys() - {"display_name"}


def test_a_written_customer_is_read_as_it_was() -> None:
    before = a_customer(company_name="Cool Cars", phone="555", address=Address(street="1 Road", city="Town"))
    after = mapping.customer(contact(**dict(mapping.contact_properties(before).values())), "Cool Cars")
    assert after == before


@pytest.mark.parametrize(("price", "value"), [("12.50", Decimal("12.50")), ("", None), (None, None), ("0", Decimal(0))])
def test_a_products_price(price: str | None, value: Decimal | None) -> None:
    assert mapping.product(ProductProperties.model_validate({"name": "Pump", "price": price})).unit_price == value


def test_a_written_product_is_read_as_it_was() -> None:
    before = a_product(description="Pumps water")
    written = dict(mapping.product_properties(before).values())
    assert mapping.product(ProductProperties.model_validate(written)) == before
    assert mapping.product_properties(before).keys() == before.fields().keys()
    assert mapping.product_properties(Product(name="Pump"))["unit_price"] == ("price", "")


@pytest.mark.parametrize("price", ["NaN", "Infinity", "12,50", "free"])
def test_a_price_that_is_no_amount_is_named(price: str) -> None:
    with pytest.raises(ValidationError, match="price"):
        ProductProperties.model_validate({"price": price})


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 1, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 3, 1, 4, 59, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 3, 1, 5, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), date(2026, 3, 1)),
    ],
)
def test_which_day_a_moment_means_in_new_york(moment: datetime, day: date) -> None:
    assert mapping.day(moment, NEW_YORK) == day


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


@pytest.mark.parametrize("marker", ["", "nonsense", "quickbooks:invoice", "quickbooks:ship:1"])
def test_a_spoiled_marker_is_none(marker: str) -> None:
    assert mapping.parse_marker(marker) is None


def test_a_snapshot_keeps_hubspots_own_version() -> None:
    found = mapping.snapshot(EntityKind.PRODUCT, wire("7", {"counterfoil_source": "quickbooks:product:3"}), a_product())
    assert found.ref == hubspot(EntityKind.PRODUCT, "7")
    assert found.version == "2026-03-02T11:00:00.123Z"
    assert found.modified_at == datetime(2026, 3, 2, 11, 0, 0, 123000, tzinfo=UTC)
    assert found.source == RecordRef(System.QUICKBOOKS, EntityKind.PRODUCT, "3")
