"""Customers from HubSpot's wire and back."""

import pytest

from counterfoil.adapters.hubspot.mapping.customer import (
    company,
    company_properties,
    contact_properties,
    customer,
    new_company_properties,
    new_contact_properties,
)
from counterfoil.adapters.hubspot.schemas import CompanyProperties, ContactProperties
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


def test_every_compared_field_of_a_customer_that_a_contact_has_itself_is_written() -> None:
    assert contact_properties(a_customer()).keys() == a_customer().fields().keys() - {"display_name", "currency", "parent"}


def test_a_written_customer_is_read_as_it_was() -> None:
    before = a_customer(company_name="Cool Cars", phone="555", address=Address(street="1 Road", city="Town"))
    after = customer(contact(**dict(contact_properties(before).values())), "", "Cool Cars", CustomerOptions())
    assert after == before


def test_a_company_is_found_by_the_addresses_of_its_people() -> None:
    properties = CompanyProperties.model_validate({"name": "Cool Cars ", "domain": "cool.example", "phone": "555"})
    members = {
        "7": contact(email="A@cool.example", hs_additional_emails="b@cool.example"),
        "8": contact(email="a@cool.example"),
    }
    found = company(properties, members)
    assert (found.display_name, found.company_name, found.email) == ("Cool Cars", "Cool Cars ", "")
    assert found.other_emails == ("a@cool.example", "b@cool.example")
    assert [one.id for one in found.members] == ["7", "8"]
    nameless = company(CompanyProperties.model_validate({"domain": "cool.example"}), {})
    assert nameless.display_name == "cool.example"
    assert dict(company_properties(found).values())["phone"] == "555"


def test_a_new_contact_always_has_something_to_be_called_by() -> None:
    nobody = a_customer(given_name="", family_name="", email="")
    assert new_contact_properties(nobody)["family_name"] == ("lastname", "Cool Cars")
    assert new_contact_properties(a_customer(email=""))["family_name"] == ("lastname", "Pariente")


def test_a_new_company_is_named_in_any_case() -> None:
    assert new_company_properties(a_customer())["company_name"] == ("name", "Cool Cars")
    assert new_company_properties(a_customer(company_name="Firm"))["company_name"] == ("name", "Firm")
