"""What a request is about to write, read from the request alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx2

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.write import Operation
from tests.simulation.ledgers import source_of


class Sort(StrEnum):
    """What a write is about."""

    RECORD = "record"  # a record itself
    DISPLAY = "display"  # how its sync stands, in properties of our own
    PART = "part"  # what an invoice consists of; `record` is the invoice where a new part says so
    ASSOCIATION = "association"  # where a record belongs that was just made
    SETUP = "setup"  # our own properties in a portal
    UNKNOWN = "unknown"  # nothing that the bundle is known to write


@dataclass(frozen=True, slots=True)
class VendorWrite:
    """One record to be written. `fields` have the vendor's names.

    `record` is the id of what is changed; of what is made it is the source that its marker names, or an item's name.
    """

    system: System
    sort: Sort
    operation: Operation = Operation.UPDATE
    kind: EntityKind | None = None
    record: str = ""
    fields: frozenset[str] = frozenset()


_OBJECTS = {
    "contacts": EntityKind.CUSTOMER,
    "companies": EntityKind.CUSTOMER,
    "products": EntityKind.PRODUCT,
    "invoices": EntityKind.INVOICE,
    "commerce_payments": EntityKind.PAYMENT,
}
_ENTITIES = {
    "Customer": EntityKind.CUSTOMER,
    "Item": EntityKind.PRODUCT,
    "Invoice": EntityKind.INVOICE,
    "Payment": EntityKind.PAYMENT,
}
_MARKER = "counterfoil_source"
_DISPLAYED = re.compile(r"counterfoil_(?!source$)")
_VOIDED = {("hs_invoice_status", "voided"), ("hs_latest_status", "failed")}
_READS = re.compile(r"/batch/read$|/search$|/query$|^/oauth|^/graphql$")
_OBJECT_BATCH = re.compile(r"^/crm/objects/[^/]+/(?P<objects>\w+)/batch/(?P<action>create|update|upsert|archive)$")
_PARTS = {"line_items", "discounts", "fees", "taxes"}
_ENVELOPE = {"Id", "SyncToken", "sparse"}


def writes_of(system: System, request: httpx2.Request) -> list[VendorWrite]:
    """Empty for a request that only reads."""
    path = request.url.path
    if request.method == "GET" or _READS.search(path):
        return []
    if system is System.QUICKBOOKS:
        return list(_in_quickbooks(request))
    found = _OBJECT_BATCH.match(path)
    if found and found["objects"] in _PARTS:
        return list(_parts(found["action"], request))
    if found:
        return list(_in_hubspot(found["objects"], found["action"], request))
    sort = Sort.SETUP if path.startswith("/crm/properties/") else Sort.UNKNOWN
    return [VendorWrite(system, Sort.ASSOCIATION if path.startswith("/crm/associations/") else sort)]


def _in_quickbooks(request: httpx2.Request) -> Iterator[VendorWrite]:
    name, body = request.url.path.rpartition("/")[2], json.loads(request.content)
    entity = next((one for one in _ENTITIES if one.lower() == name), "")
    if name == "batch":
        for item in body["BatchItemRequest"]:
            for member in item.keys() - {"bId", "operation", "optionsData", "Query"}:
                yield _item(member, item)
    elif entity:
        asked = dict(request.url.params)
        usual = "update" if "Id" in body else "create"
        yield _item(entity, {entity: body, "operation": asked.get("operation", usual), "optionsData": asked.get("include")})
    else:
        yield VendorWrite(System.QUICKBOOKS, Sort.UNKNOWN)


def _item(entity: str, item: Mapping[str, Any]) -> VendorWrite:
    document, voids = item[entity], "void" in {item["operation"], item.get("optionsData")}
    operation = Operation.VOID if voids else Operation(item["operation"])
    made = source_of(document) or str(document.get("Name", ""))
    return VendorWrite(
        system=System.QUICKBOOKS,
        sort=Sort.RECORD if entity in _ENTITIES else Sort.UNKNOWN,
        operation=operation,
        kind=_ENTITIES.get(entity),
        record=made if operation is Operation.CREATE else str(document["Id"]),
        fields=frozenset(document) - _ENVELOPE,
    )


def _parts(action: str, request: httpx2.Request) -> Iterator[VendorWrite]:
    for one in json.loads(request.content)["inputs"]:
        places = [str(place["to"]["id"]) for place in one.get("associations", ())]
        yield VendorWrite(
            system=System.HUBSPOT,
            sort=Sort.PART,
            operation=Operation.CREATE if action == "create" else Operation.UPDATE,
            kind=EntityKind.INVOICE,
            record=places[0] if places else "",
        )


def _in_hubspot(objects: str, action: str, request: httpx2.Request) -> Iterator[VendorWrite]:
    for one in json.loads(request.content)["inputs"]:
        properties: Mapping[str, str] = one.get("properties", {})
        changes = action == "update"
        voids = bool(_VOIDED & properties.items())
        shows = changes and bool(properties) and all(map(_DISPLAYED.match, properties))
        yield VendorWrite(
            system=System.HUBSPOT,
            sort=Sort.DISPLAY if shows else Sort.RECORD if objects in _OBJECTS else Sort.UNKNOWN,
            operation=Operation.CREATE if not changes else Operation.VOID if voids else Operation.UPDATE,
            kind=_OBJECTS.get(objects),
            record=_id(objects, str(one["id"])) if changes else properties.get(_MARKER, ""),
            fields=frozenset(properties) - {_MARKER},
        )


def _id(objects: str, number: str) -> str:
    """A record's id as the bundle knows it."""
    return COMPANY + number if objects == "companies" else number
