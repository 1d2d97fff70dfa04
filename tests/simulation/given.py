"""Invoices that somebody gives to another contact in HubSpot: whom they are then for in QuickBooks."""

from collections.abc import Iterator

from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.simulation.view import View


def invoices_follow_their_contacts(view: View) -> Iterator[str]:
    """An unpaid invoice is for the customer of whom it was given to, unless people are told, or who that is was in doubt."""
    if not view.world.compared and view.world.house.vendors.lost_one(System.HUBSPOT):
        return
    for invoice, contact in view.party.account.given.items():
        booked = view.ledgers.counterpart(invoice)
        if booked is None or booked["TotalAmt"] == 0 or booked["Balance"] != booked["TotalAmt"] or view.told(invoice):
            continue
        customers = view.ledgers.listed_for(RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, contact))
        if not _is_in_doubt(view, contact, customers) and booked["CustomerRef"]["value"] not in customers:
            yield f"invoice {invoice} was given to {contact}, and is {booked['CustomerRef']['value']}'s in QuickBooks"


def _is_in_doubt(view: View, contact: str, customers: set[str]) -> bool:
    """Whether the contact was deleted or merged, its customer taken off the list, or companies are or were customers."""
    account = view.party.account
    options = view.world.house.operator.connections.get(view.party.connection.id).customer_options
    gone = ("contacts", contact) in account.archived or any(contact in some for some in account.merged.values())
    relisted = any(("Customer", one) in account.relisted for one in customers)
    return gone or relisted or options.customer_is != "contact" or bool(account.customers_were)
