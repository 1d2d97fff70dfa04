"""What the bookkeeper does in QuickBooks, each noted in the story's books at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people.bookkeeper import SERVICES, Line, Row, applied_to, sold
from tests.story.books import QUICKBOOKS, Bill, Party, Settlement
from tests.story.figures import NOTHING, Sold, total_of
from tests.story.firm import Firm

_RECEIVABLES = "84"


@dataclass(frozen=True, slots=True)
class Desk:
    """QuickBooks' side of a firm."""

    firm: Firm

    def enter(self, name: str, email: str = "", **members: object) -> Party:
        """A new customer of the company's."""
        address = {"PrimaryEmailAddr": {"Address": email}} if email else {}
        made = self.firm.bookkeeper.enter("Customer", DisplayName=name, **address, **members)
        return Party(name, email, row=made["Id"])

    def customer_of(self, bill: Bill) -> Row:
        """Whom QuickBooks says that an invoice is for."""
        return self.firm.bookkeeper.read("Customer", self.booked(bill)["CustomerRef"]["value"])

    def booked(self, bill: Bill) -> Row:
        """The invoice in QuickBooks."""
        return self.firm.bookkeeper.read("Invoice", bill.ids[QUICKBOOKS])

    def item(self, name: str) -> Row:
        """The item of this name, made if there is none."""
        there = self.firm.bookkeeper.rows("Item", f"Name = '{name}'")
        return there[0] if there else self.firm.bookkeeper.add_item(name)

    def bill(
        self, title: str, party: Party, *lines: Sold, day: date, number: str, currency: str = "USD", **members: object
    ) -> Bill:
        """An invoice of the bookkeeper's own."""
        usual = {"DocNumber": number, "TxnDate": day.isoformat(), **in_currency(currency)}
        made = self.firm.bookkeeper.write_invoice(party.row, *self._lines(lines), **usual, **members)
        totals = dict.fromkeys(System, total_of(lines))
        bill = Bill(title, party, QUICKBOOKS, totals, currency, number=number, ids={QUICKBOOKS: made["Id"]})
        return self.firm.books.add(bill)

    def charge(self, bill: Bill, *lines: Sold, follows: bool = True) -> None:
        """Other lines for an invoice; HubSpot follows or it does not."""
        self.firm.bookkeeper.change("Invoice", bill.ids[QUICKBOOKS], Line=self._lines(lines))
        bill.set_total(total_of(lines), *([] if follows else [QUICKBOOKS]))
        self.firm.books.touch(bill)

    def charge_for_line(self, bill: Bill, price: str) -> list[Line]:
        """Another price for the first line of an invoice that HubSpot made; the lines as they were."""
        before = [line for line in self.booked(bill)["Line"] if line["DetailType"] != "SubTotalLineDetail"]
        first, *others = before
        detail = {**first["SalesItemLineDetail"], "UnitPrice": Decimal(price)}
        amount = Decimal(price) * Decimal(detail.get("Qty", 1))
        changed = {**first, "Amount": amount, "SalesItemLineDetail": detail}
        self.put(bill, [changed, *others], bill.totals[QUICKBOOKS] + amount - first["Amount"])
        return before

    def put(self, bill: Bill, lines: Sequence[Line], total: Decimal) -> None:
        """These very lines for an invoice, in QuickBooks alone."""
        self.firm.bookkeeper.change("Invoice", bill.ids[QUICKBOOKS], Line=list(lines))
        bill.set_total(total, QUICKBOOKS)
        self.firm.books.touch(bill)

    def change(self, bill: Bill, **members: object) -> None:
        """Something of an invoice that is no money."""
        self.firm.bookkeeper.change("Invoice", bill.ids[QUICKBOOKS], **members)
        self.firm.books.touch(bill)

    def receive(self, *parts: tuple[Bill, str], day: date, kept: str = "0", **members: object) -> list[Settlement]:
        """Money for invoices of one customer, of which QuickBooks keeps so much as credit."""
        applied = [(bill.ids[QUICKBOOKS], Decimal(amount)) for bill, amount in parts]
        total = sum((amount for _, amount in applied), Decimal(kept))
        customer = self.booked(parts[0][0])["CustomerRef"]["value"]
        dated = {"TxnDate": day.isoformat(), "TotalAmt": total, **in_currency(parts[0][0].currency), **members}
        made = self.firm.bookkeeper.receive_payment(customer, *applied, **dated)
        return [self._received(bill, made["Id"], amount) for bill, amount in parts]

    def credit(self, bill: Bill, amount: str, item: str = "Goodwill") -> Settlement:
        """A credit memo over an item, applied to an invoice: no money."""
        line = sold(self.item(item)["Id"], Decimal(amount))
        whose = {"CustomerRef": self.booked(bill)["CustomerRef"], **in_currency(bill.currency)}
        memo = self.firm.bookkeeper.enter("CreditMemo", Line=[line], **whose)
        return self._apply(bill, "CreditMemo", memo["Id"], Decimal(amount))

    def write_off(self, bill: Bill, amount: str) -> Settlement:
        """What nobody will pay any more is written off by a journal entry."""
        customer = {"Type": "Customer", "EntityRef": self.booked(bill)["CustomerRef"]}
        entry = self.firm.bookkeeper.enter(
            "JournalEntry",
            **in_currency(bill.currency),
            Line=[
                _posting("Credit", _RECEIVABLES, amount, Entity=customer),
                _posting("Debit", SERVICES, amount),
            ],
        )
        return self._apply(bill, "JournalEntry", entry["Id"], Decimal(amount))

    def take_deposit(self, bill: Bill, amount: str) -> Settlement:
        """A deposit entered on the form itself: no payment."""
        self.firm.bookkeeper.change("Invoice", bill.ids[QUICKBOOKS], Deposit=Decimal(amount))
        return self._credited(bill, Decimal(amount))

    def remove(self, bill: Bill, payment: Settlement, act: Callable[[str, str], None] | None = None) -> None:
        """A payment is deleted in QuickBooks, or voided."""
        (act or self.firm.bookkeeper.delete)("Payment", self.payment_id(bill, payment))
        payment.where -= {QUICKBOOKS}
        self.firm.books.touch(bill)

    def move(self, payment: Settlement, bill: Bill, other: Bill) -> list[Settlement]:
        """A payment was for another invoice of the same customer; what it is there."""
        amount = payment.amount
        payment_id = self.payment_id(bill, payment)
        self.firm.bookkeeper.change("Payment", payment_id, Line=[applied_to(other.ids[QUICKBOOKS], amount)])
        payment.where -= {QUICKBOOKS}
        self.firm.books.touch(bill)
        return [self._received(other, payment_id, f"{amount}")]

    def payment_id(self, bill: Bill, payment: Settlement) -> str:
        """QuickBooks' id of the payment over this amount on an invoice."""
        if payment.ref and payment.ref.system is QUICKBOOKS:
            return payment.ref.id
        (found,) = [
            row["Id"]
            for row in self.firm.bookkeeper.rows("Payment")
            for line in row["Line"]
            if line["LinkedTxn"][0]["TxnId"] == bill.ids[QUICKBOOKS] and line["Amount"] == payment.counts(QUICKBOOKS)
        ]
        return str(found)

    def void(self, bill: Bill) -> None:
        """An invoice is owed no more, here and there."""
        self.firm.bookkeeper.void("Invoice", bill.ids[QUICKBOOKS])
        bill.voided |= set(System)
        self.firm.books.touch(bill)

    def delete(self, bill: Bill) -> None:
        """An invoice is deleted here; HubSpot's is left alone."""
        self.firm.bookkeeper.delete("Invoice", bill.ids[QUICKBOOKS])
        bill.absent |= {QUICKBOOKS}
        self.firm.books.touch(bill)

    def _lines(self, lines: Sequence[Sold]) -> list[Line]:
        return [
            {**sold(self.item(line.name)["Id"], line.amount), "Description": f"{line.quantity} x {line.name}"}
            for line in lines
        ]

    def _apply(self, bill: Bill, entity: str, credit: str, amount: Decimal) -> Settlement:
        settled = [
            applied_to(bill.ids[QUICKBOOKS], amount),
            {"Amount": amount, "LinkedTxn": [{"TxnId": credit, "TxnType": entity}]},
        ]
        whose = {"CustomerRef": self.booked(bill)["CustomerRef"], **in_currency(bill.currency)}
        self.firm.bookkeeper.enter("Payment", TotalAmt=NOTHING, Line=settled, **whose)
        return self._credited(bill, amount)

    def _credited(self, bill: Bill, amount: Decimal) -> Settlement:
        settlement = Settlement(amount, {QUICKBOOKS}, money=False)
        self.firm.books.touch(bill).settled.append(settlement)
        return settlement

    def _received(self, bill: Bill, payment: str, amount: str) -> Settlement:
        ref = RecordRef(QUICKBOOKS, EntityKind.PAYMENT, payment, bill.ids[QUICKBOOKS])
        settlement = Settlement(Decimal(amount), set(System), ref=ref)
        self.firm.books.touch(bill).settled.append(settlement)
        return settlement


def in_currency(name: str) -> dict[str, object]:
    """Said of every form in a company with several currencies."""
    return {"CurrencyRef": {"value": name}}


def _posting(side: str, account: str, amount: str, **more: object) -> Line:
    detail = {"PostingType": side, "AccountRef": {"value": account}, **more}
    return {"Amount": Decimal(amount), "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": detail}
