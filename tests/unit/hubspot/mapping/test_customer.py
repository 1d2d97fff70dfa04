"""Customers from HubSpot's wire and back."""

import pytest

from counterfoil.adapters.hubspot.mapping.customer import contact_properties, customer
from counterfoil.adapters.hubspot.schemas import ContactProperties
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.rules import CustomerOptions
from tests.builders import a_customer


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
    assert customer(contact(**properties), "7" if company else "", company, CustomerOptions()).display_name == name


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
    assert customer(properties, "", "", CustomerOptions()) == Customer(
        display_name="Grace Pariente",
        company_name="typed by hand",
        given_name="Grace",
        family_name="Pariente",
        email="grace@cool.example",
        other_emails=("second@cool.example", "third@cool.example"),
        phone="555",
        address=Address(street="65 Ocean Dr.", city="Half Moon Bay", region="CA", postal_code="94213", country="USA"),
    )


def test_every_compared_field_of_a_customer_but_name_and_currency_is_written() -> None:
    assert contact_properties(a_customer()).keys() == a_customer().fields().keys() - {"display_name", "currency"}


def test_a_written_customer_is_read_as_it_was() -> None:
    before = a_customer(company_name="Cool Cars", phone="555", address=Address(street="1 Road", city="Town"))
    after = customer(contact(**dict(contact_properties(before).values())), "", "Cool Cars", CustomerOptions())
    assert after == before
