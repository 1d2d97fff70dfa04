"""Whom an invoice in HubSpot is for, among the contacts that are associated with it. Pure."""

from collections.abc import Sequence

from counterfoil.adapters.hubspot.schemas import ContactProperties, InvoiceProperties
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Identified[Properties]:
    """Properties together with the id of the record that has them."""

    id: str
    properties: Properties


def recipient(properties: InvoiceProperties, contacts: Sequence[Identified[ContactProperties]]) -> tuple[str, str]:
    """The contact whom the invoice is for, and the address that it goes to, "" where there is none.

    Of several contacts it is the one whom HubSpot itself shows on the invoice, the latest; where none of them is shown (any
    more), the oldest with its own address.
    """
    shown = properties.hs_invoice_latest_contact_email.strip().lower()
    if len(contacts) <= 1:
        return (contacts[0].id if contacts else ""), shown
    chosen = next((one for one in reversed(contacts) if _is_shown(one.properties, properties)), contacts[0])
    return chosen.id, chosen.properties.email.strip().lower()


def _is_shown(contact: ContactProperties, properties: InvoiceProperties) -> bool:
    """By the address; a contact without one by its name."""
    email = properties.hs_invoice_latest_contact_email.strip().lower()
    name = (properties.hs_invoice_latest_contact_firstname, properties.hs_invoice_latest_contact_lastname)
    if contact.email.strip().lower() != email:
        return False
    return bool(email) or (any(name) and name == (contact.firstname, contact.lastname))
