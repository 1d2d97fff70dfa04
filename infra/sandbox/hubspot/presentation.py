"""Records as the objects API shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.object_types import LINE_ITEM, ObjectType
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Record

ASSOCIATIONS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class View:
    """What to show of a record beside its identity."""

    properties: Sequence[str] = ()
    history: Sequence[str] = ()
    associations: Sequence[ObjectType] = ()


def show(portal: Portal, record: Record, view: View = View()) -> dict[str, Any]:
    """The record with the properties asked for, or the usual ones; unknown names are left out, unset ones are null."""
    names = _shown_names(record.kind, [*view.properties, *view.history] if view.properties or view.history else None)
    known = {name for name, one in portal.definitions[record.kind.id].items() if not one.archived}
    found: dict[str, Any] = _identity(record)
    found["properties"] = {name: record.values.get(name) for name in names if name in known}
    if view.history:
        found["propertiesWithHistory"] = {
            name: [version.as_json() for version in reversed(record.history.get(name, []))]
            for name in view.history
            if name in known
        }
    if view.associations:
        found |= _associations(portal, record, view.associations)
    return found | {"url": f"https://app.hubspot.com/contacts/{portal.id}/record/{record.kind.id}/{record.id}"}


def show_written(portal: Portal, record: Record, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The record as a write answers it: everything that is set, or after an update the names written."""
    if names is None:
        shown = list(record.values)
    else:
        calculated = [name for name, found in portal.definitions[record.kind.id].items() if found.calculated]
        shown = [*names, *(name for name in calculated if name in record.values)]
    return show(portal, record, View(properties=shown))


def times(started: datetime, finished: datetime) -> dict[str, str]:
    """The dates every batch answer carries."""
    return {
        "requestedAt": instants.text(started),
        "startedAt": instants.text(started),
        "completedAt": instants.text(finished),
    }


def association_key(portal: Portal, kind: ObjectType) -> str:
    """The key of `kind` in a record's `associations`."""
    return portal.switches.line_items_association_key if kind is LINE_ITEM else kind.plural


def _shown_names(kind: ObjectType, asked: Sequence[str] | None) -> list[str]:
    always = [*kind.created[-1:], kind.modified, "hs_object_id"]
    names = kind.default_properties if asked is None else [*asked, *always]
    return sorted(set(names))


def _identity(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": record.id,
        "properties": {},
        "createdAt": instants.text(record.created_at),
        "updatedAt": instants.text(record.updated_at),
        "archived": record.archived,
    }
    return found | ({"archivedAt": instants.text(record.archived_at)} if record.archived_at else {})


def _associations(portal: Portal, record: Record, kinds: Sequence[ObjectType]) -> dict[str, Any]:
    found = {}
    for kind in kinds:
        entries = [
            {"id": other.id, "type": association.name}
            for other in portal.linked(record, kind)
            for association in portal.links.between(record, other)
        ]
        if entries:
            found[association_key(portal, kind)] = _page(record, kind, entries)
    return {"associations": found} if found else {}


def _page(record: Record, kind: ObjectType, entries: list[dict[str, str]]) -> dict[str, Any]:
    if len(entries) <= ASSOCIATIONS_SHOWN:
        return {"results": entries}
    after = entries[ASSOCIATIONS_SHOWN]["id"]
    link = f"/crm/v3/objects/{record.kind.plural}/{record.id}/associations/{kind.plural}?after={after}"
    return {"results": entries[:ASSOCIATIONS_SHOWN], "paging": {"next": {"after": after, "link": link}}}
