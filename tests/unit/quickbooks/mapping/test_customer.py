"""Customers, from the wire and to it."""

from decimal import Decimal
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.mapping.customer import (
    CUSTOMER_FIELDS,
    customer_document,
    customer_members,
    customer_snapshot,
)
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.customer import Address, Customer
from tests.builders import a_customer, hubspot, quickbooks
from tests.unit.quickbooks.support import row

SEVERAL = CompanyProfile(multicurrency=True)


def customer(company: CompanyProfile = CompanyProfile(), **members: Any) -> Customer:  # noqa: B008 - immutable
    record = customer_snapshot(wire.Customer.model_validate(row(**members)), company).record
    assert isinstance(record, Customer)
    return record


def test_almost_nothing_is_a_customer() -> None:
    assert customer() == Customer()
    assert customer(DisplayName=None, PrimaryEmailAddr=None, BillAddr={"Line1": None}) == Customer()


def test_a_street_has_up_to_five_lines() -> None:
    lines = {f"Line{number}": f"Line {number}" for number in range(1, 6)}
    assert customer(BillAddr=lines).address.street == "Line 1\nLine 2\nLine 3\nLine 4\nLine 5"
    members = customer_members(a_customer(address=Address(street=" a \r\n\nb\n")), {"street"}, None)
    assert members == {"BillAddr": {"Line1": "a", "Line2": "b", "Line3": "", "Line4": "", "Line5": ""}}


def test_an_address_keeps_what_is_not_named() -> None:
    stored = {"BillAddr": {"Id": "3", "Line1": "Old", "Line2": "Unit 4", "City": "Bayshore"}}
    told = a_customer(address=Address(street="New", city="Oakland"))
    assert customer_members(told, {"city"}, stored)["BillAddr"] == {**stored["BillAddr"], "City": "Oakland"}
    street = customer_members(told, {"street"}, stored)["BillAddr"]
    assert (street["Line1"], street["Line2"], street["City"]) == ("New", "", "Bayshore")


def test_only_named_fields_are_checked_and_sent() -> None:
    assert customer_members(a_customer(phone="5" * 31, given_name=""), {"given_name"}, None) == {"GivenName": ""}


def test_all_fields_make_a_document() -> None:
    source = hubspot(EntityKind.CUSTOMER, "1")
    document = customer_document(a_customer(), CompanyProfile(), source)
    assert document.pop("Notes") == "Counterfoil: hubspot:customer:1"
    assert document == customer_members(a_customer(), CUSTOMER_FIELDS, None)


def test_a_customer_has_a_currency_where_the_company_has_several() -> None:
    euro = {"value": "EUR"}
    assert customer(CurrencyRef=euro).currency == ""
    assert customer(SEVERAL, CurrencyRef=euro).currency == "EUR"
    assert customer(SEVERAL).currency == "USD"
    source = hubspot(EntityKind.CUSTOMER, "1")
    assert customer_document(a_customer(currency="EUR"), SEVERAL, source)["CurrencyRef"] == {"value": "EUR"}
    for record, company in ((a_customer(), SEVERAL), (a_customer(currency="EUR"), CompanyProfile())):
        assert "CurrencyRef" not in customer_document(record, company, source)


def test_projects_are_known_as_such() -> None:
    assert customer(Job=True, IsProject=True) == Customer(job=True, project=True)


def test_what_a_customer_is_below_and_what_it_owes() -> None:
    shown = customer(Job=True, ParentRef={"value": "7"}, BalanceWithJobs="12.50", CurrencyRef={"value": "EUR"})
    assert (shown.parent, shown.owes, shown.owes_in) == (quickbooks(EntityKind.CUSTOMER, "7"), Decimal("12.50"), "EUR")
    assert (customer(ParentRef={}).parent, customer(BalanceWithJobs=None).owes) == (None, None)


def test_a_customer_is_put_below_another_and_billed_as_it_was() -> None:
    below = a_customer(parent=quickbooks(EntityKind.CUSTOMER, "7"))
    place = {"Job": True, "ParentRef": {"value": "7"}}
    assert customer_members(below, {"parent"}, None) == place
    assert customer_members(a_customer(), {"parent"}, None) == {}
    made = customer_document(below, CompanyProfile(), hubspot(EntityKind.CUSTOMER, "1"))
    assert {name: made[name] for name in ("Job", "ParentRef", "BillWithParent")} == {**place, "BillWithParent": True}


def test_the_suffix_of_inactive_customers_is_no_part_of_the_name() -> None:
    assert customer(DisplayName="Cool Cars (deleted)", Active=False).display_name == "Cool Cars"
