"""`/crm/v3/properties/{type}` and `/crm/properties/{version}/{type}`: property definitions and their groups.

https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
"""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.batch_api import MOST_INPUTS, Outcome
from infra.sandbox.hubspot.definitions import Definition, Group, Option
from infra.sandbox.hubspot.errors import HubSpotError, invalid
from infra.sandbox.hubspot.object_types import PRODUCT, ObjectType
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.kernel.control import json_response

TYPES = frozenset({"string", "number", "date", "datetime", "enumeration", "bool", "phone_number", "json"})
FIELD_TYPES = frozenset(
    {
        "text",
        "textarea",
        "number",
        "date",
        "select",
        "radio",
        "checkbox",
        "booleancheckbox",
        "file",
        "html",
        "phonenumber",
        "calculation_equation",
    }
)
MOST_UNIQUE = 10
PASSED_THROUGH = ("calculationFormula", "referencedObjectType", "dataSensitivity", "numberDisplayHint")


def _own(call: ApiCall, kind: ObjectType, name: str) -> Definition:
    definition = _definition(call, kind, name)
    if definition.hubspot_defined:
        raise invalid(f"Property {name} is defined by HubSpot and cannot be changed.", propertyName=[name])
    return definition


def _definition(call: ApiCall, kind: ObjectType, name: str, *, archived: bool = False) -> Definition:
    found = call.portal.definitions[kind.id].get(name)
    if found is None or found.archived != archived:
        message = f'Property "{name}" does not exist'
        raise HubSpotError(404, message, "OBJECT_NOT_FOUND", {"propertyName": [name]})
    return found


def _options(entries: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            str(entry.get("value", "")),
            str(entry.get("label", "")),
            bool(entry.get("hidden", False)),
            int(entry.get("displayOrder", -1)),
            str(entry.get("description") or ""),
        )
        for entry in entries or ()
    )


def _check_new(call: ApiCall, kind: ObjectType, body: Mapping[str, Any]) -> None:
    required = ("name", "label", "type", "fieldType", "groupName")
    if missing := [name for name in required if not body.get(name)]:
        raise invalid(f"Some required fields were not set: [{', '.join(missing)}]")
    name = str(body["name"])
    existing = call.portal.definitions[kind.id].get(name)
    if existing and not existing.archived:
        message = f'A property named "{name}" already exists.'
        raise HubSpotError(409, message, "OBJECT_ALREADY_EXISTS", {"propertyName": [name]})
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name) or name.startswith("hs_"):
        raise invalid(f'"{name}" is not a valid property name.', propertyName=[name])
    if body["type"] not in TYPES or body["fieldType"] not in FIELD_TYPES:
        raise invalid(f"Invalid type {body['type']} with fieldType {body['fieldType']}", propertyName=[name])
    if body["groupName"] not in call.portal.groups[kind.id]:
        raise invalid(f"Property group {body['groupName']} does not exist", groupName=[str(body["groupName"])])
    if body.get("hasUniqueValue"):
        _check_unique_allowed(call, kind)


def _check_unique_allowed(call: ApiCall, kind: ObjectType) -> None:
    if kind is PRODUCT and not call.backend.switches.product_unique_properties:
        raise invalid("Properties with unique values are not available for products.")
    unique = sum(found.unique and not found.hubspot_defined for found in call.portal.definitions[kind.id].values())
    if unique >= MOST_UNIQUE:
        raise invalid(f"An object type can have at most {MOST_UNIQUE} properties with unique values.")


def _define(call: ApiCall, kind: ObjectType, body: Mapping[str, Any]) -> Definition:
    _check_new(call, kind, body)
    now = call.portal.now()
    definition = Definition(
        name=str(body["name"]),
        label=str(body["label"]),
        type=str(body["type"]),
        field_type=str(body["fieldType"]),
        group=str(body["groupName"]),
        options=_options(body.get("options")),
        description=str(body.get("description") or ""),
        unique=bool(body.get("hasUniqueValue", False)),
        hidden=bool(body.get("hidden", False)),
        form_field=bool(body.get("formField", False)),
        display_order=int(body.get("displayOrder") or -1),
        external_options=bool(body.get("externalOptions", False)),
        multiple=body["fieldType"] == "checkbox",
        read_only=body["fieldType"] == "calculation_equation",
        hubspot_defined=False,
        created_at=now,
        updated_at=now,
        extra={name: body[name] for name in PASSED_THROUGH if name in body},
    )
    call.portal.define(kind, definition)
    return definition


def _list(call: ApiCall, kind: ObjectType) -> Response:
    archived = call.flag("archived")
    found = [one for one in call.portal.definitions[kind.id].values() if one.archived == archived]
    return json_response({"results": [one.as_json() for one in found]})


def _create(call: ApiCall, kind: ObjectType) -> Response:
    return json_response(_define(call, kind, call.body()).as_json(), 201)


def _read(call: ApiCall, kind: ObjectType, name: str) -> Response:
    return json_response(_definition(call, kind, name, archived=call.flag("archived")).as_json())


def _update(call: ApiCall, kind: ObjectType, name: str) -> Response:
    definition, body = _own(call, kind, name), call.body()
    fields = {"label": "label", "description": "description", "groupName": "group", "hidden": "hidden"}
    fields |= {"formField": "form_field", "displayOrder": "display_order", "fieldType": "field_type"}
    changes = {field: body[sent] for sent, field in fields.items() if sent in body}
    if "options" in body:
        changes["options"] = _options(body["options"])
    call.portal.define(kind, definition.changed(**changes, updated_at=call.portal.now()))
    return json_response(_definition(call, kind, name).as_json())


def _archive(call: ApiCall, kind: ObjectType, name: str) -> Response:
    call.portal.define(kind, _own(call, kind, name).changed(archived=True))
    return Response(status=204)


def _batch_read(call: ApiCall, kind: ObjectType) -> Response:
    outcome = Outcome(call.portal.now())
    for entry in call.inputs(MOST_INPUTS):
        try:
            archived = bool(call.body().get("archived", False))
            definition = _definition(call, kind, str(entry.get("name", "")), archived=archived)
            outcome.results.append(definition.as_json())
        except HubSpotError as error:
            outcome.errors.append(error.item())
    return outcome.answer(call, kind, 200)


def _batch_create(call: ApiCall, kind: ObjectType) -> Response:
    outcome = Outcome(call.portal.now())
    for entry in call.inputs(MOST_INPUTS):
        try:
            outcome.results.append(_define(call, kind, entry).as_json())
        except HubSpotError as error:
            outcome.errors.append(error.item(propertyName=[str(entry.get("name", ""))]))
    return outcome.answer(call, kind, 201)


def _batch_archive(call: ApiCall, kind: ObjectType) -> Response:
    for entry in call.inputs(MOST_INPUTS):
        name = str(entry.get("name", ""))
        if name in call.portal.definitions[kind.id]:
            call.portal.define(kind, _own(call, kind, name).changed(archived=True))
    return Response(status=204)


def _list_groups(call: ApiCall, kind: ObjectType) -> Response:
    return json_response({"results": [group.as_json() for group in call.portal.groups[kind.id].values()]})


def _create_group(call: ApiCall, kind: ObjectType) -> Response:
    body, groups = call.body(), call.portal.groups[kind.id]
    name, label = str(body.get("name") or ""), str(body.get("label") or "")
    if not name or not label:
        raise invalid("Some required fields were not set: [name, label]")
    if name in groups:
        raise HubSpotError(409, f'A property group named "{name}" already exists.', "OBJECT_ALREADY_EXISTS")
    groups[name] = Group(name, label, int(body.get("displayOrder") or -1))
    return json_response(groups[name].as_json(), 201)


def _read_group(call: ApiCall, kind: ObjectType, name: str) -> Response:
    group = call.portal.groups[kind.id].get(name)
    if group is None:
        raise HubSpotError(404, f'Property group "{name}" does not exist', "OBJECT_NOT_FOUND")
    return json_response(group.as_json())


def _paths(suffix: str) -> tuple[str, str]:
    return aliases("/crm/v3/properties/<kind>", "/crm/properties/{version}/<kind>", suffix)


ROUTES = (
    Route("GET", _paths(""), _list, Access.SCHEMA_READ),
    Route("POST", _paths(""), _create, Access.SCHEMA_WRITE),
    Route("GET", _paths("/<name>"), _read, Access.SCHEMA_READ),
    Route("PATCH", _paths("/<name>"), _update, Access.SCHEMA_WRITE),
    Route("DELETE", _paths("/<name>"), _archive, Access.SCHEMA_WRITE),
    Route("POST", _paths("/batch/read"), _batch_read, Access.SCHEMA_READ),
    Route("POST", _paths("/batch/create"), _batch_create, Access.SCHEMA_WRITE),
    Route("POST", _paths("/batch/archive"), _batch_archive, Access.SCHEMA_WRITE),
    Route("GET", _paths("/groups"), _list_groups, Access.SCHEMA_READ),
    Route("POST", _paths("/groups"), _create_group, Access.SCHEMA_WRITE),
    Route("GET", _paths("/groups/<name>"), _read_group, Access.SCHEMA_READ),
)
