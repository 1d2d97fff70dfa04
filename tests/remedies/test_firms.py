"""Firms among QuickBooks' customers, which name nobody, and contacts of whom nothing is known."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import Row, sold
from tests.remedies.office import Office

SHOWN = ("firstname", "lastname", "company", "email")


@pytest.fixture
def both() -> Iterator[Office]:
    with Office.opened(customers=Direction.BOTH) as office:
        office.let_customers_be_made("always")
        yield office


def entered(office: Office, **members: object) -> tuple[Row, str]:
    """A customer of QuickBooks, and the id of its contact in HubSpot."""
    row = office.bookkeeper.enter("Customer", **members)
    office.poll()
    made = [one for one in office.account.all("contacts") if one["counterfoil_source"] == f"quickbooks:customer:{row['Id']}"]
    (contact,) = made
    return row, contact["id"]


def called(office: Office, row: Row) -> tuple[str, str, str, str]:
    """What a customer of QuickBooks is called, as a firm and as a person."""
    now = office.bookkeeper.read("Customer", row["Id"])
    return now["DisplayName"], now.get("CompanyName", ""), now.get("GivenName", ""), now.get("FamilyName", "")


@pytest.mark.feature("O1", "P1")
@pytest.mark.parametrize("address", ["office@firm.example", ""])
def test_a_firm_is_seen_in_hubspot_and_stays_one(both: Office, address: str) -> None:
    mail = {"PrimaryEmailAddr": {"Address": address}} if address else {}
    row, contact = entered(both, DisplayName="Firm", **mail)
    shown = both.portal.read("contacts", contact, *SHOWN)
    assert (shown["company"], shown["firstname"], shown["lastname"]) == ("Firm", "", "" if address else "Firm")
    both.portal.change("contacts", contact, email="accounts@firm.example", phone="1")
    both.poll()
    assert called(both, row) == ("Firm", "", "", "")
    assert both.bookkeeper.read("Customer", row["Id"])["PrimaryEmailAddr"]["Address"] == "accounts@firm.example"


@pytest.mark.feature("O1", "P1")
def test_a_firm_with_another_name_on_its_documents_keeps_both(both: Office) -> None:
    row, contact = entered(
        both, DisplayName="Firm", CompanyName="Firm Holdings", PrimaryEmailAddr={"Address": "a@f.example"}
    )
    assert both.portal.read("contacts", contact, "company")["company"] == "Firm Holdings"
    both.portal.change("contacts", contact, email="b@f.example")
    both.poll()
    assert called(both, row) == ("Firm", "Firm Holdings", "", "")


@pytest.mark.feature("O1", "P1")
@pytest.mark.parametrize("address", ["office@firm.example", ""])
def test_a_person_named_at_a_firm_is_named_there_and_does_not_rename_it(both: Office, address: str) -> None:
    mail = {"PrimaryEmailAddr": {"Address": address}} if address else {}
    row, contact = entered(both, DisplayName="Firm", CompanyName="Firm", **mail)
    both.portal.change("contacts", contact, firstname="Ada", lastname="Byron")
    both.poll()
    assert called(both, row) == ("Firm", "Firm", "Ada", "Byron")
    both.portal.change("contacts", contact, lastname="Lovelace")
    both.poll()
    assert called(both, row) == ("Firm", "Firm", "Ada", "Lovelace")


@pytest.mark.feature("P1")
def test_a_contact_of_whom_only_the_firm_is_known_is_called_after_it(both: Office) -> None:
    contact = both.portal.create("contacts", {"company": "Firm", "email": "office@firm.example"})
    invoice = both.invoice(contact)
    assert both.is_in_sync(invoice)
    row = both.bookkeeper.read("Customer", both.booked(invoice)["CustomerRef"]["value"])
    assert called(both, row) == ("Firm", "Firm", "", "")


@pytest.mark.feature("P1")
def test_a_contact_of_whom_nothing_is_known_is_no_customer_until_it_has_a_name(both: Office) -> None:
    contact = both.portal.create("contacts", {"phone": "1", "firstname": " ", "lastname": ":"})
    invoice = both.invoice(contact)
    assert both.fails(invoice) is ErrorCategory.CUSTOMER_MISSING
    assert "has neither a name nor a company nor an e-mail address" in both.outcome(invoice).reasons[0]
    both.portal.change("contacts", contact, lastname="Byron")
    assert both.is_in_sync(invoice)
    assert both.booked(invoice)["CustomerRef"]["name"] == "Byron"


@pytest.mark.feature("X10", "O1", "P1")
def test_where_companies_are_customers_a_firm_becomes_a_company(both: Office) -> None:
    both.let_customers_be(customer_is="company")
    firm = both.bookkeeper.enter(
        "Customer", DisplayName="Firm", CompanyName="Firm Holdings", PrimaryPhone={"FreeFormNumber": "1"}, GivenName="Ada"
    )
    person = both.bookkeeper.enter("Customer", DisplayName="Bea Byron", GivenName="Bea", FamilyName="Byron")
    both.poll()
    both.poll()
    (company,) = both.portal.every("companies", ("name", "phone", "counterfoil_source"))
    source = f"quickbooks:customer:{firm['Id']}"
    assert (company["name"], company["phone"], company["counterfoil_source"]) == ("Firm Holdings", "1", source)
    (contact,) = both.account.all("contacts")
    assert contact["counterfoil_source"] == f"quickbooks:customer:{person['Id']}"
    both.portal.change("companies", company["id"], phone="2")
    both.poll()
    now = both.bookkeeper.read("Customer", firm["Id"])
    assert (now["PrimaryPhone"]["FreeFormNumber"], now["DisplayName"], now["GivenName"]) == ("2", "Firm", "Ada")


@pytest.mark.feature("X10", "O1")
def test_where_companies_are_customers_a_firm_that_is_a_company_is_not_made_twice(both: Office) -> None:
    both.let_customers_be(customer_is="company")
    there = both.portal.create("companies", {"name": "Firm"})
    firm = both.bookkeeper.enter("Customer", DisplayName="Firm")
    both.poll()
    both.poll()
    assert [one["id"] for one in both.portal.every("companies", ("name",))] == [there]
    both.portal.change("companies", there, phone="2")
    both.poll()
    assert both.bookkeeper.read("Customer", firm["Id"])["PrimaryPhone"]["FreeFormNumber"] == "2"


@pytest.mark.feature("X10", "O1", "X3")
def test_a_company_whose_making_was_not_answered_is_found_again(both: Office) -> None:
    both.let_customers_be(customer_is="company")
    firm = both.bookkeeper.enter("Customer", DisplayName="Firm")
    with both.answers_lost(System.HUBSPOT):
        both.poll()
    both.poll()
    both.clock.advance(600)
    both.poll()
    (company,) = both.portal.every("companies", ("counterfoil_source",))
    assert company["counterfoil_source"] == f"quickbooks:customer:{firm['Id']}"


@pytest.mark.feature("X10", "I4", "Y1")
def test_a_firms_invoice_and_its_payment_are_shown_at_its_company() -> None:
    with Office.opened(customers=Direction.BOTH, invoices=Direction.BOTH) as office:
        office.let_customers_be(customer_is="company")
        item = office.bookkeeper.add_item("Pump")["Id"]
        firm = office.bookkeeper.enter("Customer", DisplayName="Firm")["Id"]
        invoice = office.bookkeeper.enter("Invoice", CustomerRef={"value": firm}, Line=[sold(item, Decimal(100))])
        paid = office.bookkeeper.receive_payment(firm, (invoice["Id"], Decimal(60)))
        assert office.is_in_sync(RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, paid["Id"], invoice["Id"]))
        (company,) = office.portal.every("companies", ("name",))
        (payment,) = office.account.all("commerce_payments")
        assert office.portal.associated("commerce_payments", payment["id"], "companies") == [company["id"]]
        assert office.is_in_sync(RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, invoice["Id"]))
