"""What people do in HubSpot, each noted in the story's books at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people import days
from tests.story.books import HUBSPOT, Bill, Party, Settlement
from tests.story.figures import Sold, total_of
from tests.story.firm import Firm

_CREDIT_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sales:
    """HubSpot's side of a firm."""

    firm: Firm

    def meet(self, first: str, last: str, email: str, *, company: str = "", employer: str = "", **properties: str) -> Party:
        """A new contact, who works for a new company if that is named, or for an `employer` that is there already."""
        employer = self.found(company) if company else employer
        contact = self.firm.salesperson.add_contact(
            company=employer, firstname=first, lastname=last, email=email, **properties
        )
        return Party(company or f"{first} {last}", email, contact=contact, company=employer)

    def found(self, company: str) -> str:
        """A new company; its id."""
        return self.firm.portal.create("companies", {"name": company})

    def product(self, sku: str) -> str:
        """HubSpot's id of the product with this SKU."""
        (found,) = [one["id"] for one in self.firm.portal.every("products", ("hs_sku",)) if one["hs_sku"] == sku]
        return found

    def draft(self, title: str, party: Party, *lines: Sold, day: date, currency: str = "USD", **properties: str) -> Bill:
        """An invoice that is not final yet; nobody owes it."""
        zone = self.firm.portal.zone
        values: dict[str, Any] = {
            "hs_title": title,
            "hs_invoice_date": days.picked(day, zone),
            "hs_due_date": days.picked(day + _CREDIT_DAYS, zone),
            "hs_currency": currency,
            **properties,
        }
        sold = [line.in_hubspot() for line in lines]
        made = self.firm.salesperson.draft(party.contact, sold, company=party.company, **values)
        return Bill(title, party, HUBSPOT, dict.fromkeys(System, total_of(lines)), currency, ids={HUBSPOT: made})

    def finalise(self, bill: Bill) -> Bill:
        """A draft becomes final, and is owed from now on."""
        self.firm.salesperson.finalise(bill.ids[HUBSPOT])
        bill.number = self.firm.salesperson.number_of(bill.ids[HUBSPOT])
        return self.firm.books.add(bill)

    def sell(self, title: str, party: Party, *lines: Sold, day: date, currency: str = "USD", **properties: str) -> Bill:
        """An invoice, finalised at once."""
        return self.finalise(self.draft(title, party, *lines, day=day, currency=currency, **properties))

    def take(self, bill: Bill, amount: str, *, day: date, kept: str = "0", reference: str = "") -> Settlement:
        """A cheque came in, and is noted in HubSpot; QuickBooks will keep so much of it as credit."""
        values = {"hs_initiated_date": days.picked(day, self.firm.portal.zone), "hs_payment_method_type": "check"}
        values |= {"hs_currency_code": bill.currency} | ({"hs_reference_number": reference} if reference else {})
        payer = bill.party.contact
        made = self.firm.salesperson.record_payment(bill.ids[HUBSPOT], amount, contact=payer, **values)
        return self._settled(bill, made, amount, kept)

    def take_by_card(self, bill: Bill, amount: str, fee: str) -> Settlement:
        """The buyer pays by card through HubSpot, which keeps a fee."""
        made = self.firm.administrator.take_card_payment(bill.ids[HUBSPOT], amount, fee=fee)
        return self._settled(bill, made, amount)

    def correct(self, bill: Bill, payment: Settlement, amount: str) -> None:
        """The amount of a payment is corrected in HubSpot; QuickBooks follows, unless somebody has banked it."""
        self.firm.administrator.edit("commerce_payments", self._payment_id(bill, payment), hs_initial_amount=amount)
        payment.in_hubspot = Decimal(amount)
        self.firm.books.touch(bill)

    def refund(self, bill: Bill, payment: Settlement) -> None:
        """All the money goes back; QuickBooks is not asked."""
        assert payment.ref is not None
        self.firm.administrator.refund(payment.ref.id, payment.amount)
        payment.where -= {HUBSPOT}
        self.firm.books.touch(bill)

    def remove(self, bill: Bill, payment: Settlement) -> None:
        """A payment is deleted in HubSpot."""
        self.firm.administrator.delete("commerce_payments", self._payment_id(bill, payment))
        payment.where -= {HUBSPOT}
        self.firm.books.touch(bill)

    def _payment_id(self, bill: Bill, payment: Settlement) -> str:
        """HubSpot's id of the payment over this amount on an invoice."""
        if payment.ref and payment.ref.system is HUBSPOT:
            return payment.ref.id
        portal = self.firm.portal
        there = portal.associated("invoices", bill.ids[HUBSPOT], "commerce_payments")
        amounts = {one: portal.read("commerce_payments", one, "hs_initial_amount")["hs_initial_amount"] for one in there}
        (found,) = [one for one, amount in amounts.items() if Decimal(amount) == payment.amount]
        return found

    def void(self, bill: Bill) -> None:
        """An invoice is owed no more, here and there."""
        self.firm.salesperson.void(bill.ids[HUBSPOT])
        bill.voided |= set(System) - bill.absent
        self.firm.books.touch(bill)

    def charge(self, bill: Bill, *lines: Sold) -> None:
        """Other prices and quantities for the lines of an invoice, in their order."""
        there = self.firm.portal.associated("invoices", bill.ids[HUBSPOT], "line_items")
        for record, line in zip(sorted(there, key=int), lines, strict=True):
            self.firm.portal.change("line_items", record, quantity=line.quantity, price=line.price)
        bill.set_total(total_of(lines))
        self.firm.books.touch(bill)

    def add(self, bill: Bill, objects: str, properties: Mapping[str, str], amount: str) -> None:
        """A discount, fee or tax of the whole draft, which changes its total so much."""
        self.firm.salesperson.add_to(bill.ids[HUBSPOT], objects, properties)
        bill.set_total(bill.totals[HUBSPOT] + Decimal(amount))

    def write(self, bill: Bill, **properties: str) -> None:
        """Other values for properties of an invoice that are no money."""
        self.firm.portal.change("invoices", bill.ids[HUBSPOT], **properties)
        self.firm.books.touch(bill)

    def shown(self, bill: Bill, *names: str) -> dict[str, str]:
        """Properties of an invoice as HubSpot shows them."""
        return self.firm.portal.read("invoices", bill.ids[HUBSPOT], *names)

    def days(self, bill: Bill, names: Iterable[str]) -> list[str]:
        """Dates of an invoice as the portal shows them."""
        return [days.read(moment, self.firm.portal.zone) for moment in self.shown(bill, *names).values()]

    def _settled(self, bill: Bill, made: str, amount: str, kept: str = "0") -> Settlement:
        ref = RecordRef(HUBSPOT, EntityKind.PAYMENT, made)
        settlement = Settlement(Decimal(amount), set(System), kept=Decimal(kept), ref=ref)
        self.firm.books.touch(bill).settled.append(settlement)
        return settlement
