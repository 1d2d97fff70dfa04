"""Raw HTTP against one portal of a HubSpot twin, and a receiver for its webhooks."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx2

from infra.sandbox.hubspot.association_types import default_type
from infra.sandbox.hubspot.object_types import object_type
from infra.sandbox.hubspot.twin import HubSpotTwin

Json = dict[str, Any]


class Portal:
    """Calls one portal in process; every call returns the answer's body and checks its status."""

    def __init__(self, twin: HubSpotTwin, credentials: Json, version: str = "2026-09") -> None:
        self.twin, self.credentials, self.version = twin, credentials, version
        headers = {"Authorization": f"Bearer {credentials['access_token']}"}
        self.http = httpx2.Client(transport=httpx2.WSGITransport(app=twin), base_url="http://twin", headers=headers)

    def call(self, method: str, path: str, body: Any = None, *, status: int | None = None) -> Any:
        """One request; `{v}` in the path is the version."""
        response = self.http.request(method, path.replace("{v}", self.version), json=body)
        wanted = {status} if status else {200, 201, 204}
        assert response.status_code in wanted, response.text
        return response.json() if response.content else None

    def create(self, kind: str, *linked: tuple[str, str], status: int | None = None, **properties: Any) -> Any:
        """Create one record, associated with `linked` (type name, id) by the default types."""
        associations = [{"to": {"id": other}, "types": [_default(kind, name)]} for name, other in linked]
        body = {"properties": properties, "associations": associations}
        found = self.call("POST", f"/crm/objects/{{v}}/{kind}", body, status=status)
        return found if status and status >= 400 else found["id"]

    def properties(self, kind: str, record_id: str, *names: str) -> Json:
        """The named properties of one record."""
        found = self.call("GET", f"/crm/objects/{{v}}/{kind}/{record_id}?properties={','.join(names)}")
        return {name: found["properties"].get(name) for name in names}

    def update(self, kind: str, record_id: str, *, status: int | None = None, **properties: Any) -> Any:
        """Patch one record."""
        path = f"/crm/objects/{{v}}/{kind}/{record_id}"
        return self.call("PATCH", path, {"properties": properties}, status=status)

    def delete(self, kind: str, record_id: str, *, status: int | None = None) -> Any:
        """Archive one record."""
        return self.call("DELETE", f"/crm/objects/{{v}}/{kind}/{record_id}", status=status)

    def associate(self, one: str, one_id: str, other: str, other_id: str, *, status: int | None = None) -> Any:
        """Associate two records by the default type."""
        path = f"/crm/objects/{{v}}/{one}/{one_id}/associations/default/{other}/{other_id}"
        return self.call("PUT", path, status=status)

    def search(self, kind: str, *, status: int | None = None, **request: Any) -> Any:
        """Search."""
        return self.call("POST", f"/crm/objects/{{v}}/{kind}/search", request, status=status)

    def batch(self, kind: str, action: str, inputs: list[Json], *, status: int | None = None, **more: Any) -> Any:
        """One batch call."""
        return self.call("POST", f"/crm/objects/{{v}}/{kind}/batch/{action}", {"inputs": inputs, **more}, status=status)

    def act(self, action: str, *, status: int | None = None, **arguments: Any) -> Any:
        """One control action."""
        return self.call("POST", f"/_twin/actions/{action}", arguments, status=status)

    def switch(self, **values: Any) -> None:
        """Set switches."""
        self.call("PUT", "/_twin/switches", values)

    def advance(self, seconds: float) -> None:
        """Move the twin's clock."""
        self.twin.kernel.clock.advance(seconds)

    def draft(self, *lines: Json, **properties: Any) -> str:
        """A draft invoice with a contact and line items; a line of price 100 when none is given."""
        contact = self.create("contacts", firstname="Buyer")
        invoice: str = self.create("invoices", ("contacts", contact), **{"hs_currency": "USD", **properties})
        for line in lines or ({"name": "Work", "price": "100"},):
            self.create("line_items", ("invoices", invoice), **line)
        return invoice

    def open_invoice(self, *lines: Json, **properties: Any) -> str:
        """The same, finalised."""
        invoice = self.draft(*lines, **properties)
        self.update("invoices", invoice, hs_invoice_status="open")
        return invoice

    def pay(self, invoice: str, amount: str, *, status: str = "succeeded") -> str:
        """A payment collected outside HubSpot, associated with an invoice."""
        payment: str = self.create(
            "commerce_payments",
            hs_initial_amount=amount,
            hs_initiated_date="2026-10-01T00:00:00Z",
            hs_latest_status=status,
        )
        self.associate("commerce_payments", payment, "invoices", invoice)
        return payment


def _default(kind: str, other: str) -> Json:
    found = default_type(object_type(kind), object_type(other))
    assert found
    return {"associationCategory": found.category, "associationTypeId": found.id}


@dataclass
class Receiver:
    """A subscriber that keeps what it gets; `answers` are given in turn, then 204."""

    requests: list[httpx2.Request] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def take(self, request: httpx2.Request) -> httpx2.Response:
        """Receive one delivery."""
        self.requests.append(request)
        return httpx2.Response(self.answers.pop(0) if self.answers else 204)

    def events(self, **wanted: Any) -> list[Json]:
        """Every event received so far that has the `wanted` fields."""
        every = [event for request in self.requests for event in json.loads(request.content)]
        return [event for event in every if all(event.get(name) == value for name, value in wanted.items())]
