"""The use cases of the CRM: create, update, archive, associate. Each leaves no trace when it is refused."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from infra.sandbox.hubspot import rules
from infra.sandbox.hubspot.association_types import PRIMARY_TYPES, AssociationType, default_type
from infra.sandbox.hubspot.errors import HubSpotError, invalid, missing_required
from infra.sandbox.hubspot.object_types import COMPANY, CONTACT, OBJECT_TYPES, ObjectType
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Actor, Event, Record
from infra.sandbox.hubspot.validation import clean_properties, require
from infra.sandbox.hubspot.values import unreadable


def create(
    portal: Portal,
    kind: ObjectType,
    sent: Mapping[str, Any],
    actor: Actor,
    associations: Iterable[Mapping[str, Any]] = (),
) -> Record:
    """A new record with its associations. Raises 400 or 409."""
    with portal.journal.atomic():
        cleaned = clean_properties(portal, kind, sent, None, writable=rules.writable(portal, kind, sent))
        require(kind, cleaned)
        rules.check_create(portal, kind, cleaned)
        record = portal.add(kind, actor)
        values = {**rules.defaults(portal, kind, cleaned), **_origin(actor), **cleaned}
        portal.put(record, {name: value for name, value in values.items() if value}, actor)
        targets = [_associate_new(portal, record, association, actor) for association in associations]
        rules.after_change(portal, record)
        for target in targets:
            portal.touch(target, actor)
            rules.after_change(portal, target)
    return record


def update(portal: Portal, record: Record, sent: Mapping[str, Any], actor: Actor) -> list[str]:
    """Write properties; the names that were sent and are known now. Raises 400 or 409."""
    with portal.journal.atomic():
        writable = rules.writable(portal, record.kind, {**record.values, **sent})
        cleaned = clean_properties(portal, record.kind, sent, record, writable=writable)
        if cleared := [name for name in record.kind.required if cleaned.get(name) == ""]:
            raise missing_required(record.kind.label, cleared)
        rules.check_update(portal, record, cleaned)
        changed = portal.put(record, cleaned, actor)
        if actor.user_id:
            portal.put(record, {"hs_updated_by_user_id": str(actor.user_id)}, actor)
        if changed:
            rules.after_change(portal, record)
        elif portal.switches.unchanged_write_moves_last_modified:
            portal.touch(record, actor)
    return list(cleaned)


def archive(portal: Portal, record: Record, actor: Actor) -> None:
    """Move a record, and what belongs to it alone, to the recycle bin. Raises 400."""
    with portal.journal.atomic():
        rules.check_archive(portal, record)
        neighbours = [other for kind in OBJECT_TYPES for other in portal.linked(record, kind)]
        belongings = rules.children(portal, record)
        portal.archive(record, actor)
        for child in belongings:
            portal.archive(child, actor)
        for other in neighbours:
            if not other.archived:
                name_primary(portal, other, actor)
                rules.after_change(portal, other)


def link(portal: Portal, origin: Record, target: Record, types: Sequence[AssociationType], actor: Actor) -> None:
    """Associate two records by `types` seen from `origin`. Raises 400."""
    with portal.journal.atomic():
        if _put_link(portal, origin, target, types, actor):
            _after_link(portal, origin, target, actor)


def unlink(
    portal: Portal, origin: Record, target: Record, actor: Actor, types: Sequence[AssociationType] | None = None
) -> None:
    """Dissociate two records: of `types`, or altogether; without the unlabelled type no other stays. Raises 400."""
    with portal.journal.atomic():
        present = portal.links.between(origin, target)
        if not present:
            return
        rules.check_unlink(portal, origin, target)
        everything = types is None or any(kind.default for kind in types)
        gone = portal.links.remove(origin, target, present if everything else types or ())
        _tell(portal, origin, target, gone, actor, removed=True)
        _after_link(portal, origin, target, actor)


def _origin(actor: Actor) -> dict[str, str]:
    found = {
        "hs_object_source": actor.source,
        "hs_object_source_id": actor.source_id,
        "hs_object_source_label": actor.label or actor.source,
        "hs_object_source_user_id": str(actor.user_id) if actor.user_id else "",
        "hs_created_by_user_id": str(actor.user_id) if actor.user_id else "",
    }
    return {name: value for name, value in found.items() if value}


def _put_link(
    portal: Portal, origin: Record, target: Record, types: Sequence[AssociationType], actor: Actor
) -> list[AssociationType]:
    rules.check_link(portal, origin, target)
    wanted = _completed(portal, origin, target, types)
    _demote_primaries(portal, origin, target, wanted, actor)
    new = portal.links.add(origin, target, wanted)
    _tell(portal, origin, target, new, actor)
    for record in (origin, target):
        name_primary(portal, record, actor)
    return new


def name_primary(portal: Portal, record: Record, actor: Actor) -> None:
    """A contact's `associatedcompanyid` follows its primary association; without one it is empty."""
    if record.kind is not CONTACT:
        return
    primary = (company.id for company in portal.linked(record, COMPANY)
               if any(kind.id in PRIMARY_TYPES for kind in portal.links.between(record, company)))  # fmt: skip
    portal.put(record, {"associatedcompanyid": next(primary, "")}, actor)


def _associate_new(portal: Portal, record: Record, association: Mapping[str, Any], actor: Actor) -> Record:
    end, specs = association.get("to"), association.get("types")
    if not isinstance(end, dict) or not isinstance(specs, list) or not specs:
        raise invalid("Some required fields were not set: [to, types]")
    types, target_id = [association_type(portal, record.kind, None, spec) for spec in specs], str(end.get("id", ""))
    target = portal.find(types[0].target, target_id)
    if target is None:
        raise invalid(
            "One or more associations are invalid",
            INVALID_OBJECT_IDS=[f"{types[0].target.label}={target_id} is not valid"],
            objectId=[target_id],
            objectType=[types[0].target.id],
        )
    _put_link(portal, record, target, types, actor)
    return target


def association_type(
    portal: Portal, origin: ObjectType, target: ObjectType | None, spec: Mapping[str, Any]
) -> AssociationType:
    """The type that `{associationCategory, associationTypeId}` names. Raises 400 when it does not fit the records."""
    if not isinstance(spec, Mapping):
        raise unreadable("Cannot deserialize value of type association spec")
    try:
        type_id = int(spec.get("associationTypeId", 0))
    except (TypeError, ValueError):
        type_id = 0
    found = portal.links.type(type_id)
    if found is None or spec.get("associationCategory", found.category) != found.category:
        category = spec.get("associationCategory")
        raise invalid(f"No association type exists with ID {type_id} and category {category}.")
    if found.origin is not origin:
        raise _wrong_end("from", origin, found.origin)
    if target is not None and found.target is not target:
        raise _wrong_end("to", target, found.target)
    return found


def _wrong_end(end: str, given: ObjectType, expected: ObjectType) -> HubSpotError:
    message = f"invalid {end} object type {given.id} for associations to be created. expected: {expected.id}"
    return invalid(message)


def _completed(portal: Portal, origin: Record, target: Record, types: Sequence[AssociationType]) -> list[AssociationType]:
    default = default_type(origin.kind, target.kind)
    wanted = [*types, *([default] if default and default not in types else [])]
    primary = next((kind for kind in portal.links.types(origin.kind, target.kind) if kind.id in PRIMARY_TYPES), None)
    if primary is None or primary in wanted or not portal.switches.first_company_becomes_primary:
        return wanted
    one = origin if target.kind is COMPANY else target
    return wanted if portal.links.targets(one, COMPANY) else [*wanted, primary]


def _demote_primaries(
    portal: Portal, origin: Record, target: Record, wanted: Sequence[AssociationType], actor: Actor
) -> None:
    if not any(kind.id in PRIMARY_TYPES for kind in wanted):
        return
    one, company = (origin, target) if target.kind is COMPANY else (target, origin)
    for other in portal.linked(one, COMPANY):
        primary = [kind for kind in portal.links.between(one, other) if kind.id in PRIMARY_TYPES]
        if other is not company and primary:
            _tell(portal, one, other, portal.links.remove(one, other, primary), actor, removed=True)


def _after_link(portal: Portal, origin: Record, target: Record, actor: Actor) -> None:
    for record in (origin, target):
        name_primary(portal, record, actor)
        portal.touch(record, actor)
    rules.after_change(portal, origin)
    rules.after_change(portal, target)


def _tell(
    portal: Portal,
    origin: Record,
    target: Record,
    types: Iterable[AssociationType],
    actor: Actor,
    *,
    removed: bool = False,
) -> None:
    for kind in types:
        for one, other, type_id in ((origin, target, kind.id), (target, origin, kind.inverse_id)):
            details = {
                "associationType": f"{one.kind.label}_TO_{other.kind.label}",
                "associationTypeId": type_id,
                "associationCategory": kind.category,
                "fromObjectId": int(one.id),
                "fromObjectTypeId": one.kind.id,
                "toObjectId": int(other.id),
                "toObjectTypeId": other.kind.id,
                "associationRemoved": removed,
                "isPrimaryAssociation": type_id in PRIMARY_TYPES,
            }
            event = Event("associationChange", one.kind, one.id, portal.now(), actor, details=details)
            portal.journal.tell(event)
