"""Whom an invoice goes to, of the contacts that it has in HubSpot."""

import pytest

from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, invoice
from counterfoil.adapters.hubspot.schemas import InvoiceProperties
from tests.unit.hubspot.mapping.invoices import NEW_YORK, contact, read


@pytest.mark.parametrize(
    ("shown", "chosen"),
    [
        ({"email": "Old@x.example"}, ("1", "old@x.example")),
        ({"email": "billing@x.example"}, ("2", "billing@x.example")),
        ({"email": "changed@x.example"}, ("1", "old@x.example")),
        ({"firstname": "Nora", "lastname": "Mail"}, ("3", "")),
        ({}, ("1", "old@x.example")),
    ],
)
def test_of_several_contacts_the_one_that_hubspot_shows_is_booked_to_and_mailed_to(
    shown: dict[str, str], chosen: tuple[str, str]
) -> None:
    contacts = [
        contact("1", email="old@x.example"),
        contact("2", email="Billing@x.example"),
        contact("3", firstname="Nora", lastname="Mail"),
    ]
    found = read(
        InvoiceParts(contacts=contacts), **{f"hs_invoice_latest_contact_{name}": value for name, value in shown.items()}
    )
    assert found.customer
    assert (found.customer.id, found.customer_email) == chosen


def test_everybody_else_gets_a_copy_where_the_rule_says_so() -> None:
    contacts = [contact("7", email="A@x.example"), contact("8", email="b@x.example"), contact("9")]
    values = {"hs_invoice_status": "draft", "hs_currency": "USD", "hs_invoice_latest_contact_email": "b@x.example"}
    properties, parts = InvoiceProperties.model_validate(values), InvoiceParts(contacts=contacts)
    assert invoice(properties, parts, NEW_YORK, copies=True).copies_to == ("a@x.example",)
    assert invoice(properties, parts, NEW_YORK).copies_to == ()
