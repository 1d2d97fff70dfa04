"""A customer in QuickBooks with several addresses, each of which is another contact's in HubSpot."""

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.remedies.office import Office


@pytest.mark.feature("E8", "X1")
def test_contacts_with_either_address_are_the_one_customer(office: Office) -> None:
    addresses = {"Address": "office@firm.example, ap@firm.example"}
    firm = office.bookkeeper.enter("Customer", DisplayName="Firm", PrimaryEmailAddr=addresses)
    invoices = [office.invoice(office.contact("Ada", "Byron", email="office@firm.example"))]
    assert office.is_in_sync(invoices[0])
    bea = office.contact("Bea", "Byron", email="ap@firm.example")
    invoices.append(office.invoice(bea))
    assert all(office.is_in_sync(invoice) for invoice in invoices)
    assert {office.booked(invoice)["CustomerRef"]["value"] for invoice in invoices} == {firm["Id"]}
    assert len(office.bookkeeper.rows("Customer")) == 1
    office.sales.record_payment(invoices[1].id, "100.00", contact=bea)
    assert office.is_in_sync(invoices[1])
    assert office.booked(invoices[1])["Balance"] == 0
    office.night()
    assert all(office.is_in_sync(invoice) for invoice in invoices)
    outcome = office.outcome(RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, bea))
    assert outcome.status is OutcomeStatus.EXCLUDED
    assert outcome.reasons[0].startswith("The customer Firm in QuickBooks has this e-mail address too, and is linked with")


@pytest.mark.feature("E11", "X1")
def test_contacts_with_either_address_are_the_one_customer_in_each_currency() -> None:
    """Each of them is linked with the customer in the currency of its first invoice."""
    with Office.opened({"multicurrency": True}) as office:
        firms = {
            currency: office.bookkeeper.enter(
                "Customer",
                DisplayName=f"Firm {currency}",
                PrimaryEmailAddr={"Address": "office@firm.example, ap@firm.example"},
                CurrencyRef={"value": currency},
            )["Id"]
            for currency in ("EUR", "USD")
        }
        ada, bea = (
            office.contact(first, "Byron", email=f"{name}@firm.example")
            for first, name in (("Ada", "office"), ("Bea", "ap"))
        )
        for contact, currency in ((ada, "USD"), (bea, "EUR"), (bea, "USD"), (ada, "EUR")):
            invoice = office.invoice(contact, hs_currency=currency)
            assert office.is_in_sync(invoice)
            assert office.booked(invoice)["CustomerRef"]["value"] == firms[currency]
        assert len(office.bookkeeper.rows("Customer")) == 2
