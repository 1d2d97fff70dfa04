"""The sales person: who meets buyers, writes invoices and notes what was paid, through HubSpot's API."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from infra.sandbox.people import days
from infra.sandbox.people.portal import (
    CONTACT_TO_COMPANY,
    DISCOUNT_TO_INVOICE,
    FEE_TO_INVOICE,
    INVOICE_TO_COMPANY,
    INVOICE_TO_CONTACT,
    LINE_ITEM_TO_INVOICE,
    PAYMENT_TO_CONTACT,
    PAYMENT_TO_INVOICE,
    TAX_TO_INVOICE,
    Portal,
)

Properties = Mapping[str, str]
_ON_THE_INVOICE = {
    "line_items": LINE_ITEM_TO_INVOICE,
    "discounts": DISCOUNT_TO_INVOICE,
    "fees": FEE_TO_INVOICE,
    "taxes": TAX_TO_INVOICE,
}


class Salesperson:
    """Sells in one portal; `now` is the clock that the portal's people look at. What is refused raises RefusedError."""

    def __init__(self, portal: Portal, now: Callable[[], datetime]) -> None:
        self.portal, self._now = portal, now

    def day(self, days_from_today: int = 0) -> str:
        """Today in the portal's time zone, or a day before or after it, as HubSpot stores a picked day."""
        today = self._now().astimezone(self.portal.zone).date()
        return days.picked(today + timedelta(days=days_from_today), self.portal.zone)

    def add_contact(self, *, company: str = "", **properties: str) -> str:
        """A new contact, who works for a company that is there already; its id."""
        employer = [(CONTACT_TO_COMPANY, company)] if company else []
        return self.portal.create("contacts", properties, *employer)

    def draft(
        self,
        contact: str,
        lines: Iterable[Properties] = (),
        *,
        adjustments: Iterable[tuple[str, Properties]] = (),
        company: str = "",
        due_in: int | None = None,
        **properties: str,
    ) -> str:
        """A draft invoice with its lines, and with "discounts", "fees" and "taxes" of the whole invoice; its id.

        One that is due in so many days is dated today.
        """
        buyer = [(INVOICE_TO_CONTACT, contact), *([(INVOICE_TO_COMPANY, company)] if company else [])]
        dates = {} if due_in is None else {"hs_invoice_date": self.day(), "hs_due_date": self.day(due_in)}
        invoice = self.portal.create("invoices", {"hs_currency": "USD", **dates, **properties}, *buyer)
        for line in lines:
            self.add_to(invoice, "line_items", line)
        for objects, values in adjustments:
            self.add_to(invoice, objects, values)
        return invoice

    def add_to(self, invoice: str, objects: str, properties: Properties) -> str:
        """One more of the line items, discounts, fees or taxes of a draft; its id."""
        return self.portal.create(objects, properties, (_ON_THE_INVOICE[objects], invoice))

    def finalise(self, invoice: str) -> None:
        """A draft becomes an open invoice; HubSpot gives it its number."""
        self.portal.change("invoices", invoice, hs_invoice_status="open")

    def number_of(self, invoice: str) -> str:
        """The number of a finalised invoice."""
        return self.portal.read("invoices", invoice, "hs_number")["hs_number"]

    def void(self, invoice: str) -> None:
        """An invoice is owed no more."""
        self.portal.change("invoices", invoice, hs_invoice_status="voided")

    def record_payment(self, invoice: str, amount: object, *, contact: str = "", **properties: str) -> str:
        """Note money that came in today outside HubSpot for an open invoice; the payment's id."""
        payer = [(PAYMENT_TO_CONTACT, contact)] if contact else []
        values = {"hs_initial_amount": str(amount), "hs_initiated_date": self.day(), "hs_latest_status": "succeeded"}
        return self.portal.create("commerce_payments", values | properties, (PAYMENT_TO_INVOICE, invoice), *payer)
