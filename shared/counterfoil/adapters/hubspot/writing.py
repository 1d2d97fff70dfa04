"""Writes HubSpot's records: creates that cannot double, updates that refuse a record that moved on, voids.

Contacts and payments are upserted by the unique marker, so repeating a create finds the record of the first try. A payment
and its place on an invoice are two calls; one that an earlier try left without a place gets it, and is not written over.
An invoice made in QuickBooks and its lines are two calls as well; what an earlier try left is found by its marker.
HubSpot has no optimistic locking: a version is compared just before the write. Whatever was written is read back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeIs
from zoneinfo import ZoneInfo

from counterfoil.adapters.alone import alone
from counterfoil.adapters.hubspot.batches import Written, after_writing, write_each
from counterfoil.adapters.hubspot.client import Document, HubSpotClient
from counterfoil.adapters.hubspot.errors import FORBIDDEN, existing_id
from counterfoil.adapters.hubspot.finalised import as_taken, lightened, naming_refusal
from counterfoil.adapters.hubspot.lacking import as_kept, without_missing
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, OBJECTS, PAYMENTS, Properties, ref, without_prefix
from counterfoil.adapters.hubspot.mapping.customer import becomes_company
from counterfoil.adapters.hubspot.mapping.shown import shown_on_payment
from counterfoil.adapters.hubspot.markers import MarkedRecords
from counterfoil.adapters.hubspot.mirroring import MirroredInvoices
from counterfoil.adapters.hubspot.payloads import changed_input, new_company, new_properties
from counterfoil.adapters.hubspot.placing import place
from counterfoil.adapters.hubspot.reading import RecordReader, by_asked_id
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.parties import COMPANY, is_company
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals, words
from counterfoil.domain.write import Operation, Write

Result = Snapshot | Failure
Results = dict[str, Result]


class RecordWriter:
    """Writes to one portal."""

    def __init__(self, client: HubSpotClient, reader: RecordReader, marked: MarkedRecords, portal: PortalProfile) -> None:
        self._client, self._reader, self._marked = client, reader, marked
        self._mirrored = MirroredInvoices(client, portal, reader.further(EntityKind.INVOICE))
        self._zone, self._refused = ZoneInfo(portal.time_zone), portal.refused
        self._options = reader.customers

    def write(self, writes: Sequence[Write]) -> Mapping[str, Result]:
        """`RecordSystem.write`."""
        results = self._write(writes)
        lighter = {one.key: one for one in without_missing(self._client, writes, results, self._objects_of)}
        if not lighter:
            return results
        asked = {each.key: each for each in writes}
        again = self._write(list(lighter.values()))
        return {**results, **{key: as_kept(one, asked[key], lighter[key]) for key, one in again.items()}}

    def _write(self, writes: Sequence[Write]) -> Results:
        results: Results = {}
        for kind in EntityKind:
            of_kind = [each for each in writes if each.kind is kind]
            creates = [each for each in of_kind if each.operation is Operation.CREATE]
            changes = [each for each in of_kind if each.operation is not Operation.CREATE]
            of_companies = [each for each in changes if each.target and is_company(each.target)]
            others = [each for each in changes if each not in of_companies]
            firms = [each for each in creates if self._is_firm(each)]
            results |= _nothing_raised([each for each in creates if each not in firms], partial(self._create, kind))
            results |= _nothing_raised(firms, self._create_companies)
            results |= _nothing_raised(others, partial(self._change, kind, OBJECTS[kind]))
            results |= _nothing_raised(of_companies, partial(self._change, kind, COMPANIES))
        return results

    def _objects_of(self, write: Write) -> str:
        of_company = is_company(write.target) if write.target else self._is_firm(write)
        return COMPANIES if of_company else OBJECTS[write.kind]

    def _is_firm(self, write: Write) -> bool:
        return isinstance(write.record, Customer) and becomes_company(write.record, self._options)

    def _create_companies(self, writes: Sequence[Write]) -> Results:
        """The customers among them that are companies in HubSpot."""
        inputs, refused = _prepared(writes, new_company)
        written = self._marked.create(COMPANIES, inputs)
        return {**refused, **self._read_back(EntityKind.CUSTOMER, written, COMPANY)}

    def _create(self, kind: EntityKind, writes: Sequence[Write]) -> Results:
        if kind is EntityKind.INVOICE:
            mirrored = self._mirrored.create(writes)
            return {**mirrored.results, **self._shown(kind, mirrored.unread)}
        half_made = self._half_made(writes) if kind is EntityKind.PAYMENT else {}
        new = [each for each in writes if each.key not in half_made]
        inputs, refused = _prepared(new, partial(new_properties, zone=self._zone))
        made = self._made(OBJECTS[kind], new, inputs)
        written = half_made | made
        if kind is EntityKind.PAYMENT:
            written |= {key: _naming_payments(each) for key, each in made.items()}
            written |= place(self._client, writes, written)
        return {**refused, **self._read_back(kind, written)}

    def _made(self, objects: str, writes: Sequence[Write], inputs: Mapping[str, Properties]) -> dict[str, Written]:
        """The new records, with what they show of their sync as far as HubSpot takes it: it keeps no payment back."""
        shown = {each.key: shown_on_payment(each.shown) for each in writes if each.shown and each.key in inputs}
        written = self._marked.create(objects, {key: {**each, **shown.get(key, {})} for key, each in inputs.items()})
        return written | self._marked.create(
            objects, {key: inputs[key] for key in shown if _is_property_refused(written[key])}
        )

    def _half_made(self, writes: Sequence[Write]) -> dict[str, Written]:
        """What earlier tries left of these payments, by key. Raises VendorError."""
        keys = {str(each.source): each.key for each in writes if each.again}
        return {keys[marker]: wire for marker, wire in self._marked.find(PAYMENTS, keys).items()} if keys else {}

    def _change(self, kind: EntityKind, objects: str, writes: Sequence[Write]) -> Results:
        inputs, refused = self._changes(writes)
        refused |= self._moved_on(objects, [each for each in writes if each.key in inputs])
        asked = {each.key: each for each in writes if each.key not in refused}
        written = self._update(objects, {key: inputs[key] for key in asked})
        lighter = lightened(asked, written)
        again, _ = self._changes(list(lighter.values()))
        written = {key: one for key, one in written.items() if key not in lighter} | self._update(objects, again)
        going = asked | lighter
        failures = {
            key: naming_refusal(going[key], _naming_existing(kind, result))
            for key, result in written.items()
            if isinstance(result, Failure)
        }
        if kind is EntityKind.INVOICE:
            failures |= self._mirrored.rewrite([each for key, each in going.items() if key not in failures])
        ids = {key: each.target.id for key, each in going.items() if each.target and key not in failures}
        shown = {key: as_taken(one, asked[key], going[key]) for key, one in self._shown(kind, ids).items()}
        return {**refused, **failures, **shown}

    def _changes(self, writes: Sequence[Write]) -> tuple[dict[str, Document], dict[str, Failure]]:
        return _prepared(writes, partial(changed_input, zone=self._zone, refused=self._refused))

    def _update(self, objects: str, inputs: Mapping[str, Document]) -> dict[str, Written]:
        """What came of those that change a property."""
        return write_each(self._client, objects, "update", {key: one for key, one in inputs.items() if one["properties"]})

    def _moved_on(self, objects: str, writes: Sequence[Write]) -> dict[str, Failure]:
        """The writes whose target is no longer as it was when they were decided."""
        ids = {each.key: without_prefix(each.target.id) for each in writes if each.target}
        found = self._client.read(objects, ids.values(), ("hs_merged_object_ids",))
        versions = by_asked_id(ids.values(), found.objects, {wire.id: wire.updatedAt for wire in found.objects})
        failures: dict[str, Failure] = {}
        for each in writes:
            current = versions.get(ids[each.key])
            if current is None:
                failures[each.key] = found.failures.get(ids[each.key]) or _gone(ids[each.key])
            elif each.version and each.version != current:
                failures[each.key] = _stale(current)
        return failures

    def _read_back(self, kind: EntityKind, written: Mapping[str, Written], prefix: str = "") -> Results:
        failures = {key: _naming_existing(kind, result) for key, result in written.items() if isinstance(result, Failure)}
        ids = {key: prefix + result.id for key, result in written.items() if not isinstance(result, Failure)}
        return {**failures, **self._shown(kind, ids)}

    def _shown(self, kind: EntityKind, ids: Mapping[str, str]) -> Results:
        """The records that were just written, by key, as they are now."""
        try:
            found = self._reader.read(kind, list(ids.values()))
        except VendorError as error:
            return dict.fromkeys(ids, after_writing(error.failure))
        results: Results = {}
        for key, record_id in ids.items():
            shown = found.get(record_id, _gone(record_id))
            results[key] = _not_shown(shown) if isinstance(shown, Failure) else shown[0]
        return results


def _is_property_refused(written: Written) -> TypeIs[Failure]:
    return isinstance(written, Failure) and written.category is ErrorCategory.PROPERTY_REFUSED


def _naming_existing(kind: EntityKind, failure: Failure) -> Failure:
    existing = existing_id(failure)
    return replace(failure, existing=ref(kind, existing)) if existing else failure


def _naming_payments(written: Written) -> Written:
    """Whether an account without payment processing takes payments from programs is not documented in one way."""
    if _is_property_refused(written) and written.code in FORBIDDEN:
        return replace(written, category=ErrorCategory.PAYMENTS_NOT_TAKEN)
    return written


def _not_shown(failure: Failure) -> Failure:
    """What was written but cannot be understood must be looked for, not written again."""
    return replace(failure, cure=Cure.LOOKING) if failure.category is ErrorCategory.UNEXPECTED else after_writing(failure)


def _stale(current: str) -> Failure:
    text = refusals.CHANGED_MEANWHILE(system=System.HUBSPOT.brand)
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text=text, vendor_text=current)


def _gone(record_id: str) -> Failure:
    text = refusals.GONE_MEANWHILE(system=System.HUBSPOT.brand)
    return Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text=text, vendor_text=record_id)


def _before_writing(failure: Failure) -> Failure:
    """A failed preparation: as nothing was written yet, waiting is enough where there was no answer."""
    return replace(failure, cure=Cure.WAITING) if failure.cure is Cure.LOOKING else failure


def _prepared[Value](
    writes: Sequence[Write], prepare: Callable[[Write], Value]
) -> tuple[dict[str, Value], dict[str, Failure]]:
    """What to send for the writes, and the failures of those for which there is nothing to send, by key."""
    inputs: dict[str, Value] = {}
    refused: dict[str, Failure] = {}
    for each in writes:
        prepared = alone(partial(prepare, each), refusals.UNWRITABLE(kind=words.ONE[each.kind], system=System.HUBSPOT.brand))
        if isinstance(prepared, Failure):
            refused[each.key] = prepared
        else:
            inputs[each.key] = prepared
    return inputs, refused


def _nothing_raised(writes: Sequence[Write], carry_out: Callable[[Sequence[Write]], Results]) -> Results:
    if not writes:
        return {}
    try:
        return carry_out(writes)
    except VendorError as error:
        return {each.key: _before_writing(error.failure) for each in writes}
