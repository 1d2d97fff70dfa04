"""Writes HubSpot's records: creates that cannot double, updates that refuse a record that moved on, voids.

Contacts and payments are upserted by the unique marker, so repeating a create finds the record of the first try. A payment
and its place on an invoice are two calls; one that an earlier try left without a place gets it, and is not written over.
HubSpot has no optimistic locking: a version is compared just before the write. Whatever was written is read back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from counterfoil.adapters.hubspot import mapping, mapping_invoice
from counterfoil.adapters.hubspot.batches import Written, isolated, write_each
from counterfoil.adapters.hubspot.client import (
    ASSOCIATION_BATCH_SIZE,
    Association,
    Document,
    HubSpotClient,
)
from counterfoil.adapters.hubspot.errors import existing_id
from counterfoil.adapters.hubspot.mapping import CONTACTS, INVOICES, MARKER, OBJECTS, PAYMENTS
from counterfoil.adapters.hubspot.markers import MarkedRecords
from counterfoil.adapters.hubspot.reading import RecordReader, by_asked_id
from counterfoil.domain.customer import Customer
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.invoice import Invoice, InvoiceStatus
from counterfoil.domain.payment import Payment
from counterfoil.domain.product import Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.write import Operation, Write

PAYMENT_TO_INVOICE, PAYMENT_TO_CONTACT = 542, 387
_PROCESSOR = {"hs_processor_type": "quickbooks"}
_VOIDED: Mapping[EntityKind, Mapping[str, str]] = {
    EntityKind.INVOICE: {"hs_invoice_status": "voided"},
    EntityKind.PAYMENT: {"hs_latest_status": "failed"},  # HubSpot knows no voided payment
}
# Fields of an invoice that HubSpot works out by itself; they follow from payments and line items.
_CALCULATED = {"total", "balance", "status"}
# Fields that have no property of their own but need none.
_DERIVED = {"display_name"}

Result = Snapshot | Failure
Results = dict[str, Result]


class RecordWriter:
    """Writes to one portal."""

    def __init__(self, client: HubSpotClient, reader: RecordReader, marked: MarkedRecords) -> None:
        self._client, self._reader, self._marked = client, reader, marked

    def write(self, writes: Sequence[Write]) -> Mapping[str, Result]:
        """`RecordSystem.write`."""
        results: Results = {}
        for kind in EntityKind:
            of_kind = [each for each in writes if each.kind is kind]
            creates = [each for each in of_kind if each.operation is Operation.CREATE]
            changes = [each for each in of_kind if each.operation is not Operation.CREATE]
            results |= _nothing_raised(creates, partial(self._create, kind))
            results |= _nothing_raised(changes, partial(self._change, kind))
        return results

    def _create(self, kind: EntityKind, writes: Sequence[Write]) -> Results:
        if kind is EntityKind.INVOICE:
            return {each.key: mirrored_invoices_come_later() for each in writes}
        half_made = self._half_made(writes) if kind is EntityKind.PAYMENT else {}
        inputs = {each.key: _new_properties(each) for each in writes if each.key not in half_made}
        written = half_made | self._marked.create(kind, inputs)
        if kind is EntityKind.PAYMENT:
            written |= self._apply_payments([each for each in writes if not isinstance(written[each.key], Failure)], written)
        return self._read_back(kind, written)

    def _half_made(self, writes: Sequence[Write]) -> dict[str, Written]:
        """What earlier tries left of these payments, by key. Raises VendorError."""
        keys = {str(each.source): each.key for each in writes if each.again}
        return {keys[marker]: wire for marker, wire in self._marked.find(EntityKind.PAYMENT, keys).items()} if keys else {}

    def _apply_payments(self, writes: Sequence[Write], written: Mapping[str, Written]) -> dict[str, Failure]:
        """Put payments on their contacts and then on their invoices; the failures. Doing it twice does no harm.

        The invoice comes last, for a payment that has its invoice counts as made.
        """
        invoices = {each.key: each.record.invoice for each in writes if isinstance(each.record, Payment)}
        contacts = {each.key: each.record.customer for each in writes if isinstance(each.record, Payment)}
        failures = self._associate(
            CONTACTS, PAYMENT_TO_CONTACT, {key: one.id for key, one in contacts.items() if one}, written
        )
        going = {key: one.id for key, one in invoices.items() if one and key not in failures}
        return failures | self._associate(INVOICES, PAYMENT_TO_INVOICE, going, written)

    def _associate(
        self, others: str, type_id: int, targets: Mapping[str, str], written: Mapping[str, Written]
    ) -> dict[str, Failure]:
        associations = {
            key: Association(payment.id, targets[key], type_id)
            for key, payment in written.items()
            if key in targets and not isinstance(payment, Failure)
        }

        def send(keys: Sequence[str]) -> None:
            self._client.associate(PAYMENTS, others, [associations[key] for key in keys])

        failures = isolated(list(associations), send, ASSOCIATION_BATCH_SIZE)
        return {key: _after_writing(failure) for key, failure in failures.items()}

    def _change(self, kind: EntityKind, writes: Sequence[Write]) -> Results:
        refused = {each.key: failure for each in writes if (failure := _impossible(each))}
        possible = [each for each in writes if each.key not in refused]
        refused |= self._moved_on(kind, possible)
        going = {each.key: each for each in possible if each.key not in refused}
        inputs = {key: _changed_properties(each) for key, each in going.items()}
        written = write_each(
            self._client, OBJECTS[kind], "update", {key: one for key, one in inputs.items() if one["properties"]}
        )
        failures = {key: _naming_existing(kind, result) for key, result in written.items() if isinstance(result, Failure)}
        ids = {key: each.target.id for key, each in going.items() if each.target and key not in failures}
        return {**refused, **failures, **self._shown(kind, ids)}

    def _moved_on(self, kind: EntityKind, writes: Sequence[Write]) -> dict[str, Failure]:
        """The writes whose target is no longer as it was when they were decided."""
        ids = {each.key: each.target.id for each in writes if each.target}
        found = self._client.read(OBJECTS[kind], ids.values(), ("hs_merged_object_ids",))
        versions = by_asked_id(ids.values(), found.objects, {wire.id: wire.updatedAt for wire in found.objects})
        failures: dict[str, Failure] = {}
        for each in writes:
            current = versions.get(ids[each.key])
            if current is None:
                failures[each.key] = found.failures.get(ids[each.key]) or _gone(ids[each.key])
            elif each.version and each.version != current:
                failures[each.key] = _stale(current)
        return failures

    def _read_back(self, kind: EntityKind, written: Mapping[str, Written]) -> Results:
        failures = {key: _naming_existing(kind, result) for key, result in written.items() if isinstance(result, Failure)}
        ids = {key: result.id for key, result in written.items() if not isinstance(result, Failure)}
        return {**failures, **self._shown(kind, ids)}

    def _shown(self, kind: EntityKind, ids: Mapping[str, str]) -> Results:
        """The records that were just written, by key, as they are now."""
        try:
            found = self._reader.read(kind, list(ids.values()))
        except VendorError as error:
            return dict.fromkeys(ids, _after_writing(error.failure))
        results: Results = {}
        for key, record_id in ids.items():
            shown = found.get(record_id, _gone(record_id))
            results[key] = _after_writing(shown) if isinstance(shown, Failure) else shown[0]
        return results


def mirrored_invoices_come_later() -> Failure:
    """Invoices made in QuickBooks are not shown in HubSpot yet: the one kind of write that is still missing here."""
    text = "Making a HubSpot invoice out of a QuickBooks invoice is not supported yet"
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=text)


def _all_properties(record: AnyRecord) -> dict[str, tuple[str, str]]:
    """By domain field: the HubSpot property and value it is written as; fields that HubSpot works out are missing."""
    match record:
        case Customer():
            return mapping.contact_properties(record)
        case Product():
            return mapping.product_properties(record)
        case Payment():
            return mapping.payment_properties(record)
        case Invoice():
            return mapping_invoice.invoice_properties(record)


def _new_properties(write: Write) -> dict[str, str]:
    record = write.record
    properties = mapping.new_contact_properties(record) if isinstance(record, Customer) else _all_properties(record)
    filled = {name: value for name, value in properties.values() if value}
    more = _PROCESSOR if write.kind is EntityKind.PAYMENT else {}
    return {**filled, **more, MARKER: str(write.source)}


def _changed_properties(write: Write) -> Document:
    known = _all_properties(write.record)
    changed = dict(known[name] for name in sorted(write.fields) if name in known)
    if write.operation is Operation.VOID or _becomes_void(write):
        changed = dict(_VOIDED[write.kind])
    return {"id": write.target.id if write.target else "", "properties": changed}


def _becomes_void(write: Write) -> bool:
    voided = isinstance(write.record, Invoice) and write.record.status is InvoiceStatus.VOIDED
    return voided and "status" in write.fields


def _impossible(write: Write) -> Failure | None:
    """What HubSpot's API cannot do, whatever the record: nothing is sent then."""
    if write.operation is Operation.VOID:
        text = "" if write.kind in _VOIDED else f"HubSpot cannot void a {write.kind}; delete or archive it there"
    else:
        allowed = {*_all_properties(write.record), *_DERIVED, *(_CALCULATED if write.kind is EntityKind.INVOICE else ())}
        refused = sorted(write.fields - allowed)
        text = f"HubSpot does not let a program change {', '.join(refused)} of a {write.kind}" if refused else ""
    return Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, text=text) if text else None


def _naming_existing(kind: EntityKind, failure: Failure) -> Failure:
    existing = existing_id(failure)
    return replace(failure, existing=mapping.ref(kind, existing)) if existing else failure


def _stale(current: str) -> Failure:
    text = f"the record was changed at {current}"
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text=text)


def _gone(record_id: str) -> Failure:
    text = f"HubSpot has no record {record_id} any more"
    return Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text=text)


def _before_writing(failure: Failure) -> Failure:
    """A failed preparation: as nothing was written yet, waiting is enough where there was no answer."""
    return replace(failure, cure=Cure.WAITING) if failure.cure is Cure.LOOKING else failure


def _after_writing(failure: Failure) -> Failure:
    """A failed rest of a write: something is there already, so it must be looked for before writing again."""
    return replace(failure, cure=Cure.LOOKING) if failure.cure is Cure.WAITING else failure


def _nothing_raised(writes: Sequence[Write], carry_out: Callable[[Sequence[Write]], Results]) -> Results:
    if not writes:
        return {}
    try:
        return carry_out(writes)
    except VendorError as error:
        return {each.key: _before_writing(error.failure) for each in writes}
