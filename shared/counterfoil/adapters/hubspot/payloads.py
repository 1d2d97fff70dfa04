"""What HubSpot is sent for a write, and what its API cannot do."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.client import Document
from counterfoil.adapters.hubspot.mapping.common import MARKER, without_prefix
from counterfoil.adapters.hubspot.mapping.customer import (
    company_properties,
    contact_properties,
    new_company_properties,
    new_contact_properties,
)
from counterfoil.adapters.hubspot.mapping.invoice import invoice_properties
from counterfoil.adapters.hubspot.mapping.mirrored import is_mirrored, mirrored_properties
from counterfoil.adapters.hubspot.mapping.payment import payment_properties
from counterfoil.adapters.hubspot.mapping.product import product_properties
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.kinds import field_of
from counterfoil.domain.parties import is_company
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.texts import refusals, words
from counterfoil.domain.write import Operation, Write

_PROCESSOR = {"hs_processor_type": "quickbooks"}
_VOIDED: Mapping[EntityKind, Mapping[str, str]] = {
    EntityKind.INVOICE: {"hs_invoice_status": "voided"},
    EntityKind.PAYMENT: {"hs_latest_status": "failed"},  # HubSpot knows no voided payment
}
# Fields of an invoice that HubSpot works out by itself; they follow from payments and line items.
_CALCULATED = {"total", "balance", "status"}
# Fields that have no property of their own but need none.
_DERIVED = {"display_name"}


def _all_properties(record: AnyRecord, zone: ZoneInfo) -> dict[str, tuple[str, str]]:
    """By domain field: the HubSpot property and value it is written as; fields that HubSpot works out are missing."""
    match record:
        case Customer():
            return contact_properties(record)
        case Product():
            return product_properties(record)
        case Payment():
            return payment_properties(record, zone)
        case Invoice():
            return invoice_properties(record, zone)


def new_company(write: Write) -> dict[str, str]:
    """The properties of a company that stands for a customer of QuickBooks, its marker among them."""
    properties = new_company_properties(write.record) if isinstance(write.record, Customer) else {}
    return {**{name: value for name, value in properties.values() if value}, MARKER: str(write.source)}


def new_properties(write: Write, zone: ZoneInfo) -> dict[str, str]:
    """The properties of a new record, its marker among them."""
    record = write.record
    properties = new_contact_properties(record) if isinstance(record, Customer) else _all_properties(record, zone)
    filled = {name: value for name, value in properties.values() if value}
    more = _PROCESSOR if write.kind is EntityKind.PAYMENT else {}
    return {**filled, **more, **write.own, MARKER: str(write.source)}


def changed_input(write: Write, zone: ZoneInfo, refused: AbstractSet[str]) -> Document:
    """An item of a batch update. Raises VendorError for what HubSpot's API cannot do, whatever the record.

    `refused` are the fields that the portal lets nobody write on an invoice made in QuickBooks.
    """
    if isinstance(write.record, Invoice) and is_mirrored(write.record):
        return {"id": write.target.id if write.target else "", "properties": _mirrored(write, write.record, zone, refused)}
    known = _properties_of_target(write, zone)
    if failure := _impossible(write, known.keys()):
        raise VendorError(failure)
    changed = dict(known[name] for name in sorted(write.fields) if name in known)
    if write.operation is Operation.VOID or _becomes_void(write):
        changed = dict(_VOIDED[write.kind])
    record_id = without_prefix(write.target.id) if write.target else ""
    return {"id": record_id, "properties": {**changed, **write.own}}


def _properties_of_target(write: Write, zone: ZoneInfo) -> dict[str, tuple[str, str]]:
    if isinstance(write.record, Customer) and write.target and is_company(write.target):
        return company_properties(write.record)
    return _all_properties(write.record, zone)


def _mirrored(write: Write, record: Invoice, zone: ZoneInfo, refused: AbstractSet[str]) -> dict[str, str]:
    """Lines and associations are written by themselves."""
    fields = {"status"} if write.operation is Operation.VOID else write.fields
    known = mirrored_properties(record, zone, refused)
    changed = {name: value for field in sorted(fields & known.keys()) for name, value in known[field].items()}
    return {**changed, **write.own}


def _becomes_void(write: Write) -> bool:
    voided = isinstance(write.record, Invoice) and write.record.status is InvoiceStatus.VOIDED
    return voided and "status" in write.fields


def _impossible(write: Write, known: AbstractSet[str]) -> Failure | None:
    if write.operation is Operation.VOID:
        text = "" if write.kind in _VOIDED else refusals.CANNOT_BE_VOIDED(system="HubSpot", kind=words.ONE[write.kind])
    else:
        allowed = {*known, *_DERIVED, *(_CALCULATED if write.kind is EntityKind.INVOICE else ())}
        refused = sorted(write.fields - allowed)
        kind, labels = words.ONE[write.kind], [field_of(write.kind, name).label for name in refused]
        text = refusals.CANNOT_BE_CHANGED(kind=kind, fields=labels) if refused else ""
    return Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, text=text) if text else None
