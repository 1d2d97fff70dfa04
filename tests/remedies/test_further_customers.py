"""Invoices in QuickBooks to customers that share an address with another one: HubSpot has one contact for it."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office


def entered(office: Office, name: str, **more: object) -> str:
    mail = {"Address": "ada@x.example"}
    return str(office.bookkeeper.enter("Customer", DisplayName=name, GivenName=name, PrimaryEmailAddr=mail, **more)["Id"])


def billed(office: Office, to: str, **more: object) -> RecordRef:
    item = next((row for row in office.bookkeeper.rows("Item") if row["Name"] == "Pump"), None)
    item = item or office.bookkeeper.add_item("Pump")
    row = office.bookkeeper.enter("Invoice", CustomerRef={"value": to}, Line=[sold(item["Id"], Decimal(100))], **more)
    return RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, row["Id"])


def shown_to_ada(office: Office, invoice: RecordRef) -> bool:
    """Whether the invoice is shown to the one contact that HubSpot has."""
    (contact,) = office.account.all("contacts")
    there = office.outcome(invoice).counterpart
    assert there
    return office.portal.associated("invoices", there.id, "contacts") == [contact["id"]]


@pytest.mark.feature("I4", "O5")
@pytest.mark.parametrize("made", ["always", "when_needed"])
def test_an_invoice_to_a_contacts_customer_in_another_currency_is_shown_to_the_contact(made: str) -> None:
    with Office.opened({"multicurrency": True}, invoices=Direction.BOTH, customers=Direction.BOTH) as office:
        office.let_customers_be_made(made)
        dollars = billed(office, entered(office, "Ada"), CurrencyRef={"value": "USD"})
        assert office.is_in_sync(dollars)
        euros = {"CurrencyRef": {"value": "EUR"}}
        further = entered(office, "Ada EUR", **euros)
        invoice = billed(office, further, **euros)
        assert office.is_in_sync(invoice)
        assert shown_to_ada(office, invoice)
        pay(office, further, invoice, **euros)
        assert owed(office, invoice) == Decimal(60)


def pay(office: Office, customer: str, invoice: RecordRef, **more: object) -> None:
    """The bookkeeper receives 40 of the invoice."""
    linked = [{"TxnId": invoice.id, "TxnType": "Invoice"}]
    line = {"Amount": 40, "LinkedTxn": linked}
    office.bookkeeper.enter("Payment", CustomerRef={"value": customer}, TotalAmt=40, Line=[line], **more)


def owed(office: Office, invoice: RecordRef) -> Decimal:
    """What HubSpot shows to be open once all is done."""
    assert office.is_in_sync(invoice)
    there = office.outcome(invoice).counterpart
    assert there
    return Decimal(office.portal.read("invoices", there.id, "hs_balance_due")["hs_balance_due"])


@pytest.mark.feature("I4", "O5")
@pytest.mark.parametrize("direction", [Direction.BOTH, Direction.QUICKBOOKS_TO_HUBSPOT])
def test_an_invoice_to_a_sub_customer_with_its_customers_address_is_shown_to_the_contact(direction: Direction) -> None:
    with Office.opened(invoices=Direction.BOTH, customers=direction) as office:
        ada = entered(office, "Ada")
        assert office.is_in_sync(billed(office, ada))
        garden = entered(office, "Garden", ParentRef={"value": ada}, Job=True)
        invoice = billed(office, garden)
        assert office.is_in_sync(invoice)
        assert shown_to_ada(office, invoice)
        moved = billed(office, ada)
        assert office.is_in_sync(moved)
        office.bookkeeper.change("Invoice", moved.id, CustomerRef={"value": garden})
        assert office.is_in_sync(moved)
        assert shown_to_ada(office, moved)
        pay(office, garden, invoice)
        assert owed(office, invoice) == Decimal(60)
        sub = office.outcome(RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, garden))
        assert (sub.status, sub.category) == (OutcomeStatus.EXCLUDED, None)


@pytest.mark.feature("I4", "O5")
def test_a_sub_customer_whose_invoice_comes_first_is_no_other_contact_than_its_customer() -> None:
    """Its customer's contact is made with it, and HubSpot takes no second one with the address."""
    with Office.opened(invoices=Direction.BOTH, customers=Direction.BOTH) as office:
        garden = entered(office, "Garden", ParentRef={"value": entered(office, "Ada")}, Job=True)
        invoice = billed(office, garden)
        assert office.is_in_sync(invoice)
        assert shown_to_ada(office, invoice)


@pytest.mark.feature("E8", "M3")
@pytest.mark.parametrize("mend", ["another address", "no address"])
def test_e8_another_customer_with_the_address_is_named_and_gets_its_own(mend: str) -> None:
    with Office.opened(invoices=Direction.BOTH, customers=Direction.BOTH) as office:
        assert office.is_in_sync(billed(office, entered(office, "Ada")))
        twin = entered(office, "Ada's firm")
        invoice = billed(office, twin)
        assert office.fails(invoice) is ErrorCategory.AMBIGUOUS_MATCH
        assert office.outcome(invoice).explanation.startswith(
            "The customer Ada in HubSpot has this e-mail address already, and is linked with the customer Ada."
        )
        address = "firm@x.example" if mend == "another address" else ""
        office.bookkeeper.change("Customer", twin, PrimaryEmailAddr={"Address": address})
        assert office.is_in_sync(invoice)
        assert len(office.account.all("contacts")) == 2
