"""Where QuickBooks sends an invoice, who gets a copy, and whose address its form shows. Pure."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import whole
from counterfoil.domain.records.invoice import Invoice

LONGEST_ADDRESS = 100
_PLACES = ("BillAddr", "ShipAddr")
_PARTS = ("Line1", "Line2", "Line3", "Line4", "Line5", "City", "CountrySubDivisionCode", "PostalCode", "Country")


def addresses(told: wire.Email | None) -> tuple[str, ...]:
    """The addresses in one member, which are separated by commas."""
    return tuple(filter(None, (one.strip().lower() for one in told.Address.split(",")))) if told else ()


def mailing(invoice: Invoice) -> dict[str, Any]:
    """The members of a new invoice. Raises VendorError (E15) for an address that is too long."""
    copies = _fitting_together(invoice.copies_to)
    return {**_bill_email(invoice), **({"BillEmailCc": {"Address": copies}} if copies else {})}


def mailing_update(invoice: Invoice, fields: AbstractSet[str]) -> dict[str, Any]:
    """The members that carry these fields; an invoice that has been sent somewhere always keeps an address."""
    told = _bill_email(invoice) if "customer_email" in fields else {}
    copies = {"BillEmailCc": {"Address": _fitting_together(invoice.copies_to)}} if "copies_to" in fields else {}
    return {**told, **copies}


def form_of(customer: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an invoice that is given to this customer, so that its form shows nothing of whom it was for before.

    QuickBooks copies addresses from the customer into a new invoice only.
    Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
    """
    return {place: {part: (customer.get(place) or {}).get(part) or "" for part in _PARTS} for place in _PLACES}


def _bill_email(invoice: Invoice) -> dict[str, Any]:
    address = invoice.customer_email
    return {"BillEmail": {"Address": whole("e-mail address", address, LONGEST_ADDRESS)}} if address else {}


def _fitting_together(copies: Iterable[str]) -> str:
    """As many of the addresses as there is room for; who gets a copy never stops an invoice."""
    shown = ""
    for address in copies:
        longer = f"{shown}, {address}" if shown else address
        shown = longer if len(longer) <= LONGEST_ADDRESS else shown
    return shown
