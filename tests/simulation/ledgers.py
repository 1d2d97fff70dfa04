"""Both sides of one connection as they are in the end, brought together by the markers on what was made."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.simulation.account import Account

Row = Mapping[str, Any]
_LABEL = "Counterfoil: "
_MARKED = (
    ("invoices", EntityKind.INVOICE),
    ("commerce_payments", EntityKind.PAYMENT),
    ("products", EntityKind.PRODUCT),
)
COUNTED = {"succeeded", "partially_refunded"}


def left_of(payment: Mapping[str, str]) -> Decimal:
    """What counts of a payment in HubSpot: its amount, without a part that was refunded."""
    refunded = payment["hs_refunds_amount"] if payment["hs_latest_status"] == "partially_refunded" else ""
    return Decimal(payment["hs_initial_amount"]) - Decimal(refunded or 0)


@dataclass
class Ledgers:
    """What HubSpot and QuickBooks show of one account; everything is read once.

    `linked` tells the ids in QuickBooks that a record of HubSpot's is linked with.
    """

    account: Account
    linked: Callable[[RecordRef], set[str]]

    @cached_property
    def every_invoice(self) -> dict[str, dict[str, str]]:
        """All invoices in HubSpot by id."""
        return {one["id"]: one for one in self.account.all("invoices")}

    @cached_property
    def invoices(self) -> dict[str, dict[str, str]]:
        """HubSpot's own invoices by id."""
        return {one: found for one, found in self.every_invoice.items() if not found["counterfoil_source"]}

    @cached_property
    def mirrors(self) -> dict[str, dict[str, str]]:
        """HubSpot's invoices that show one of QuickBooks, by the id of that."""
        shown = (found for found in self.every_invoice.values() if found["counterfoil_source"])
        return {RecordRef.parse(one["counterfoil_source"]).id: one for one in shown}

    def told_under(self, invoice: str) -> str:
        """The ref under which it is told how an invoice in HubSpot stands."""
        found = self.every_invoice.get(invoice, {})
        return found.get("counterfoil_source") or f"hubspot:invoice:{invoice}"

    @cached_property
    def payments(self) -> dict[str, dict[str, str]]:
        """HubSpot's payments by id, each with the `invoice` it is on."""
        found = self.account.all("commerce_payments")
        return {one["id"]: one | {"invoice": self._invoice_of(one["id"])} for one in found}

    def _invoice_of(self, payment: str) -> str:
        return next(iter(self.account.associated("commerce_payments", payment, "invoices")), "")

    @cached_property
    def booked_invoices(self) -> Sequence[Row]:
        """QuickBooks' invoices."""
        return self.account.rows("Invoice")

    @cached_property
    def booked_payments(self) -> Sequence[Row]:
        """QuickBooks' payments."""
        return self.account.rows("Payment")

    @cached_property
    def made(self) -> dict[str, list[Row]]:
        """Everything in QuickBooks that we made, ever, by the source in its marker: removed objects too, no copies."""
        others = [*self.booked_payments, *self.account.rows("Customer"), *self.account.rows("Item")]
        removed = [row for entity, row in self.account.removed if entity != "Invoice"]
        invoices = [*self.booked_invoices, *(row for entity, row in self.account.removed if entity == "Invoice")]
        return _by_source([*(row for row in invoices if row["Id"] not in self.account.billed), *others, *removed])

    @cached_property
    def made_in_hubspot(self) -> dict[str, list[RecordRef]]:
        """Everything in HubSpot that we made, ever, by the source in its marker; deleted records too."""
        made: defaultdict[str, list[RecordRef]] = defaultdict(list)
        for objects, kind in _MARKED:
            for one in self.account.all(objects) + self.account.all(objects, archived=True):
                if one["counterfoil_source"]:
                    made[one["counterfoil_source"]].append(RecordRef(System.HUBSPOT, kind, one["id"]))
        return dict(made)

    @cached_property
    def parts(self) -> dict[tuple[str, str], Decimal]:
        """What each QuickBooks payment puts to each invoice, in money."""
        parts: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for payment in self.booked_payments:
            for invoice, amount in _linked(payment, "Invoice"):
                parts[payment["Id"], invoice] += amount
        for part, credit in self._credits.items():
            parts[part] -= credit
        return {part: amount for part, amount in parts.items() if amount}

    @cached_property
    def _credits(self) -> dict[tuple[str, str], Decimal]:
        """What of credit memos each QuickBooks payment puts to its one invoice."""
        return {
            (payment["Id"], invoice): credit
            for payment in self.booked_payments
            for _, credit in _linked(payment, "CreditMemo")
            for invoice, _ in _linked(payment, "Invoice")
        }

    def credit_on(self, booked: str) -> Decimal:
        """What a QuickBooks invoice is settled by without money."""
        return sum((credit for (_, invoice), credit in self._credits.items() if invoice == booked), Decimal(0))

    def payments_on(self, invoice: str) -> list[str]:
        """HubSpot's payments of one of its invoices."""
        return [payment for payment, found in self.payments.items() if found["invoice"] == invoice]

    def counterpart(self, invoice: str) -> Row | None:
        """The QuickBooks invoice that one in HubSpot was made for, or that was made for it, if it is still there."""
        wanted = self.booked_ids(invoice)
        return next((row for row in self.booked_invoices if row["Id"] in wanted), None)

    def booked_ids(self, invoice: str) -> set[str]:
        """The ids in QuickBooks that an invoice in HubSpot has or had."""
        if source := self.every_invoice.get(invoice, {}).get("counterfoil_source"):
            return {RecordRef.parse(source).id}
        return {row["Id"] for row in self.made.get(f"hubspot:invoice:{invoice}", [])}

    def contested(self, invoice: str) -> bool:
        """Whether people did what cannot be brought together: more was paid than owed, or paid and voided at once.

        What was voided in QuickBooks counts on in HubSpot, until somebody deletes it there.
        """
        found, booked = self.every_invoice.get(invoice), self.counterpart(invoice)
        if found is None:
            return False
        ours = sum((Decimal(one["hs_initial_amount"]) for one in self._paid_in_hubspot(invoice)), Decimal(0))
        theirs = self._paid_in_quickbooks(booked["Id"]) + self.credit_on(booked["Id"]) if booked else Decimal(0)
        shown = sum((Decimal(self.payments[one]["hs_initial_amount"]) for one in self.payments_on(invoice)), Decimal(0))
        voided = found["hs_invoice_status"] == "voided" or bool(booked and booked["TotalAmt"] == 0)
        return max(ours + theirs, shown) > Decimal(found["hs_amount_billed"] or "0") or (voided and ours + theirs > 0)

    def needed_by(self, invoice: str) -> list[RecordRef]:
        """The contact that one of HubSpot's invoices is for, and the product that it sells."""
        if invoice not in self.every_invoice:
            return []
        contacts = self.account.associated("invoices", invoice, "contacts")
        products = [self.account.sold[invoice]] if invoice in self.account.sold else []
        return [RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, one) for one in contacts] + [
            RecordRef(System.HUBSPOT, EntityKind.PRODUCT, one) for one in products
        ]

    def listed_for(self, ref: RecordRef) -> set[str]:
        """The ids of the customers or items in QuickBooks that stand or stood for a record."""
        if ref.system is System.QUICKBOOKS:
            return {ref.id}
        sources = [str(replace(ref, id=one)) for one in (ref.id, *self.account.merged.get(ref.id, ()))]
        made = {row["Id"] for source in sources for row in self.made.get(source, [])}
        return (
            made
            | {RecordRef.parse(source).id for source in self._product_sources(ref)}
            | self.namesakes(ref)
            | self.linked(ref)
        )

    def namesakes(self, ref: RecordRef) -> set[str]:
        """The ids of the customers or items that people made for a record of HubSpot's by themselves, or of a firm."""
        objects = {EntityKind.CUSTOMER: "contacts", EntityKind.PRODUCT: "products"}.get(ref.kind, "")
        ids = (ref.id, *self.account.merged.get(ref.id, ())) if ref.system is System.HUBSPOT else ()
        made = {row for one in ids for row in self.account.namesakes.get((objects, one), ())}
        firms = {row for one in ids for row in self.account.firms.get(one, ())} if objects == "contacts" else set()
        return made | firms

    @cached_property
    def custom_line_items(self) -> list[Row]:
        """The items that stand for lines without a product."""
        return [row for row in self.account.rows("Item") if row["Name"].startswith("Custom line item")]

    def invoice_of(self, ref: RecordRef) -> str:
        """The invoice in HubSpot that a record is or belongs to, "" for other records."""
        if ref.kind is EntityKind.INVOICE and ref.system is System.HUBSPOT:
            return ref.id
        if ref.kind is EntityKind.PAYMENT and ref.system is System.HUBSPOT:
            return self.payments[ref.id]["invoice"] if ref.id in self.payments else ""
        booked = ref.id if ref.kind is EntityKind.INVOICE else ref.part
        return next((one for one in self.every_invoice if booked and booked in self.booked_ids(one)), "")

    def _product_sources(self, ref: RecordRef) -> list[str]:
        """The item that a product was made for, if it was."""
        if ref.kind is not EntityKind.PRODUCT:
            return []
        found = (one["counterfoil_source"] for one in self.account.all("products") if one["id"] == ref.id)
        return [source for source in found if source]

    def _paid_in_hubspot(self, invoice: str) -> Iterable[Mapping[str, str]]:
        return (one for one in self.payments.values() if one["invoice"] == invoice and not one["counterfoil_source"])

    def _paid_in_quickbooks(self, invoice: str) -> Decimal:
        own = {row["Id"] for row in self.booked_payments if not source_of(row)}
        paid = (amount for (payment, paid), amount in self.parts.items() if paid == invoice and payment in own)
        return sum(paid, Decimal(0))


def _linked(payment: Row, kind: str) -> Iterable[tuple[str, Decimal]]:
    """The documents of a kind that a payment's lines are about, each with its amount."""
    for line in payment.get("Line", []):
        yield from ((link["TxnId"], line["Amount"]) for link in line["LinkedTxn"] if link["TxnType"] == kind)


def source_of(row: Row) -> str:
    """The source that the marker on a QuickBooks object names, "" without one."""
    note = f"{row.get('PrivateNote', '')} {row.get('Notes', '')}"
    return note.partition(_LABEL)[2].partition(" ")[0] if _LABEL in note else ""


def _by_source(rows: Iterable[Row]) -> dict[str, list[Row]]:
    by_source: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if source := source_of(row):
            by_source[source].append(row)
    return dict(by_source)
