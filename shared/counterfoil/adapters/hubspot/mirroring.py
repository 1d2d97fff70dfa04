"""Makes and changes HubSpot's invoices out of QuickBooks' ones, in stages, each in bulk.

First the invoices, with their contacts and companies in the same call; then all their lines, with their places on them.
Where the second stage fails, what was made must be looked for: whoever finds it completes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import Document, HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import DISCOUNTS, FEES, INVOICES, LINE_ITEMS, MARKER, TAXES, snapshot
from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, invoice
from counterfoil.adapters.hubspot.mapping.mirrored import is_mirrored, new_mirrored_properties
from counterfoil.adapters.hubspot.mapping.parts import parts_of
from counterfoil.adapters.hubspot.mapping.recipient import Identified
from counterfoil.adapters.hubspot.mapping.shown import shown_properties
from counterfoil.adapters.hubspot.moving import TO_COMPANY, TO_CONTACT, Ends, Owners
from counterfoil.adapters.hubspot.parts import PartsWriter
from counterfoil.adapters.hubspot.preparing import write_preparing
from counterfoil.adapters.hubspot.schemas import AdjustmentProperties, InvoiceProperties, LineItemProperties
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write

Parts = Sequence[tuple[str, CrmObject]]


@dataclass(slots=True)
class Mirrored:
    """What became of new invoices by key: what is known of each, and the ids of those that must be read to know it."""

    results: dict[str, Snapshot | Failure] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


class MirroredInvoices:
    """Mirrored invoices of one portal."""

    def __init__(self, client: HubSpotClient, portal: PortalProfile, further: Iterable[str]) -> None:
        self._client, self._parts, self._owners = client, PartsWriter(client), Owners(client)
        self._zone, self._refused, self._further = ZoneInfo(portal.time_zone), portal.refused, sorted(further)

    def create(self, writes: Sequence[Write]) -> Mirrored:
        """Make invoices with all that belongs to them. Raises VendorError while nothing has been written yet."""
        records = _invoices(writes)
        ends = self._owners.ends(one.customer for one in records.values() if one.customer)
        inputs = {each.key: self._input(records[each.key], each, ends) for each in writes}
        written = write_preparing(self._client, INVOICES, "create", inputs)
        there = {key: one for key, one in written.items() if not isinstance(one, Failure)}
        made = self._parts.add({key: (one.id, parts_of(records[key])) for key, one in there.items()})
        mirrored = Mirrored({key: one for key, one in written.items() if isinstance(one, Failure)})
        mirrored.results |= {key: _unfinished(failure) for key, failure in made.failures.items()}
        for key in there.keys() - made.failures.keys():
            filled = {**dict.fromkeys(self._further, ""), **inputs[key]["properties"], **_answered(there[key])}
            shown = there[key].model_copy(update={"properties": filled})
            try:
                mirrored.results[key] = self._shown(shown, records[key], made.objects.get(key, []))
            except ValueError:  # HubSpot's answer leaves out what it works out later
                mirrored.unread[key] = shown.id
        return mirrored

    def rewrite(self, writes: Sequence[Write]) -> dict[str, Failure]:
        """Bring lines and associations of linked invoices up to date; the failures by key."""
        records = {key: record for key, record in _invoices(writes).items() if is_mirrored(record)}
        writes = [each for each in writes if each.key in records]
        changed = [each for each in writes if each.fields & {"lines", "descriptions"}]
        wanted = {each.key: (each.target.id, parts_of(records[each.key])) for each in changed if each.target}
        failures = self._parts.replace(wanted).failures if wanted else {}
        return {**failures, **self._owners.move([each for each in writes if "customer" in each.fields])}

    def _input(self, record: Invoice, write: Write, ends: Mapping[RecordRef, Ends]) -> Document:
        owners = ends[record.customer] if record.customer else Ends()
        states = shown_properties(write.shown) if write.shown else {}
        shown = {name: value for name, value in states.items() if value}
        return {
            "properties": {
                **new_mirrored_properties(record, self._zone, self._refused),
                **shown,
                **write.own,
                MARKER: str(write.source),
            },
            "associations": [
                _associated(end, kind) for end, kind in ((owners.contact, TO_CONTACT), (owners.company, TO_COMPANY)) if end
            ],
        }

    def _shown(self, wire: CrmObject, record: Invoice, parts: Parts) -> Snapshot:
        """The invoice as the answers show it. Raises ValueError where they do not show enough."""
        discounts, fees, taxes = (
            [Identified(one.id, AdjustmentProperties.model_validate(one.properties)) for of, one in parts if of == objects]
            for objects in (DISCOUNTS, FEES, TAXES)
        )
        lines = [
            Identified(one.id, LineItemProperties.model_validate(one.properties)) for of, one in parts if of == LINE_ITEMS
        ]
        everything = InvoiceParts(contacts=[], line_items=lines, discounts=discounts, fees=fees, taxes=taxes)
        properties = InvoiceProperties.model_validate(wire.properties)
        shown = replace(invoice(properties, everything, self._zone, self._refused), customer=record.customer)
        return snapshot(EntityKind.INVOICE, wire, shown, self._further)


def _invoices(writes: Sequence[Write]) -> dict[str, Invoice]:
    return {each.key: each.record for each in writes if isinstance(each.record, Invoice)}


def _associated(record_id: str, type_id: int) -> Document:
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}
    return {"to": {"id": record_id}, "types": [kind]}


def _answered(wire: CrmObject) -> dict[str, str]:
    return {name: value for name, value in wire.properties.items() if value is not None}


def _unfinished(failure: Failure) -> Failure:
    """The invoice is there and lacks lines: it must be found and completed, not made again."""
    return replace(failure, cure=Cure.LOOKING)
