"""Writes as the items of a QuickBooks batch, and the snapshot that a write is about in its answer. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from counterfoil.adapters.quickbooks.mapping import (
    CUSTOMER_MEMBERS,
    ENTITIES,
    PRODUCT_MEMBERS,
    customer_document,
    payment_document,
    product_document,
    refused,
)
from counterfoil.adapters.quickbooks.mapping_invoice import invoice_document, invoice_update
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.customer import Customer
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.invoice import Invoice
from counterfoil.domain.payment import Payment
from counterfoil.domain.product import Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.write import Operation, Write

_PAYMENT_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "amount": ("TotalAmt", "Line"),
    "paid_on": ("TxnDate",),
    "method": ("PaymentMethodRef",),
    "reference": ("PaymentRefNum",),
}


def document_of(write: Write, company: CompanyProfile) -> dict[str, Any]:
    """The batch item of a write. Raises VendorError when the record cannot be told in QuickBooks' terms."""
    match write.operation:
        case Operation.CREATE:
            return {"operation": "create", ENTITIES[write.kind]: _created(write.record, company, write.source)}
        case Operation.UPDATE:
            return {"operation": "update", ENTITIES[write.kind]: {**_replaced(write), **_updated(write, company)}}
        case Operation.VOID:
            return _void(write)


def member_snapshot(write: Write, shown: Iterable[Snapshot]) -> Snapshot | Failure:
    """Of what an answer shows, the snapshot that the write is about: a payment shows one for each invoice."""
    part = _part(write)
    for snapshot in shown:
        if write.kind is not EntityKind.PAYMENT or snapshot.ref.part == part:
            return snapshot
    text = f"QuickBooks' answer does not show the {write.kind} that was written"
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text=text)


def _part(write: Write) -> str:
    if write.target:
        return write.target.part
    return write.record.invoice.id if isinstance(write.record, Payment) and write.record.invoice else ""


def _created(record: AnyRecord, company: CompanyProfile, source: RecordRef | None) -> dict[str, Any]:
    match record:
        case Customer():
            return _filled(customer_document(record, source))
        case Product():
            return _filled(product_document(record, company))
        case Invoice():
            return _filled(invoice_document(record, company, source))
        case Payment():
            return _filled(payment_document(record, company, source))


def _updated(write: Write, company: CompanyProfile) -> dict[str, Any]:
    record = write.record
    match record:
        case Customer():
            return _members(customer_document(record, None), (CUSTOMER_MEMBERS[name] for name in write.fields))
        case Product():
            return _members(product_document(record, company), (PRODUCT_MEMBERS[name] for name in write.fields))
        case Invoice():
            return invoice_update(record, write.fields, company)
        case Payment():
            members = (member for name in write.fields for member in _PAYMENT_MEMBERS[name])
            return _members(payment_document(record, company, None), members)


def _void(write: Write) -> dict[str, Any]:
    entity = ENTITIES[write.kind]
    match write.kind:
        case EntityKind.INVOICE:
            return {"operation": "void", entity: _replaced(write)}
        case EntityKind.PAYMENT:
            return {"operation": "update", "optionsData": "void", entity: _replaced(write)}
        case _:
            raise refused(ErrorCategory.UNEXPECTED, f"a {write.kind} cannot be voided")


def _replaced(write: Write) -> dict[str, Any]:
    """Which object, and which state of it, is replaced."""
    record_id = write.target.id if write.target else ""
    return {"Id": record_id, "SyncToken": write.version, "sparse": True}


def _filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without members that would say nothing."""
    return {
        name: value
        for name, value in document.items()
        if value not in ("", {"Address": ""}, {"FreeFormNumber": ""}, {"value": ""})
    }


def _members(document: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: document[name] for name in names if name in document}
