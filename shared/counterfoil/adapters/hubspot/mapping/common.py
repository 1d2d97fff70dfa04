"""What the mapping of every kind needs: HubSpot's names of the kinds, records as snapshots, markers and days. Pure."""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.snapshot import AnyRecord, Snapshot

if TYPE_CHECKING:
    from counterfoil.adapters.hubspot.answers import CrmObject

MARKER = "counterfoil_source"
CONTACTS, COMPANIES, PRODUCTS, INVOICES, PAYMENTS = "contacts", "companies", "products", "invoices", "commerce_payments"
DEALS, LINE_ITEMS, DISCOUNTS, FEES, TAXES = "deals", "line_items", "discounts", "fees", "taxes"
OBJECTS: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: CONTACTS,
    EntityKind.PRODUCT: PRODUCTS,
    EntityKind.INVOICE: INVOICES,
    EntityKind.PAYMENT: PAYMENTS,
}
Properties = Mapping[str, str]
"""Property values to write; an empty string clears a value."""


def ref(kind: EntityKind, record_id: str) -> RecordRef:
    """The HubSpot record of `kind` with this id."""
    return RecordRef(System.HUBSPOT, kind, record_id)


def snapshot(
    kind: EntityKind,
    wire: "CrmObject",
    record: AnyRecord,
    further: Iterable[str] = (),
    prefix: str = "",
    *,
    looks: str = "",
) -> Snapshot:
    """`record` as the record that HubSpot showed in `wire`, with the values of `further` properties.

    A marker that a person has spoiled counts as none. `prefix` is what its id begins with here. A property that the portal
    has no more is left out of what HubSpot shows, so that nothing is known of it.
    """
    return Snapshot(
        ref=ref(kind, prefix + wire.id),
        version=wire.updatedAt,
        record=record,
        created_at=datetime.fromisoformat(wire.createdAt).astimezone(UTC),
        modified_at=datetime.fromisoformat(wire.updatedAt).astimezone(UTC),
        source=parse_marker(wire.properties.get(MARKER) or ""),
        merged=tuple(prefix + one for one in merged_ids(wire)),
        extra={name: wire.properties[name] or "" for name in further if name in wire.properties},
        looks=looks,
    )


def without_prefix(record_id: str) -> str:
    """The id of a contact or company as HubSpot has it."""
    return record_id.removeprefix(COMPANY)


def merged_ids(wire: "CrmObject") -> tuple[str, ...]:
    """The ids of the records that were merged into this one; its own may be among what HubSpot lists.

    Source: https://developers.hubspot.com/changelog/updated-merge-functionality-for-contacts-and-companies
    """
    listed = (wire.properties.get("hs_merged_object_ids") or "").split(";")
    return tuple(one for one in listed if one and one != wire.id)


def parse_marker(text: str) -> RecordRef | None:
    """The record that a marker names; None when it is empty or no reference."""
    try:
        return RecordRef.parse(text)
    except ValueError:
        return None


def day(found: datetime, zone: ZoneInfo) -> date:
    """The calendar day that an invoice's date in HubSpot means.

    Dates picked by people or given by programs are stored as midnight in UTC and mean that very day; any other moment is
    a point in time, whose day depends on the portal's time zone.
    """
    return found.date() if found.timetz() == time(tzinfo=UTC) else found.astimezone(zone).date()


def moment(value: datetime) -> str:
    """A moment as HubSpot takes it: ISO-8601 in UTC, to the millisecond."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def beginning(value: date | None, zone: ZoneInfo) -> str:
    """The moment at which a day begins in the portal, where people are shown a moment as a day of theirs; "" for none."""
    return moment(datetime.combine(value, time(), zone)) if value else ""


def in_order(ids: Iterable[str]) -> list[str]:
    """Record ids, oldest record first; what is no id of HubSpot's comes last."""
    return sorted(ids, key=lambda one: (int(one) if is_object_id(one) else math.inf, one))


def is_object_id(text: str) -> bool:
    """Whether `text` can be the id of a record in HubSpot, all of which are numbers."""
    return text.isascii() and text.isdecimal()
