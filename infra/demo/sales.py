"""The sales of the demo: whom it sells to, its drafts in HubSpot, and invoices being finalised, paid and voided."""

import time
from dataclasses import dataclass, field

from infra.demo.shapes import BUYERS, NEW_PRODUCTS, Buyer, Shape
from infra.sandbox.people.sales import Salesperson


@dataclass(slots=True)
class Draft:
    """An invoice made in HubSpot; `number` and `finalised_at` (monotonic seconds) come with finalising."""

    shape: Shape
    id: str
    number: str = ""
    finalised_at: float = 0.0


@dataclass(slots=True)
class Sales:
    """What the sales person does with the shapes of invoices."""

    person: Salesperson
    _contacts: dict[str, str] = field(default_factory=dict)  # by e-mail
    _companies: dict[str, str] = field(default_factory=dict)  # by contact
    _products: dict[str, str] = field(default_factory=dict)  # by SKU

    def prepare(self) -> None:
        """Meet the buyers and put new products on sale."""
        portal = self.person.portal
        self._contacts = {one["email"].lower(): one["id"] for one in portal.every("contacts", ("email",))}
        for buyer in BUYERS:
            if not buyer.known:
                self._meet(buyer)
        for product in NEW_PRODUCTS:
            portal.create("products", product)
        products = list(portal.every("products", ("hs_sku",)))
        self._products = {one["hs_sku"]: one["id"] for one in reversed(products)}

    def draft(self, shape: Shape) -> Draft:
        """An invoice of this shape, complete but not final: dated today, due in thirty days."""
        contact = self._contacts[shape.buyer.email]
        invoice = self.person.draft(
            contact,
            map(self._with_product, shape.lines),
            adjustments=shape.order_level,
            company=self._companies.get(contact, ""),
            due_in=30,
            hs_title=shape.title,
            hs_comments=shape.memo,
        )
        return Draft(shape, invoice)

    def finalise(self, draft: Draft) -> None:
        """Finalise the invoice; HubSpot gives it its number."""
        self.person.finalise(draft.id)
        draft.finalised_at = time.monotonic()
        draft.number = self.person.number_of(draft.id)

    def receive_payment(self, draft: Draft, amount: str) -> None:
        """Note a cheque that came in today."""
        contact = self._contacts[draft.shape.buyer.email]
        cheque = {"hs_payment_method_type": "check", "hs_reference_number": f"C-{draft.number}", "hs_currency_code": "USD"}
        self.person.record_payment(draft.id, amount, contact=contact, **cheque)

    def void(self, draft: Draft) -> None:
        """Void the invoice."""
        self.person.void(draft.id)

    def _meet(self, buyer: Buyer) -> None:
        employer = self.person.portal.create("companies", {"name": buyer.company}) if buyer.company else ""
        name = {"firstname": buyer.given_name, "lastname": buyer.family_name}
        contact = self.person.add_contact(company=employer, email=buyer.email, **name)
        self._contacts[buyer.email] = contact
        self._companies |= {contact: employer} if employer else {}

    def _with_product(self, line: dict[str, str]) -> dict[str, str]:
        sku = line.get("hs_product_id")
        return {**line, "hs_product_id": self._products[sku]} if sku else line
