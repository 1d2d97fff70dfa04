"""The sales person: seeds contacts, companies, products and draft invoices in HubSpot, and finalises invoices."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from infra.demo.shapes import BUYERS, NEW_PRODUCTS, Buyer, Shape
from infra.demo.vendors import HubSpot


@dataclass(slots=True)
class Draft:
    """An invoice made in HubSpot; `number` and `finalised_at` (monotonic seconds) come with finalising."""

    shape: Shape
    id: str
    number: str = ""
    finalised_at: float = 0.0


@dataclass(slots=True)
class SalesPerson:
    """Works in HubSpot, through its API."""

    hubspot: HubSpot
    _contacts: dict[str, str] = field(default_factory=dict)  # by e-mail
    _companies: dict[str, str] = field(default_factory=dict)  # by contact
    _products: dict[str, str] = field(default_factory=dict)  # by SKU

    def prepare(self) -> None:
        """Meet the buyers and put new products on sale."""
        for record in self.hubspot.every("contacts", ("email",)):
            self._contacts[(record["properties"]["email"] or "").lower()] = record["id"]
        for buyer in BUYERS:
            if not buyer.known:
                self._meet(buyer)
        for product in NEW_PRODUCTS:
            self.hubspot.create("products", product)
        for record in reversed(self.hubspot.every("products", ("hs_sku",))):
            self._products[record["properties"]["hs_sku"] or ""] = record["id"]

    def draft(self, shape: Shape) -> Draft:
        """An invoice of this shape, complete but not final: dated today, due in thirty days."""
        today = datetime.now(UTC).date()
        contact = self._contacts[shape.buyer.email]
        associated = {"contacts": contact}
        if company := self._companies.get(contact):
            associated["companies"] = company
        invoice = self.hubspot.create(
            "invoices",
            {
                "hs_currency": "USD",
                "hs_title": shape.title,
                "hs_comments": shape.memo,
                "hs_invoice_date": _midnight(today.isoformat()),
                "hs_due_date": _midnight((today + timedelta(days=30)).isoformat()),
            },
            **associated,
        )
        for line in shape.lines:
            self.hubspot.create("line_items", self._with_product(line), invoices=invoice["id"])
        for objects, properties in shape.order_level:
            self.hubspot.create(objects, properties, invoices=invoice["id"])
        return Draft(shape, invoice["id"])

    def finalise(self, draft: Draft) -> None:
        """Finalise the invoice; HubSpot gives it its number."""
        self.hubspot.update("invoices", draft.id, {"hs_invoice_status": "open"})
        draft.finalised_at = time.monotonic()
        draft.number = self.hubspot.read("invoices", draft.id, ("hs_number",))["hs_number"]

    def receive_payment(self, draft: Draft, amount: str) -> None:
        """Note a payment made outside HubSpot."""
        properties = {
            "hs_initial_amount": amount,
            "hs_initiated_date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "hs_latest_status": "succeeded",
            "hs_currency_code": "USD",
            "hs_payment_method_type": "check",
            "hs_reference_number": f"C-{draft.number}",
        }
        contact = self._contacts[draft.shape.buyer.email]
        self.hubspot.create("commerce_payments", properties, invoices=draft.id, contacts=contact)

    def void(self, draft: Draft) -> None:
        """Void the invoice."""
        self.hubspot.update("invoices", draft.id, {"hs_invoice_status": "voided"})

    def _meet(self, buyer: Buyer) -> None:
        properties = {"email": buyer.email, "firstname": buyer.given_name, "lastname": buyer.family_name}
        employer = self.hubspot.create("companies", {"name": buyer.company})["id"] if buyer.company else ""
        associated = {"companies": employer} if employer else {}
        contact = self.hubspot.create("contacts", properties, **associated)["id"]
        self._contacts[buyer.email] = contact
        self._companies |= {contact: employer} if employer else {}

    def _with_product(self, line: dict[str, str]) -> dict[str, str]:
        sku = line.get("hs_product_id")
        return {**line, "hs_product_id": self._products[sku]} if sku else line


def _midnight(day: str) -> str:
    return f"{day}T00:00:00.000Z"
