"""`/crm/v3/objects/{type}` and `/crm/objects/{version}/{type}`: one record at a time.

https://developers.hubspot.com/docs/guides/crm/using-object-apis
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from infra.sandbox.hubspot import crm, merging
from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.errors import HubSpotError, invalid, record_not_found
from infra.sandbox.hubspot.object_types import COMPANY, CONTACT, ObjectType, object_type
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.presentation import View, show, show_written
from infra.sandbox.hubspot.records import Record
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.hubspot.values import unreadable
from infra.sandbox.kernel.control import json_response

MOST_LISTED = 100


def view_of(call: ApiCall) -> View:
    """What the query parameters ask to see; unknown object types in `associations` are ignored."""
    kinds = []
    for name in call.names("associations"):
        try:
            kinds.append(object_type(name))
        except HubSpotError:
            continue
    return View(call.names("properties"), call.names("propertiesWithHistory"), kinds)


def find(portal: Portal, kind: ObjectType, key: str, id_property: str | None, *, archived: bool = False) -> Record:
    """The record with this id or unique value. Raises 404, or 400 for a property that is not unique."""
    record = lookup(portal, kind, key, id_property, archived=archived)
    if record is None:
        raise record_not_found(key) if not id_property else HubSpotError(404, "resource not found")
    return record


def lookup(portal: Portal, kind: ObjectType, key: str, id_property: str | None, *, archived: bool = False) -> Record | None:
    """The record with this id or unique value, if there is one. Raises 400 for a property that is not unique."""
    if not id_property or id_property == "hs_object_id":
        return portal.find(kind, key, archived=archived)
    check_unique(portal, kind, id_property)
    if not archived:
        return portal.owner_of(kind, id_property, key)
    return next((record for record in portal.records(kind, archived=True) if record.get(id_property) == key), None)


def check_unique(portal: Portal, kind: ObjectType, name: str) -> None:
    """Raises 400 unless the property has unique values."""
    definition = portal.definitions[kind.id].get(name)
    if definition is None or not definition.unique:
        raise invalid(f"{name} is not a unique property of {kind.name}", propertyName=[name])


def properties_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The `properties` of a body or batch input. Raises 400."""
    found = entry.get("properties")
    if not isinstance(found, dict):
        raise invalid("Some required fields were not set: [properties]")
    return found


def associations_of(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The `associations` of a body or batch input; in practice they may be missing. Raises 400."""
    found = entry.get("associations") or []
    if not isinstance(found, list) or not all(isinstance(association, dict) for association in found):
        raise unreadable("Cannot deserialize value of type list of associations")
    return found


def _list(call: ApiCall, kind: ObjectType) -> Response:
    limit = call.number("limit", 10, MOST_LISTED)
    after = call.request.args.get("after", "0")
    if not after.isdigit():
        raise invalid("The after parameter is not valid.", propertyName=["after"])
    every = call.portal.records(kind, archived=call.flag("archived"))
    page = list(islice((record for record in every if int(record.id) >= int(after)), limit + 1))
    view = view_of(call)
    body: dict[str, Any] = {"results": [show(call.portal, record, view) for record in page[:limit]]}
    if len(page) > limit:
        body["paging"] = {"next": _next(call, page[limit].id)}
    return json_response(body)


def _next(call: ApiCall, after: str) -> dict[str, str]:
    query = [(name, value) for name, value in call.request.args.items(multi=True) if name != "after"]
    return {"after": after, "link": f"{call.request.base_url}?{urlencode([*query, ('after', after)])}"}


def _create(call: ApiCall, kind: ObjectType) -> Response:
    body = call.body()
    record = crm.create(call.portal, kind, properties_of(body), call.actor, associations_of(body))
    response = json_response(show_written(call.portal, record), 201)
    response.headers["Location"] = f"{call.request.base_url.rstrip('/')}/{record.id}"
    return response


def _read(call: ApiCall, kind: ObjectType, record_id: str) -> Response:
    id_property = call.request.args.get("idProperty")
    record = find(call.portal, kind, record_id, id_property, archived=call.flag("archived"))
    return json_response(show(call.portal, record, view_of(call)))


def _update(call: ApiCall, kind: ObjectType, record_id: str) -> Response:
    record = find(call.portal, kind, record_id, call.request.args.get("idProperty"))
    written = crm.update(call.portal, record, properties_of(call.body()), call.actor)
    return json_response(show_written(call.portal, record, written))


def _archive(call: ApiCall, kind: ObjectType, record_id: str) -> Response:
    """A record that is missing, or in the recycle bin already, is answered like one that was there."""
    record = call.portal.find(kind, record_id)
    if record:
        crm.archive(call.portal, record, call.actor)
    return Response(status=204)


def _merge(call: ApiCall, kind: ObjectType) -> Response:
    if kind not in {CONTACT, COMPANY}:
        raise invalid(f"Records of type {kind.name} cannot be merged.")
    body = call.body()
    primary = find(call.portal, kind, str(body.get("primaryObjectId")), None)
    other = find(call.portal, kind, str(body.get("objectIdToMerge")), None)
    return json_response(show_written(call.portal, merging.merge(call.portal, primary, other, call.actor)))


def _objects(suffix: str) -> tuple[str, str]:
    return aliases("/crm/v3/objects/<kind>", "/crm/objects/{version}/<kind>", suffix)


ROUTES = (
    Route("GET", _objects(""), _list, Access.READ),
    Route("POST", _objects(""), _create, Access.WRITE),
    Route("GET", _objects("/<record_id>"), _read, Access.READ),
    Route("PATCH", _objects("/<record_id>"), _update, Access.WRITE),
    Route("DELETE", _objects("/<record_id>"), _archive, Access.WRITE),
    Route("POST", _objects("/merge"), _merge, Access.WRITE),
)
