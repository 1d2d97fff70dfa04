"""Both vendors' own HTTP APIs, as the people of the demo use them: a sales person in HubSpot, a bookkeeper in QuickBooks.

Nothing here is shared with the product. Numbers with a fraction are Decimals both ways.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Self

import httpx
import simplejson

HUBSPOT_VERSION = "2026-09"

# https://developers.hubspot.com/docs/api-reference/legacy/crm/associations/associate-records/guide
_ASSOCIATION_TYPES = {
    ("contacts", "companies"): 279,
    ("invoices", "contacts"): 177,
    ("invoices", "companies"): 179,
    ("line_items", "invoices"): 410,
    ("discounts", "invoices"): 412,
    ("fees", "invoices"): 414,
    ("taxes", "invoices"): 416,
    ("commerce_payments", "invoices"): 542,
    ("commerce_payments", "contacts"): 387,
}

Record = dict[str, Any]

_MOST_PAUSES = 5
"""How often to wait a second because the vendor asks to slow down: people and product share its limits."""


class VendorApi:
    """A JSON API behind a bearer token. `own_calls` are the vendor's ids of the requests made here."""

    def __init__(self, base_url: str, token: str, request_id_header: str) -> None:
        self.own_calls: set[str] = set()
        self._request_id_header = request_id_header
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._http = httpx.Client(base_url=base_url, headers=headers, timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def call(self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: object = None) -> Any:
        """The answer to one request. Raises RuntimeError with the vendor's own words when it is refused."""
        content = None if body is None else simplejson.dumps(body, use_decimal=True).encode()
        headers = {"Content-Type": "application/json"} if content else {}
        request = self._http.build_request(method, path, params=query, content=content, headers=headers)
        response = self._send(request)
        for _ in range(_MOST_PAUSES):
            if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                time.sleep(1)
                response = self._send(request)
        if not response.is_success:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text}")
        return simplejson.loads(response.content, use_decimal=True)

    def _send(self, request: httpx.Request) -> httpx.Response:
        response = self._http.send(request)
        self.own_calls.add(response.headers.get(self._request_id_header, ""))
        return response


class HubSpot(VendorApi):
    """CRM objects: https://developers.hubspot.com/docs/guides/crm/using-object-apis."""

    def __init__(self, base_url: str, token: str) -> None:
        super().__init__(base_url, token, "x-hubspot-correlation-id")

    def create(self, objects: str, properties: Mapping[str, object], **associated: str) -> Record:
        """A new record, associated with others given as list name = id."""
        associations = [
            {
                "to": {"id": other},
                "types": [
                    {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": _ASSOCIATION_TYPES[objects, name]},
                ],
            }
            for name, other in associated.items()
        ]
        body = {"properties": properties, "associations": associations}
        record: Record = self.call("POST", _path(objects), body=body)
        return record

    def update(self, objects: str, record_id: str, properties: Mapping[str, object]) -> Record:
        """Change some properties of a record."""
        record: Record = self.call("PATCH", f"{_path(objects)}/{record_id}", body={"properties": properties})
        return record

    def read(self, objects: str, record_id: str, properties: Sequence[str]) -> dict[str, str]:
        """The named properties of one record, "" where they are not set."""
        query = {"properties": ",".join(properties)}
        record = self.call("GET", f"{_path(objects)}/{record_id}", query=query)
        return {name: record["properties"].get(name) or "" for name in properties}

    def every(self, objects: str, properties: Sequence[str], associations: str = "") -> list[Record]:
        """All records of a type."""
        query = {"limit": "100", "properties": ",".join(properties), "associations": associations}
        records: list[Record] = []
        while True:
            page = self.call("GET", _path(objects), query=query)
            records += page["results"]
            if "paging" not in page:
                return records
            query["after"] = page["paging"]["next"]["after"]


class QuickBooks(VendorApi):
    """One company: https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features."""

    def __init__(self, base_url: str, token: str, realm_id: str) -> None:
        super().__init__(base_url, token, "intuit_tid")
        self._company = f"/v3/company/{realm_id}"

    def create(self, entity: str, members: Mapping[str, object]) -> Record:
        """A new object."""
        query = {"minorversion": "75"}
        answer = self.call("POST", f"{self._company}/{entity.lower()}", query=query, body=members)
        record: Record = answer[entity]
        return record


def _path(objects: str) -> str:
    return f"/crm/objects/{HUBSPOT_VERSION}/{objects}"
