"""HubSpot as its official client sees it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hubspot import HubSpot  # type: ignore[import-untyped]
from hubspot.crm.objects import (  # type: ignore[import-untyped]
    BatchInputSimplePublicObjectBatchInput,
    BatchInputSimplePublicObjectBatchInputForCreate,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
)

from infra.demo.twins import Twin

ASSOCIATION_TYPES = {"invoice_contact": 177, "line_item_invoice": 410, "discount_invoice": 412, "payment_invoice": 542}
DEFAULT_LINES = ({"name": "Pruning", "quantity": "3", "price": "33.35", "hs_discount_percentage": "10"},)


def today() -> str:
    """Today, as HubSpot stores a picked date."""
    return _midnight(0)


def in_thirty_days() -> str:
    """A due date."""
    return _midnight(30)


def _midnight(days: int) -> str:
    return f"{(datetime.now(UTC) + timedelta(days=days)).date()}T00:00:00.000Z"


def associated(kind: str, record_id: str) -> dict[str, Any]:
    """An entry of `associations`."""
    association = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": ASSOCIATION_TYPES[kind]}
    return {"to": {"id": record_id}, "types": [association]}


class Sales:
    """A sales person in one portal."""

    def __init__(self, twin_url: str, portal_id: str) -> None:
        self.twin = Twin(twin_url)
        self.portal_id = portal_id
        token = self.twin.act("private_app_token", portal_id=portal_id)["access_token"]
        self._objects: Any = HubSpot(access_token=token, host=twin_url).crm.objects

    def create(self, objects: str, properties: Mapping[str, str], *associations: Mapping[str, Any]) -> str:
        """A new record; its id."""
        sent = SimplePublicObjectInputForCreate(properties=dict(properties), associations=list(associations))
        return str(self._objects.basic_api.create(objects, sent).id)

    def update(self, objects: str, record_id: str, **properties: str) -> None:
        """Change properties."""
        self._objects.basic_api.update(objects, record_id, SimplePublicObjectInput(properties=properties))

    def delete(self, objects: str, record_id: str) -> None:
        """Delete a record."""
        self._objects.basic_api.archive(objects, record_id)

    def read(self, objects: str, record_id: str, *names: str) -> dict[str, str]:
        """Properties, "" where they are not set."""
        found = self._objects.basic_api.get_by_id(objects, record_id, properties=list(names)).properties
        return {name: found.get(name) or "" for name in names}

    def contact(self, email: str) -> str:
        """The id of a contact, made if there is none."""
        for record in self._objects.get_all("contacts", properties=["email"]):
            if (record.properties.get("email") or "").lower() == email:
                return str(record.id)
        name, _, rest = email.partition("@")
        return self.create(
            "contacts", {"email": email, "firstname": name.title(), "lastname": rest.partition(".")[0].title()}
        )

    def draft(self, contact: str, lines: Sequence[Mapping[str, str]] = DEFAULT_LINES, **properties: str) -> str:
        """A draft invoice with its lines; its id."""
        values = {"hs_currency": "USD", "hs_invoice_date": today(), "hs_due_date": in_thirty_days(), **properties}
        invoice = self.create("invoices", values, associated("invoice_contact", contact))
        for line in lines:
            self.create("line_items", line, associated("line_item_invoice", invoice))
        return invoice

    def finalise(self, invoice: str) -> str:
        """Finalise a draft; the number it gets."""
        self.update("invoices", invoice, hs_invoice_status="open")
        return self.read("invoices", invoice, "hs_number")["hs_number"]

    def pay(self, invoice: str, amount: str) -> str:
        """Note a payment by check; its id."""
        values = {"hs_initial_amount": amount, "hs_initiated_date": today(), "hs_latest_status": "succeeded"}
        return self.create("commerce_payments", values, associated("payment_invoice", invoice))

    def payments(self) -> list[dict[str, str]]:
        """All payments."""
        names = ["hs_initial_amount", "hs_latest_status", "hs_initiated_date"]
        return [dict(one.properties) for one in self._objects.get_all("commerce_payments", properties=names)]

    def draft_many(self, contacts: Sequence[str]) -> list[str]:
        """One draft invoice with one line per contact; their ids."""
        values = {"hs_currency": "USD", "hs_invoice_date": today(), "hs_due_date": in_thirty_days()}
        invoices = self._create_many("invoices", ((values, associated("invoice_contact", contact)) for contact in contacts))
        lines = ({"name": "Mowing", "quantity": "1", "price": f"{20 + number}.45"} for number in range(len(contacts)))
        owners = (associated("line_item_invoice", invoice) for invoice in invoices)
        self._create_many("line_items", zip(lines, owners, strict=True))
        return invoices

    def finalise_many(self, invoices: Iterable[str]) -> None:
        """Finalise up to a hundred drafts in one call."""
        inputs = [{"id": invoice, "properties": {"hs_invoice_status": "open"}} for invoice in invoices]
        self._objects.batch_api.update("invoices", BatchInputSimplePublicObjectBatchInput(inputs=inputs))

    def _create_many(self, objects: str, records: Iterable[tuple[Mapping[str, str], Mapping[str, Any]]]) -> list[str]:
        inputs = [
            {"properties": properties, "associations": [association], "objectWriteTraceId": str(position)}
            for position, (properties, association) in enumerate(records)
        ]
        answer = self._objects.batch_api.create(objects, BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs))
        assert len(answer.results) == len(inputs)
        return [str(record.id) for record in answer.results]
