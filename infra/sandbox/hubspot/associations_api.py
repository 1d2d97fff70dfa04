"""Associations in the v4 shape, under `/crm/v4/...` and the dated paths.

https://developers.hubspot.com/docs/api-reference/legacy/crm/associations/associate-records/guide
"""

from typing import Any

from werkzeug.wrappers import Response

from infra.sandbox.hubspot import crm
from infra.sandbox.hubspot.association_types import AssociationType, default_type
from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.errors import HubSpotError, invalid, record_not_found
from infra.sandbox.hubspot.object_types import ObjectType
from infra.sandbox.hubspot.presentation import View, show, times
from infra.sandbox.hubspot.records import Record
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.kernel.control import json_response

MOST_LISTED = 500


def answer(call: ApiCall, results: list[dict[str, Any]], errors: list[dict[str, Any]], success: int) -> Response:
    """A batch answer: `success`, or 207 when there are errors."""
    now = call.portal.now()
    body: dict[str, Any] = {"status": "COMPLETE", "results": results, **times(now, now)}
    if errors:
        body |= {"numErrors": len(errors), "errors": errors}
    return json_response(body, 207 if errors and call.backend.switches.batch_answers_207 else success)


def both(call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType, target_id: str) -> tuple[Record, Record]:
    """The two records of an association. Raises 404."""
    found = []
    for kind, record_id in ((origin, origin_id), (target, target_id)):
        record = call.portal.find(kind, record_id)
        if record is None:
            raise record_not_found(record_id)
        found.append(record)
    return found[0], found[1]


def default_of(origin: ObjectType, target: ObjectType) -> AssociationType:
    """The unlabelled type. Raises 400 when the two cannot be associated."""
    found = default_type(origin, target)
    if found is None:
        raise invalid(f"No association type exists between {origin.name} and {target.name}")
    return found


def shown_id(call: ApiCall, record_id: str) -> str | int:
    """A record id as this version of the API writes it in associations."""
    switches = call.backend.switches
    legacy = not call.version.startswith("20")
    numeric = switches.v4_association_ids_numeric if legacy else switches.dated_association_ids_numeric
    return int(record_id) if numeric else record_id


def shown_targets(call: ApiCall, origin: Record, target: ObjectType) -> list[dict[str, Any]]:
    """The associated records with their association types."""
    return [
        {
            "toObjectId": shown_id(call, other.id),
            "associationTypes": [
                {"category": kind.category, "typeId": kind.id, "label": kind.label}
                for kind in call.portal.links.between(origin, other)
            ],
        }
        for other in call.portal.linked(origin, target)
    ]


def page_of(entries: list[dict[str, Any]], after: str | None, limit: int) -> dict[str, Any]:
    """One page of `entries`; `after` is an offset."""
    start = int(after) if after and after.isdigit() else 0
    body: dict[str, Any] = {"results": entries[start : start + limit]}
    if start + limit < len(entries):
        body["paging"] = {"next": {"after": str(start + limit)}}
    return body


def default_results(origin: Record, target: Record, kind: AssociationType) -> list[dict[str, Any]]:
    """Both directions of one association, as the default endpoints answer it."""
    ends = ((origin, target, kind.id), (target, origin, kind.inverse_id))
    return [
        {
            "from": {"id": one.id},
            "to": {"id": other.id},
            "associationSpec": {"associationCategory": kind.category, "associationTypeId": type_id},
        }
        for one, other, type_id in ends
    ]


def set_labels(call: ApiCall, origin: Record, target: Record, specs: Any) -> dict[str, Any]:
    """Replace the labels between two records. Raises 400."""
    if not isinstance(specs, list) or not specs:
        raise invalid("Some required fields were not set: [types]")
    types = [crm.association_type(call.portal, origin.kind, target.kind, spec) for spec in specs]
    kept = {kind.id for kind in types}
    with call.journal.atomic():
        crm.link(call.portal, origin, target, types, call.actor)
        old = [kind for kind in call.portal.links.between(origin, target) if not kind.default and kind.id not in kept]
        if old and not all(kind.default for kind in types):
            crm.unlink(call.portal, origin, target, call.actor, old)
    return {
        "fromObjectTypeId": origin.kind.id,
        "fromObjectId": shown_id(call, origin.id),
        "toObjectTypeId": target.kind.id,
        "toObjectId": shown_id(call, target.id),
        "labels": [kind.label for kind in types if kind.label],
    }


def _put_default(call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType, target_id: str) -> Response:
    from_record, to_record = both(call, origin, origin_id, target, target_id)
    kind = default_of(origin, target)
    crm.link(call.portal, from_record, to_record, [kind], call.actor)
    return answer(call, default_results(from_record, to_record, kind), [], 200)


def _put_labels(call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType, target_id: str) -> Response:
    from_record, to_record = both(call, origin, origin_id, target, target_id)
    return json_response(set_labels(call, from_record, to_record, call.json()), 201)


def _list(call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType) -> Response:
    record = call.portal.find(origin, origin_id)
    if record is None:
        raise record_not_found(origin_id)
    default_of(origin, target)
    limit, after = call.number("limit", MOST_LISTED, MOST_LISTED), call.request.args.get("after")
    dated = call.version.startswith("20")
    if call.request.path.startswith("/crm/v3/") or (dated and call.backend.switches.dated_association_list_as_v3):
        return json_response(page_of(v3_targets(call, record, target), after, limit))
    return json_response(page_of(shown_targets(call, record, target), after, limit))


def v3_targets(call: ApiCall, origin: Record, target: ObjectType) -> list[dict[str, Any]]:
    """The associated records in the v3 shape: one entry for each association type."""
    return [
        {"id": other.id, "type": kind.name}
        for other in call.portal.linked(origin, target)
        for kind in call.portal.links.between(origin, other)
    ]


def _delete(call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType, target_id: str) -> Response:
    from_record, to_record = both(call, origin, origin_id, target, target_id)
    crm.unlink(call.portal, from_record, to_record, call.actor)
    return Response(status=204)


def _put_named(
    call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType, target_id: str, *, type_name: str
) -> Response:
    from_record, to_record = both(call, origin, origin_id, target, target_id)
    crm.link(call.portal, from_record, to_record, [_named(call, origin, target, type_name)], call.actor)
    return json_response(show(call.portal, from_record, View(associations=[target])))


def _delete_named(
    call: ApiCall, origin: ObjectType, origin_id: str, target: ObjectType, target_id: str, *, type_name: str
) -> Response:
    from_record, to_record = both(call, origin, origin_id, target, target_id)
    crm.unlink(call.portal, from_record, to_record, call.actor, [_named(call, origin, target, type_name)])
    return Response(status=204)


def _named(call: ApiCall, origin: ObjectType, target: ObjectType, name: str) -> AssociationType:
    for kind in call.portal.links.types(origin, target):
        if name in {str(kind.id), kind.name}:
            return kind
    raise HubSpotError(400, f"Invalid association type {name}", "VALIDATION_ERROR")


_BETWEEN = "/<origin>/<origin_id>/associations/<target>"


def _paths(suffix: str) -> tuple[str, str]:
    return aliases("/crm/v4/objects", "/crm/objects/{version}", suffix)


ROUTES = (
    Route("PUT", _paths("/<origin>/<origin_id>/associations/default/<target>/<target_id>"), _put_default, Access.WRITE),
    Route("PUT", _paths(f"{_BETWEEN}/<target_id>"), _put_labels, Access.WRITE),
    Route("DELETE", _paths(f"{_BETWEEN}/<target_id>"), _delete, Access.WRITE),
    Route("GET", (*_paths(_BETWEEN), f"/crm/v3/objects{_BETWEEN}"), _list, Access.READ),
    Route("PUT", (f"/crm/v3/objects{_BETWEEN}/<target_id>/<type_name>",), _put_named, Access.WRITE),
    Route("DELETE", (f"/crm/v3/objects{_BETWEEN}/<target_id>/<type_name>",), _delete_named, Access.WRITE),
)
