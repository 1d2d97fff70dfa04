"""One portal and one company that belong together, as the people there reach them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.control import ControlError
from tests.simulation.vendors import Vendors

READ = {
    "invoices": (
        "hs_invoice_status", "hs_number", "hs_comments", "hs_due_date", "hs_amount_billed", "hs_balance_due",
    ),
    "commerce_payments": (
        "hs_initial_amount", "hs_latest_status", "counterfoil_source", "hs_reference_number", "hs_payment_source_app",
    ),
    "contacts": ("email", "phone", "firstname", "lastname", "counterfoil_source"),
    "products": ("name", "hs_sku", "price", "counterfoil_source"),
}  # fmt: skip


class RefusedError(Exception):
    """The vendor did not let the person do it."""


@dataclass
class Account:
    """One portal and one company that belong together, with everything people did there.

    `own_numbers` says that the company's documents bear the numbers that they were given, not QuickBooks' own.

    `sold` has the product on an invoice, by the invoice, `merged` the contacts that became one, by the one they became;
    `namesakes` are the entries of QuickBooks' lists that people made for a HubSpot record by themselves, by its type and id;
    `entered` are all the items that they made.

    `touched` says, by the record concerned (a QuickBooks invoice's id, or the reference of a HubSpot record), what people
    did that the sync must ask a person about; `removed` is what they deleted in QuickBooks, `archived` in HubSpot;
    `relisted` are the entries of QuickBooks' lists, by entity and id, that they made inactive or merged; `written` is what
    somebody wrote last into a field, by object type, record and field.
    """

    vendors: Vendors
    clock: Clock
    portal_id: int
    realm_id: str
    token: str
    hubspot_refresh: str
    quickbooks_refresh: str
    own_numbers: bool
    touched: dict[str, set[str]] = field(default_factory=dict)
    removed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sold: dict[str, str] = field(default_factory=dict)
    merged: dict[str, set[str]] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)
    namesakes: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    archived: set[tuple[str, str]] = field(default_factory=set)
    relisted: set[tuple[str, str]] = field(default_factory=set)
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)
    finalised: dict[str, datetime] = field(default_factory=dict)

    def api(self, method: str, path: str, body: object = None) -> Any:
        """One call of HubSpot's API. Raises RefusedError."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.vendors.people.request(method, path, json=body, headers=headers)
        if not answer.is_success:
            raise RefusedError(answer.text)
        return answer.json() if answer.content else None

    def make(self, objects: str, properties: Mapping[str, str], *associations: tuple[int, str]) -> str:
        """Create a HubSpot record, associated with (type, id); its id."""
        to = [
            {"to": {"id": record}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}]}
            for kind, record in associations
        ]
        return str(self.api("POST", f"/crm/objects/2026-09/{objects}", {"properties": properties, "associations": to})["id"])

    def change(self, objects: str, record: str, **properties: str) -> None:
        """Write properties."""
        self.api("PATCH", f"/crm/objects/2026-09/{objects}/{record}", {"properties": properties})
        for name, value in properties.items():
            self.written[objects, record, name] = value
        if properties.get("hs_invoice_status") == "open":
            self.finalised[record] = self.clock.now()

    def edit(self, objects: str, record: str, **properties: str) -> None:
        """Write properties in HubSpot's own pages, which let a person do more than the API. Raises RefusedError."""
        self._act("edit", object_type=objects, id=record, properties=properties)

    def archive(self, objects: str, record: str) -> None:
        """Delete a record in HubSpot's own pages. Raises RefusedError."""
        self._act("archive", object_type=objects, id=record)
        self.archived.add((objects, record))

    def refund(self, payment: Mapping[str, str], amount: str) -> None:
        """Give back money of a payment, where it was taken: by HubSpot or elsewhere. Raises RefusedError."""
        if payment["hs_payment_source_app"]:
            self._act("refund_hubspot_payment", payment_id=payment["id"], amount=amount)
        else:
            status = "refunded" if amount == payment["hs_initial_amount"] else "partially_refunded"
            self.edit("commerce_payments", payment["id"], hs_latest_status=status, hs_refunds_amount=amount)

    def _act(self, action: str, **arguments: Any) -> None:
        try:
            self.vendors.hubspot.control(action, {"portal_id": self.portal_id, **arguments})
        except ControlError as error:
            raise RefusedError(str(error)) from error

    def all(self, objects: str, *, archived: bool = False) -> list[dict[str, str]]:
        """Every HubSpot record of a type, or every deleted one: its properties and `id`."""
        found: list[dict[str, str]] = []
        after = "&archived=true" if archived else ""
        while True:
            names = ",".join(READ[objects])
            page = self.api("GET", f"/crm/objects/2026-09/{objects}?limit=100&properties={names}{after}")
            found += [
                {name: one["properties"].get(name) or "" for name in READ[objects]} | {"id": one["id"]}
                for one in page["results"]
            ]
            if "paging" not in page:
                return found
            after = f"&after={page['paging']['next']['after']}&archived={str(archived).lower()}"

    def associated(self, objects: str, record: str, to: str) -> list[str]:
        """The ids of the records of type `to` at a HubSpot record."""
        found = self.api("GET", f"/crm/objects/2026-09/{objects}/{record}/associations/{to}")
        return sorted({str(one.get("toObjectId") or one.get("id")) for one in found["results"]})

    def book(self, action: str, **arguments: Any) -> Any:
        """The bookkeeper does something in QuickBooks' pages. Raises RefusedError."""
        try:
            return self.vendors.quickbooks.control(action, {"realm_id": self.realm_id, **arguments})
        except ControlError as error:
            raise RefusedError(str(error)) from error

    def rows(self, entity: str) -> list[dict[str, Any]]:
        """Every QuickBooks object of a kind, inactive ones too."""
        statement = f"SELECT * FROM {entity}"
        if entity in {"Customer", "Item"}:
            statement += " WHERE Active IN (true, false)"
        rows: list[dict[str, Any]] = self.book("query", query=f"{statement} MAXRESULTS 1000").get(entity, [])
        return rows

    def touch(self, record: str, what: str) -> None:
        """Remember that somebody did `what` to `record`."""
        self.touched.setdefault(record, set()).add(what)
