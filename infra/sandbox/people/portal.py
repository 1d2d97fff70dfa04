"""The records of one HubSpot account, as people reach them: https://developers.hubspot.com/docs/guides/crm/using-object-apis."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

import httpx2

from infra.sandbox.people.access import Api, Pages

# https://developers.hubspot.com/docs/api-reference/legacy/crm/associations/associate-records/guide
CONTACT_TO_COMPANY, CONTACT_TO_COMPANY_PRIMARY, COMPANY_TO_CONTACT_PRIMARY = 279, 1, 2
INVOICE_TO_CONTACT, INVOICE_TO_COMPANY = 177, 179
LINE_ITEM_TO_INVOICE, DISCOUNT_TO_INVOICE, FEE_TO_INVOICE, TAX_TO_INVOICE = 410, 412, 414, 416
PAYMENT_TO_INVOICE, PAYMENT_TO_CONTACT = 542, 387

Associated = tuple[int, str]
"""The type of an association, and the id of the other record."""

_MOST_LISTED = "100"


class Portal:
    """Records by their type's list name ("contacts", "invoices"), the values of their properties as text."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @classmethod
    def at(cls, http: httpx2.Client, portal_id: object) -> Self:
        """This account at HubSpot, reached with the token of a private app of its own."""
        return cls(Api(http, Pages(http, portal_id=portal_id).act("private_app_token")["access_token"]))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The account's time zone: `/account-info/v3/details`."""
        return ZoneInfo(self._api.call("GET", "/account-info/v3/details")["timeZone"])

    def create(self, objects: str, properties: Mapping[str, str], *associated: Associated) -> str:
        """A new record with its associations; its id."""
        associations = [
            {"to": {"id": other}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}]}
            for kind, other in associated
        ]
        body = {"properties": dict(properties), "associations": associations}
        return str(self._api.call("POST", _path(objects), body=body)["id"])

    def change(self, objects: str, record_id: str, **properties: str) -> None:
        """Write properties of one record."""
        self._api.call("PATCH", f"{_path(objects)}/{record_id}", body={"properties": properties})

    def change_many(self, objects: str, record_ids: Iterable[str], **properties: str) -> None:
        """Write the same properties of up to a hundred records in one call (`/batch/update`)."""
        inputs = [{"id": record_id, "properties": properties} for record_id in record_ids]
        self._api.call("POST", f"{_path(objects)}/batch/update", body={"inputs": inputs})

    def read(self, objects: str, record_id: str, *names: str) -> dict[str, str]:
        """The named properties of one record, "" where they are not set."""
        return _flat(self._api.call("GET", f"{_path(objects)}/{record_id}", query={"properties": ",".join(names)}), names)

    def every(self, objects: str, names: Sequence[str], *, archived: bool = False) -> Iterator[dict[str, str]]:
        """All records of a type, or all deleted ones: the named properties, "" where they are not set, and the `id`."""
        query = {"limit": _MOST_LISTED, "properties": ",".join(names), "archived": str(archived).lower()}
        while True:
            page = self._api.call("GET", _path(objects), query=query)
            yield from (_flat(one, names) | {"id": str(one["id"])} for one in page["results"])
            if "paging" not in page:
                return
            query["after"] = page["paging"]["next"]["after"]

    def associated(self, objects: str, record_id: str, to: str) -> list[str]:
        """The ids of the records of type `to` that one record is associated with."""
        found = self._api.call("GET", f"/crm/v4/objects/{objects}/{record_id}/associations/{to}")
        return sorted({str(one["toObjectId"]) for one in found["results"]})

    def associate(self, objects: str, record_id: str, to: str, other: str, kind: int) -> None:
        """Put two records together, by the type of the association."""
        body = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}]
        self._api.call("PUT", f"/crm/v4/objects/{objects}/{record_id}/associations/{to}/{other}", body=body)

    def separate(self, objects: str, record_id: str, to: str, other: str) -> None:
        """Take two records apart, however they belonged together."""
        self._api.call("DELETE", f"/crm/v4/objects/{objects}/{record_id}/associations/{to}/{other}")

    def add_property(self, objects: str, name: str, group: str, kind: str = "string", options: Sequence[str] = ()) -> None:
        """A new property of a type of records (`/crm/v3/properties`), in a group that is there: text, if nothing is said."""
        described = [{"label": one, "value": one, "displayOrder": place} for place, one in enumerate(options)]
        looks = {"string": "text", "enumeration": "select"}.get(kind, kind)
        body: dict[str, object] = {"name": name, "label": name.title(), "groupName": group, "type": kind, "fieldType": looks}
        body |= {"options": described} if options else {}
        self._api.call("POST", f"/crm/v3/properties/{objects}", body=body)

    def delete_property(self, objects: str, name: str) -> None:
        """A property that a type of records has no more (`/crm/v3/properties`), and what it held is shown nowhere."""
        self._api.call("DELETE", f"/crm/v3/properties/{objects}/{name}")

    def merge_contacts(self, kept: str, lost: str) -> str:
        """Two contacts become one (`/crm/v3/objects/contacts/merge`); its id."""
        body = {"primaryObjectId": kept, "objectIdToMerge": lost}
        return str(self._api.call("POST", f"{_path('contacts')}/merge", body=body)["id"])


def _path(objects: str) -> str:
    return f"/crm/v3/objects/{objects}"


def _flat(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: record["properties"].get(name) or "" for name in names}
