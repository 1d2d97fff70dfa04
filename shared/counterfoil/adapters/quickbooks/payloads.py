"""Writes as the items of a QuickBooks batch, and the snapshot that a write is about in its answer. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from counterfoil.adapters.quickbooks.mapping.common import ENTITIES, refused
from counterfoil.adapters.quickbooks.mapping.customer import ADDRESS_FIELDS, customer_document, customer_members
from counterfoil.adapters.quickbooks.mapping.invoice import invoice_document, invoice_update
from counterfoil.adapters.quickbooks.mapping.mailing import form_of
from counterfoil.adapters.quickbooks.mapping.own import needs_other_fields, needs_stored_lines, with_own
from counterfoil.adapters.quickbooks.mapping.payment import payment_document, payment_update, pays_others
from counterfoil.adapters.quickbooks.mapping.product import product_document, product_members
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.texts import refusals, words
from counterfoil.domain.write import Operation, Write

Stored = Mapping[str, Any]
"""The object as QuickBooks has it; empty for a write that does not need to know."""


def needs_stored(write: Write, company: CompanyProfile) -> bool:
    """Whether a write replaces more than it names, so that the object must be known first.

    Payments are updated as a whole, and so are a customer's address and an invoice's custom fields.
    """
    if write.operation is Operation.CREATE:
        return False
    named = ADDRESS_FIELDS & write.fields
    in_part = write.kind is EntityKind.CUSTOMER and named not in (set(), ADDRESS_FIELDS)
    by_own = needs_other_fields(write.own, company) or needs_stored_lines(write.own, write.fields)
    return write.kind is EntityKind.PAYMENT or in_part or by_own


def given_to(write: Write) -> RecordRef | None:
    """The customer to whom a write gives an invoice that was somebody else's; that customer must be known as well."""
    is_given = write.operation is Operation.UPDATE and "customer" in write.fields
    return write.record.customer if is_given and isinstance(write.record, Invoice) else None


def document_of(write: Write, company: CompanyProfile, stored: Stored, customer: Stored) -> dict[str, Any]:
    """The batch item of a write. Raises VendorError when the record cannot be expressed in QuickBooks' terms.

    `customer` is the one to whom an invoice is given, as QuickBooks has it.
    """
    match write.operation:
        case Operation.CREATE:
            return {"operation": "create", ENTITIES[write.kind]: _created(write, company)}
        case Operation.UPDATE:
            form = form_of(customer) if given_to(write) else {}
            return {"operation": "update", ENTITIES[write.kind]: _updated(write, company, stored) | form}
        case Operation.VOID:
            return _void(write, stored)


def member_snapshot(write: Write, shown: Iterable[Snapshot]) -> Snapshot | Failure:
    """Of what an answer shows, the snapshot that the write is about: a payment shows one for each invoice.

    One on no invoice, void or kept as credit, is what it was for the write's invoice.
    """
    for snapshot in shown:
        if snapshot.ref.part in {part_of(write), ""}:
            return replace(snapshot, ref=replace(snapshot.ref, part=part_of(write)))
    text = refusals.UNCLEAR_ANSWER(system=System.QUICKBOOKS.brand)
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text=text)


def part_of(write: Write) -> str:
    """The invoice that a written payment is for; "" for everything else."""
    if write.target:
        return write.target.part
    return write.record.invoice.id if isinstance(write.record, Payment) and write.record.invoice else ""


def _created(write: Write, company: CompanyProfile) -> dict[str, Any]:
    return _filled(with_own(_new(write.record, company, write.source), write.own, company, {}))


def _new(record: AnyRecord, company: CompanyProfile, source: RecordRef) -> dict[str, Any]:
    match record:
        case Customer():
            return customer_document(record, company, source)
        case Product():
            return product_document(record, company)
        case Invoice():
            return invoice_document(record, company, source)
        case Payment():
            return payment_document(record, company, source)


def _updated(write: Write, company: CompanyProfile, stored: Stored) -> dict[str, Any]:
    return with_own(_changed(write, company, stored), write.own, company, stored)


def _changed(write: Write, company: CompanyProfile, stored: Stored) -> dict[str, Any]:
    record = write.record
    match record:
        case Customer():
            return {**_replaced(write), **customer_members(record, write.fields, stored)}
        case Product():
            return {**_replaced(write), **product_members(record, write.fields)}
        case Invoice():
            return {**_replaced(write), **invoice_update(record, write.fields, company)}
        case Payment():
            whole = payment_update(record, write.fields, stored, part_of(write), company)
            return {**whole, **_replaced(write), "sparse": False}


def _void(write: Write, stored: Stored) -> dict[str, Any]:
    entity = ENTITIES[write.kind]
    match write.kind:
        case EntityKind.INVOICE:
            return {"operation": "void", entity: _replaced(write)}
        case EntityKind.PAYMENT if pays_others(stored, part_of(write)):
            raise refused(ErrorCategory.UNEXPECTED, refusals.PAYS_OTHERS())
        case EntityKind.PAYMENT:
            return {"operation": "update", "optionsData": "void", entity: _replaced(write)}
        case _:
            raise refused(
                ErrorCategory.UNEXPECTED, refusals.CANNOT_BE_VOIDED(system="QuickBooks", kind=words.ONE[write.kind])
            )


def _replaced(write: Write) -> dict[str, Any]:
    """Which object, and which state of it, is replaced."""
    record_id = write.target.id if write.target else ""
    return {"Id": record_id, "SyncToken": write.version, "sparse": True}


def _filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without members that would say nothing, nor objects of such members."""
    told = {name: _filled(value) if isinstance(value, dict) else value for name, value in document.items()}
    return {name: value for name, value in told.items() if value not in ("", {})}
