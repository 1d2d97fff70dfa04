"""Merging two contacts or companies into one.

The old ids keep answering with the surviving record
(https://developers.hubspot.com/changelog/updated-merge-functionality-for-contacts-and-companies).
"""

from infra.sandbox.hubspot.association_types import AssociationType
from infra.sandbox.hubspot.crm import name_primary
from infra.sandbox.hubspot.errors import invalid
from infra.sandbox.hubspot.object_types import CONTACT, OBJECT_TYPES
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Actor, Event, Record

NEVER_MERGED = frozenset(
    {
        "hs_object_id",
        "hs_unique_id",
        "createdate",
        "hs_createdate",
        "lastmodifieddate",
        "hs_lastmodifieddate",
        "hs_merged_object_ids",
    }
)
_Neighbours = list[tuple[Record, list[AssociationType]]]


def merge(portal: Portal, primary: Record, other: Record, actor: Actor) -> Record:
    """Make one record of two; the primary's values win. Raises 400 for a record merged with itself."""
    if primary is other:
        raise invalid("Unable to merge an object with itself.")
    with portal.journal.atomic():
        survivor = portal.add(primary.kind, actor) if portal.switches.merge_creates_record else primary
        neighbours = [*_neighbours(portal, other), *_neighbours(portal, primary)]
        values = _merged_values(primary, other)
        for old in (primary, other):
            if old is not survivor:
                portal.retire(old, survivor)
        portal.put(survivor, values, actor)
        for neighbour, types in neighbours:
            portal.links.add(survivor, neighbour, types)
            name_primary(portal, neighbour, actor)
        name_primary(portal, survivor, actor)
        portal.journal.tell(_event(portal, survivor, primary, other, actor))
    return survivor


def _merged_values(primary: Record, other: Record) -> dict[str, str]:
    both = {**other.values, **primary.values}
    merged = {name: value for name, value in both.items() if name not in NEVER_MERGED}
    if primary.kind is CONTACT and other.get("email") and other.get("email") != merged["email"]:
        extra = [*merged.get("hs_additional_emails", "").split(";"), other.get("email")]
        merged["hs_additional_emails"] = ";".join(dict.fromkeys(part for part in extra if part))
    return merged | {"hs_merged_object_ids": ";".join(sorted((primary.id, other.id)))}


def _neighbours(portal: Portal, record: Record) -> _Neighbours:
    return [(other, portal.links.between(record, other)) for kind in OBJECT_TYPES for other in portal.linked(record, kind)]


def _event(portal: Portal, survivor: Record, primary: Record, other: Record, actor: Actor) -> Event:
    details = {
        "primaryObjectId": int(primary.id),
        "mergedObjectIds": [int(other.id)],
        "newObjectId": int(survivor.id),
        "numberOfPropertiesMoved": len(set(other.values) - set(primary.values)),
    }
    return Event("merge", survivor.kind, survivor.id, portal.now(), actor, details=details)
