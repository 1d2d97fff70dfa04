"""What people did that the sync must ask a person about, and in which words it may: a failure needs a cause of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import SyncOutcome
from tests.simulation.ledgers import Ledgers

_NOT_CARRIED = {"E18", "E22"}
"""What befalls a payment of a new price that could not be carried with its invoice: it is too much in QuickBooks."""
_PAID_TOO_MUCH = {"E18", "E22"}
"""What befell a payment that was too much until another, or the invoice, was taken away."""
_CUSTOMER_LET_BE = {"E28"}
"""What befalls the documents of a customer that is gone on one side, once a person has let it be so."""
CATEGORIES: dict[str, set[str]] = {
    "line changed": {"E4", "E9", "E18"},
    "wording changed": {"E4", "E18"},  # HubSpot may let nobody edit an invoice that is finalised, or paid
    "payment changed": {"E9", "E18"},
    "payment moved": {"E4", "E9", "E14", "E18", "E20"},
    "payment voided": {"E4", "E14", "E19", "E20", *_PAID_TOO_MUCH},
    "payment deleted": {"E4", "E14", "E20", *_PAID_TOO_MUCH},
    "voided although paid": {"E4", "E14", "E17", "E18", "E20"},
    "entered again": {"E4", "E9", "E14", "E17", "E18", "E20"},
    "deleted": {"E4", "E14", *_PAID_TOO_MUCH},
    "refunded": {"E19"},
    "payment deleted in HubSpot": {"E14", "E18", "E20"},
    "deleted in HubSpot": {"E14"},
    "given to another contact": {"E1", "E2", "E14", "E29", *_NOT_CARRIED},
    "contact deleted": {"E1", "E14", *_CUSTOMER_LET_BE, *_NOT_CARRIED},
    "contact of its customer deleted": {"E1", "E14", *_CUSTOMER_LET_BE},
    "contacts merged": {"E2", "E14", "E27", *_NOT_CARRIED},
    "contact of its customer merged": {"E14"},
    "works for a company": {"E2", "E27", "E29", *_NOT_CARRIED},
    "two companies of one name": {"E2"},
    "product deleted": {"E14", *_NOT_CARRIED},
    "namesake in QuickBooks": {"E2", "E8", *_NOT_CARRIED},
    "contacts at one firm": {"E8"},
    "chosen twice": {"E14"},
    "customer taken off its list": {"E1", "E2", "E14", *_CUSTOMER_LET_BE, *_NOT_CARRIED},
    "item taken off its list": {"E2", "E14", *_NOT_CARRIED},
    "credit applied": {"E20"},
    "paid and void, or paid too much": {"E17", "E18", "E20", "E22", "E24"},
}
"""Which failures each of the things that people do explains."""


def explained(ledgers: Ledgers, outcome: SyncOutcome) -> bool:
    """Whether something that people did to the record, or to what it belongs to, explains its failure."""
    return any(outcome.category in CATEGORIES[cause] for cause in causes(ledgers, outcome))


def causes(ledgers: Ledgers, outcome: SyncOutcome) -> set[str]:
    """What people did to a failing record, or to what it belongs to."""
    refs = [ref for ref in (outcome.ref, outcome.counterpart) if ref]
    found = {cause for ref in refs for cause in _of_record(ledgers, ref)}
    for ref in refs:
        if invoice := ledgers.invoice_of(ref):
            found |= set(_of_invoice(ledgers, invoice))
    return found


def _of_record(ledgers: Ledgers, ref: RecordRef) -> Iterator[str]:
    account = ledgers.account
    yield from account.touched.get(str(ref.whole), ())
    if ref.kind is EntityKind.INVOICE and ref.system is System.QUICKBOOKS:
        yield from _of_booked(ledgers, ref.id)
    if ref.kind in {EntityKind.CUSTOMER, EntityKind.PRODUCT}:
        yield from _of_entry(ledgers, ref)
    if ref.kind is EntityKind.PAYMENT and ("commerce_payments", ref.id) in account.archived:
        yield "payment deleted in HubSpot"


def _of_booked(ledgers: Ledgers, invoice: str) -> Iterator[str]:
    """What was done to an invoice of QuickBooks', or to the customer that it is for."""
    account = ledgers.account
    deleted = sorted(one for objects, one in account.archived if objects == "contacts")
    yield from account.touched.get(invoice, ())
    for row in (*ledgers.booked_invoices, *(row for entity, row in account.removed if entity == "Invoice")):
        customer = row["CustomerRef"]["value"] if row["Id"] == invoice else ""
        if ("Customer", customer) in account.relisted:
            yield "customer taken off its list"
        if any(customer in ledgers.listed_for(contact) for contact in _contacts(deleted)):
            yield "contact of its customer deleted"
        if any(customer in ledgers.listed_for(contact) for contact in _contacts(account.merged)):
            yield "contact of its customer merged"
        if any(customer in entries for entries in (*account.namesakes.values(), *account.firms.values())):
            yield "namesake in QuickBooks"


def _contacts(ids: Iterable[str]) -> list[RecordRef]:
    return [RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, one) for one in ids]


def _of_entry(ledgers: Ledgers, ref: RecordRef) -> Iterator[str]:
    entity, told = {EntityKind.CUSTOMER: ("Customer", "customer"), EntityKind.PRODUCT: ("Item", "item")}[ref.kind]
    if any((entity, row) in ledgers.account.relisted for row in ledgers.listed_for(ref)):
        yield f"{told} taken off its list"
    if ref.kind is EntityKind.PRODUCT and ("products", ref.id) in ledgers.account.archived:
        yield "product deleted"
    if ref.kind is EntityKind.CUSTOMER and ref.id in ledgers.account.merged:
        yield "contacts merged"
    for one in (ref.id, *ledgers.account.merged.get(ref.id, ())):
        yield from ledgers.account.touched.get(str(replace(ref, id=one)), set()) & {"works for a company"}
    if ledgers.namesakes(ref) or _is_entered_as_another(ledgers, ref):
        yield "namesake in QuickBooks"
    if ref.system is System.QUICKBOOKS and any(ref.id in firms for firms in ledgers.account.firms.values()):
        yield "contacts at one firm"


def _is_entered_as_another(ledgers: Ledgers, ref: RecordRef) -> bool:
    """Whether it is an item that somebody entered for a product of HubSpot's, perhaps not as the only one."""
    of_products = (items for (objects, _), items in ledgers.account.namesakes.items() if objects == "products")
    return (
        ref.system is System.QUICKBOOKS and ref.kind is EntityKind.PRODUCT and any(ref.id in items for items in of_products)
    )


def _of_invoice(ledgers: Ledgers, invoice: str) -> Iterator[str]:
    account = ledgers.account
    yield from account.touched.get(f"hubspot:invoice:{invoice}", ())
    for booked in ledgers.booked_ids(invoice):
        yield from account.touched.get(booked, ())
    for payment in ledgers.payments_on(invoice):
        source = f"hubspot:payment:{payment}"
        for one in (source, *(f"quickbooks:payment:{row['Id']}" for row in ledgers.made.get(source, []))):
            yield from account.touched.get(one, ())
    if ("invoices", invoice) in account.archived:
        yield "deleted in HubSpot"
    elif ledgers.contested(invoice):
        yield "paid and void, or paid too much"
    for ref in ledgers.needed_by(invoice):
        yield from _of_entry(ledgers, ref)
    if any(("Item", row["Id"]) in account.relisted for row in ledgers.custom_line_items):
        yield "item taken off its list"
