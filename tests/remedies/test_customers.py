"""Customers as people organise them, and what becomes of them when the rule changes: nothing is made twice."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.rules import Direction
from infra.sandbox.people.portal import INVOICE_TO_COMPANY, INVOICE_TO_CONTACT
from tests.remedies.office import PUMP, Office
from tests.remedies.selling import ada, company, customer


def night(office: Office) -> None:
    """Both ledgers are compared."""
    office.house.reconcile()
    office.work()


def names(office: Office) -> list[str]:
    return sorted(row["DisplayName"] for row in office.bookkeeper.rows("Customer"))


@pytest.mark.feature("X10", "P1")
def test_under_the_contact_rule_a_remark_tells_of_the_invoices_own_company(office: Office) -> None:
    first, second = company(office, "First"), company(office, "Second")
    invoice = office.invoice(ada(office, first), company=second)
    assert customer(office, invoice)["DisplayName"] == "First"
    remark = (
        "The invoice is for the company Second in HubSpot, but it is booked to the customer of its contact, whose company is"
        " First. If that is wrong, choose the contact's primary company in HubSpot, or let companies be the customers."
    )
    assert office.outcome(invoice).remarks == (remark,)
    alike = office.invoice(ada(office, second, "Charles"), company=second)
    assert customer(office, alike)["DisplayName"] == "Second"
    assert office.outcome(alike).remarks == ()


@pytest.mark.feature("X10", "P1")
def test_companies_are_customers(office: Office) -> None:
    office.let_customers_be(customer_is="company")
    first, second = company(office, "First", phone="555-0100", city="Town"), company(office, "Second")
    contact = ada(office, first)
    made = customer(office, office.invoice(contact))
    assert (made["DisplayName"], made["CompanyName"], made.get("GivenName", "")) == ("First", "First", "")
    assert (made["PrimaryPhone"]["FreeFormNumber"], made["BillAddr"]["City"]) == ("555-0100", "Town")
    assert customer(office, office.invoice(ada(office, first, "Charles")))["Id"] == made["Id"]
    assert customer(office, office.invoice(contact, company=second))["DisplayName"] == "Second"
    assert customer(office, office.invoice(ada(office, "", "Mary", "Shelley")))["DisplayName"] == "Mary Shelley"
    assert names(office) == ["First", "Mary Shelley", "Second"]


@pytest.mark.feature("X10")
def test_a_company_that_becomes_the_customer_takes_nothing_away_that_it_lacks(office: Office) -> None:
    first = company(office, "First")
    contact = ada(office, first)
    office.portal.change("contacts", contact, phone="555-0100")
    made = customer(office, office.invoice(contact))
    assert made["PrimaryPhone"]["FreeFormNumber"] == "555-0100"
    office.let_customers_be(customer_is="company")

    assert customer(office, office.invoice(contact))["Id"] == made["Id"]
    assert office.bookkeeper.read("Customer", made["Id"])["PrimaryPhone"]["FreeFormNumber"] == "555-0100"

    office.portal.change("companies", first, city="Town")
    office.poll()
    kept = office.bookkeeper.read("Customer", made["Id"])
    assert (kept["PrimaryPhone"]["FreeFormNumber"], kept["BillAddr"]["City"]) == ("555-0100", "Town")

    office.portal.change("companies", first, phone="555-0199")
    office.poll()
    assert office.bookkeeper.read("Customer", made["Id"])["PrimaryPhone"]["FreeFormNumber"] == "555-0199"


@pytest.mark.feature("X10")
def test_changes_of_a_company_are_carried_both_ways() -> None:
    with Office.opened(customers=Direction.BOTH) as office:
        office.let_customers_be(customer_is="company")
        first = company(office, "First", phone="1")
        made = customer(office, office.invoice(ada(office, first)))
        office.portal.change("companies", first, name="First & Sons", phone="2")
        office.poll()
        row = office.bookkeeper.read("Customer", made["Id"])
        assert (row["DisplayName"], row["CompanyName"]) == ("First & Sons", "First & Sons")
        assert row["PrimaryPhone"]["FreeFormNumber"] == "2"
        office.bookkeeper.change("Customer", made["Id"], PrimaryPhone={"FreeFormNumber": "3"}, GivenName="Ada")
        office.poll()
        office.poll()
        assert office.portal.read("companies", first, "phone", "name") == {"phone": "3", "name": "First & Sons"}
        assert office.bookkeeper.read("Customer", made["Id"])["GivenName"] == "Ada"


@pytest.mark.feature("X10")
def test_webhooks_of_companies_carry_their_changes(office: Office) -> None:
    office.let_customers_be(customer_is="company")
    first = company(office, "First")
    made = customer(office, office.invoice(ada(office, first)))
    office.deliver_webhooks()
    office.portal.change("companies", first, name="First & Sons")
    office.deliver_webhooks()
    assert office.bookkeeper.read("Customer", made["Id"])["DisplayName"] == "First & Sons"


@pytest.mark.feature("X10", "M1")
@pytest.mark.parametrize(
    "known",
    [{"DisplayName": "First"}, {"DisplayName": "First Holdings", "PrimaryEmailAddr": {"Address": "ada@x.example"}}],
    ids=["by name", "by address"],
)
def test_a_company_is_found_by_its_name_or_by_an_address_of_its_people(office: Office, known: dict[str, object]) -> None:
    office.let_customers_be(customer_is="company")
    there = office.bookkeeper.enter("Customer", **known)
    office.bookkeeper.enter(
        "Customer",
        DisplayName="Bea Byron",
        GivenName="Bea",
        FamilyName="Byron",
        PrimaryEmailAddr={"Address": "bea@x.example"},
    )
    first = company(office, "First")
    ada(office, first, "Bea")
    assert customer(office, office.invoice(ada(office, first)))["Id"] == there["Id"]


@pytest.mark.feature("X10")
def test_contacts_are_below_their_company(office: Office) -> None:
    office.let_customers_be(customer_is="company_with_contacts")
    first = company(office, "First")
    below = customer(office, office.invoice(ada(office, first)))
    assert (below["DisplayName"], below["Job"], below["BillWithParent"]) == ("Ada Byron", True, True)
    assert office.bookkeeper.read("Customer", below["ParentRef"]["value"])["DisplayName"] == "First"
    other = customer(office, office.invoice(ada(office, first, "Charles"), company=first))
    assert other["ParentRef"] == below["ParentRef"]
    assert names(office) == ["Ada Byron", "Charles Byron", "First"]


@pytest.mark.feature("X10", "Y1")
def test_a_payment_of_a_contact_below_its_company_is_carried(office: Office) -> None:
    office.let_customers_be(customer_is="company_with_contacts")
    contact = ada(office, company(office, "First"))
    invoice = office.invoice(contact)
    below = customer(office, invoice)
    office.sales.record_payment(invoice.id, "100.00", contact=contact)
    office.poll()
    assert office.is_in_sync(invoice)
    (payment,) = office.bookkeeper.rows("Payment")
    assert (payment["CustomerRef"]["value"], office.booked(invoice)["Balance"]) == (below["Id"], 0)


@pytest.mark.feature("X10")
def test_contacts_of_a_company_get_copies(office: Office) -> None:
    office.let_customers_be(customer_is="company_with_contacts", contacts_are="email_copies")
    first = company(office, "First")
    draft = office.draft(ada(office, first))
    other = ada(office, first, "Charles")
    office.portal.associate("invoices", draft.id, "contacts", other, INVOICE_TO_CONTACT)
    office.sales.finalise(draft.id)
    assert customer(office, draft)["DisplayName"] == "First"
    booked = office.booked(draft)
    assert {booked["BillEmail"]["Address"], booked["BillEmailCc"]["Address"]} == {"ada@x.example", "charles@x.example"}


@pytest.mark.feature("X10", "O1")
@pytest.mark.parametrize("later", ["company", "company_with_contacts"])
def test_companies_take_over_the_customers_that_their_contacts_had(office: Office, later: str) -> None:
    first = company(office, "First")
    contact, other = ada(office, first), ada(office, first, "Charles")
    before = customer(office, office.invoice(contact))
    assert before["DisplayName"] == "First"
    office.let_customers_be(customer_is=later)
    after = customer(office, office.invoice(other))
    assert before["Id"] in {after["Id"], after.get("ParentRef", {}).get("value")}
    again = customer(office, office.invoice(contact))
    assert before["Id"] in {again["Id"], again.get("ParentRef", {}).get("value")}
    people = [] if later == "company" else ["Ada Byron", "Charles Byron"]
    assert names(office) == sorted(["First", *people])
    office.house.reconcile()
    office.work()
    assert not [one for one in office.bookkeeper.rows("Invoice") if not one["CustomerRef"]]


@pytest.mark.feature("X10", "O1")
def test_contacts_take_over_the_customers_that_their_companies_had(office: Office) -> None:
    office.let_customers_be(customer_is="company")
    first = company(office, "First")
    contact = ada(office, first)
    before = customer(office, office.invoice(contact))
    office.let_customers_be(customer_is="contact")
    assert customer(office, office.invoice(contact))["Id"] == before["Id"]
    office.let_customers_be(customer_is="company")
    assert customer(office, office.invoice(contact))["Id"] == before["Id"]
    assert names(office) == ["First"]


@pytest.mark.feature("X10", "O1")
def test_customers_of_people_stay_theirs_when_companies_become_customers(office: Office) -> None:
    office.let_customers_be(name_from_company=False)
    first = company(office, "First")
    contact = ada(office, first)
    before = customer(office, office.invoice(contact))
    office.let_customers_be(customer_is="company")
    after = customer(office, office.invoice(contact))
    assert (before["DisplayName"], after["DisplayName"]) == ("Ada Byron", "First")
    assert names(office) == ["Ada Byron", "First"]


@pytest.mark.feature("P1")
def test_the_name_of_the_company_can_be_switched_off(office: Office) -> None:
    first = company(office, "First")
    contact = ada(office, first)
    assert customer(office, office.invoice(contact))["DisplayName"] == "First"
    office.let_customers_be(name_from_company=False)
    office.portal.change("contacts", contact, phone="555-0100")
    office.poll()
    assert names(office) == ["First"]  # nobody is renamed by a rule
    made = customer(office, office.invoice(ada(office, first, "Charles", "Babbage")))
    assert (made["DisplayName"], made["CompanyName"]) == ("Charles Babbage", "First")


@pytest.mark.feature("E2", "P2", "X10")
@pytest.mark.parametrize("last", ["Byron", "by:ron\t"])
def test_e2_people_of_one_name_get_numbers_once_an_option_says_so(office: Office, last: str) -> None:
    assert customer(office, office.invoice(ada(office)))["DisplayName"] == "Ada Byron"
    second = office.invoice(ada(office, last="Byron", email="second@x.example"))
    assert office.fails(second) is ErrorCategory.DISPLAY_NAME_TAKEN
    office.let_customers_be(suffix_second_person=True)
    office.retry("--category", "E2")
    assert customer(office, second)["DisplayName"] == "Ada Byron (2)"
    third = office.invoice(ada(office, last=last, email="third@x.example"))
    assert customer(office, third)["DisplayName"] == ("Ada Byron (3)" if last == "Byron" else "Ada by ron")


@pytest.mark.feature("E2", "X10")
def test_e2_the_second_contact_of_a_company_once_companies_are_customers(office: Office) -> None:
    first = company(office, "First")
    made = customer(office, office.invoice(ada(office, first)))
    second = office.invoice(ada(office, first, "Charles"))
    assert office.fails(second) is ErrorCategory.DISPLAY_NAME_TAKEN
    office.let_customers_be(customer_is="company")
    office.retry("--category", "E2")
    assert customer(office, second)["Id"] == made["Id"]


@pytest.mark.feature("E2", "P2")
def test_e2_a_second_person_of_a_name_gets_another_in_hubspot(office: Office) -> None:
    assert customer(office, office.invoice(ada(office)))["DisplayName"] == "Ada Byron"
    contact = ada(office, email="second@x.example")
    second = office.invoice(contact)
    assert office.fails(second) is ErrorCategory.DISPLAY_NAME_TAKEN
    office.portal.change("contacts", contact, firstname="Ada (London)")
    assert customer(office, second)["DisplayName"] == "Ada (London) Byron"


@pytest.mark.feature("X10", "E1")
def test_e1_the_contact_of_a_company_is_gone_but_the_company_is_the_customer(office: Office) -> None:
    office.let_customers_be(customer_is="company")
    first, contact = company(office, "First"), ada(office)
    invoice = office.invoice(contact, PUMP)
    office.administrator.delete("contacts", contact)
    assert office.fails(invoice) is ErrorCategory.CUSTOMER_MISSING
    office.portal.associate("invoices", invoice.id, "companies", first, INVOICE_TO_COMPANY)
    assert customer(office, invoice)["DisplayName"] == "First"


@pytest.mark.feature("X10", "I2")
def test_who_gets_an_invoice_is_followed_while_it_is_owed(office: Office) -> None:
    office.let_customers_be(customer_is="company_with_contacts", contacts_are="email_copies")
    first = company(office, "First")
    contact, other = ada(office, first), ada(office, first, "Charles")
    invoice = office.invoice(contact)
    assert office.is_in_sync(invoice)
    assert "BillEmailCc" not in office.booked(invoice)
    office.portal.associate("invoices", invoice.id, "contacts", other, INVOICE_TO_CONTACT)
    night(office)
    booked = office.booked(invoice)
    assert {booked["BillEmail"]["Address"], booked["BillEmailCc"]["Address"]} == {"ada@x.example", "charles@x.example"}
    office.portal.change("contacts", other, email="cb@x.example")
    night(office)
    booked = office.booked(invoice)
    assert {booked["BillEmail"]["Address"], booked["BillEmailCc"]["Address"]} == {"ada@x.example", "cb@x.example"}
    office.sales.record_payment(invoice.id, "100.00")
    assert office.is_in_sync(invoice)
    office.portal.change("contacts", other, email="late@x.example")
    night(office)
    assert office.is_in_sync(invoice)
    assert "late@x.example" not in str(office.booked(invoice))


@pytest.mark.feature("X10", "R1")
def test_who_a_bookkeeper_lets_have_a_copy_keeps_getting_it(office: Office) -> None:
    invoice = office.invoice(ada(office))
    assert office.is_in_sync(invoice)
    office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], BillEmailCc={"Address": "boss@x.example"})
    office.house.vendors.hubspot.switches().edit_finalised_invoices = True
    office.portal.change("invoices", invoice.id, hs_comments="Thank you")
    office.poll()
    assert office.booked(invoice)["CustomerMemo"]["value"] == "Thank you"
    assert office.booked(invoice)["BillEmailCc"]["Address"] == "boss@x.example"
