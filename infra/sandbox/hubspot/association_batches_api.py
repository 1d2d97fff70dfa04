"""Batches of associations, and the labels between two object types.

https://developers.hubspot.com/docs/api-reference/legacy/crm/associations/associate-records/guide
"""

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.wrappers import Response

from infra.sandbox.hubspot import crm
from infra.sandbox.hubspot.associations_api import (
    MOST_LISTED,
    answer,
    both,
    default_of,
    default_results,
    page_of,
    set_labels,
    shown_targets,
    v3_targets,
)
from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.errors import HubSpotError, invalid
from infra.sandbox.hubspot.object_types import ObjectType
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.kernel.control import json_response

MOST_READ, MOST_CREATED, MOST_ARCHIVED = 1_000, 2_000, 100
Input = Mapping[str, Any]
Results = list[dict[str, Any]]


def _end(entry: Input, name: str) -> str:
    end = entry.get(name)
    found = end.get("id") if isinstance(end, dict) else None
    if found is None:
        raise invalid(f"Some required fields were not set: [{name}]")
    return str(found)


def _each(call: ApiCall, inputs: list[Input], write: Callable[[Input], Results]) -> tuple[Results, Results]:
    results: Results = []
    errors: Results = []
    for entry in inputs:
        try:
            with call.journal.atomic():
                results += write(entry)
        except HubSpotError as error:
            errors.append(error.item(fromObjectId=[_end(entry, "from")], toObjectId=[_end(entry, "to")]))
    return results, errors


def _created(call: ApiCall) -> int:
    return 200 if call.version == "2026-09" else 201


def _read(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    default_of(origin, target)
    results: Results = []
    without: list[str] = []
    v3 = call.request.path.startswith("/crm/v3/")
    for entry in call.inputs(MOST_READ):
        record_id = str(entry.get("id", ""))
        record = call.portal.find(origin, record_id)
        entries = (v3_targets if v3 else shown_targets)(call, record, target) if record else []
        if entries:
            page = page_of(entries, entry.get("after"), MOST_LISTED)
            results.append({"from": {"id": record_id}, "to": page.pop("results"), **page})
        else:
            without.append(record_id)
    reported = without if call.backend.switches.missing_associations_reported else []
    return answer(call, results, [_none_found(origin, target, record_id) for record_id in reported], 200)


def _none_found(origin: ObjectType, target: ObjectType, record_id: str) -> dict[str, Any]:
    message = f"No {target.name} is associated with {origin.name} {record_id}."
    error = HubSpotError(404, message, "OBJECT_NOT_FOUND", {"fromObjectId": [record_id]})
    error.sub_category = "crm.associations.NO_ASSOCIATIONS_FOUND"
    return error.item()


def _create(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    def write(entry: Input) -> Results:
        from_record, to_record = both(call, origin, _end(entry, "from"), target, _end(entry, "to"))
        return [set_labels(call, from_record, to_record, entry.get("types"))]

    return answer(call, *_each(call, call.inputs(MOST_CREATED), write), _created(call))


def _create_default(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    kind = default_of(origin, target)

    def write(entry: Input) -> Results:
        from_record, to_record = both(call, origin, _end(entry, "from"), target, _end(entry, "to"))
        crm.link(call.portal, from_record, to_record, [kind], call.actor)
        return default_results(from_record, to_record, kind)

    return answer(call, *_each(call, call.inputs(MOST_CREATED), write), _created(call))


def _archive(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    for entry in call.inputs(MOST_ARCHIVED):
        targets = entry.get("to")
        for end in targets if isinstance(targets, list) else [targets]:
            records = both(call, origin, _end(entry, "from"), target, _end({"to": end}, "to"))
            crm.unlink(call.portal, *records, call.actor)
    return _archived(call)


def _archive_labels(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    for entry in call.inputs(MOST_ARCHIVED):
        records = both(call, origin, _end(entry, "from"), target, _end(entry, "to"))
        specs = entry.get("types")
        if not isinstance(specs, list):
            raise invalid("Some required fields were not set: [types]")
        types = [crm.association_type(call.portal, origin, target, spec) for spec in specs]
        crm.unlink(call.portal, *records, call.actor, types)
    return _archived(call)


def _archived(call: ApiCall) -> Response:
    return Response(status=200 if call.version.startswith("20") else 204)


def _named_results(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    """v3: `{from, to, type}` with the type's name."""
    results: Results = []
    for entry in call.inputs(MOST_CREATED):
        from_record, to_record = both(call, origin, _end(entry, "from"), target, _end(entry, "to"))
        found = [kind for kind in call.portal.links.types(origin, target) if kind.name == entry.get("type")]
        if not found:
            raise invalid(f"Invalid association type {entry.get('type')}")
        crm.link(call.portal, from_record, to_record, found, call.actor)
        results.append({"from": {"id": from_record.id}, "to": {"id": to_record.id}, "type": found[0].name})
    return answer(call, results, [], 201)


def _labels(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    shown = [
        {"category": kind.category, "typeId": kind.id, "label": kind.label}
        for kind in call.portal.links.types(origin, target)
    ]
    return json_response({"results": shown})


def _add_label(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    body = call.body()
    label = str(body.get("label") or "")
    if not label:
        raise invalid("Some required fields were not set: [label]")
    created = call.portal.links.add_label(origin, target, label, str(body.get("inverseLabel") or label))
    shown = [{"category": kind.category, "typeId": kind.id, "label": kind.label} for kind in created]
    return json_response({"results": shown})


def _types(call: ApiCall, origin: ObjectType, target: ObjectType) -> Response:
    return json_response(
        {"results": [{"id": str(kind.id), "name": kind.name} for kind in call.portal.links.types(origin, target)]}
    )


def _paths(suffix: str) -> tuple[str, str]:
    pair = f"/<origin>/<target>{suffix}"
    return aliases("/crm/v4/associations", "/crm/associations/{version}", pair)


def _legacy(suffix: str) -> str:
    return f"/crm/v3/associations/<origin>/<target>{suffix}"


ROUTES = (
    Route("POST", (*_paths("/batch/read"), _legacy("/batch/read")), _read, Access.READ),
    Route("POST", _paths("/batch/create"), _create, Access.WRITE),
    Route("POST", _paths("/batch/associate/default"), _create_default, Access.WRITE),
    Route("POST", (*_paths("/batch/archive"), _legacy("/batch/archive")), _archive, Access.WRITE),
    Route("POST", _paths("/batch/labels/archive"), _archive_labels, Access.WRITE),
    Route("GET", _paths("/labels"), _labels, Access.READ),
    Route("POST", _paths("/labels"), _add_label, Access.WRITE),
    Route("POST", (_legacy("/batch/create"),), _named_results, Access.WRITE),
    Route("GET", (_legacy("/types"),), _types, Access.READ),
)
