"""What people do: invoices and payments at a steady pace, now and then an edit or a void. All of it is remembered."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.soak.company import Company

CENT = Decimal("0.01")
_SERVICES = ("Pruning", "Mowing", "Hedge", "Gravel")


@dataclass(slots=True)
class Sale:
    """One finalised invoice as people meant it."""

    id: str
    number: str
    total: Decimal
    memo: str
    paid: Decimal = Decimal(0)
    voided: bool = False

    @property
    def balance(self) -> Decimal:
        """What is still owed."""
        return Decimal(0) if self.voided else self.total - self.paid


@dataclass(frozen=True, slots=True)
class Receipt:
    """One payment as somebody noted it, in HubSpot or by QuickBooks' bookkeeper. `booked` is its invoice's id there."""

    id: str
    sale: Sale
    amount: Decimal
    booked: str = ""


@dataclass(slots=True)
class Desk:
    """What the people of one company did so far."""

    company: Company
    products: Sequence[tuple[str, Decimal]] = ()  # id in HubSpot, price
    contacts: list[str] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)

    def documents(self) -> int:
        """Invoices and payments."""
        return len(self.sales) + len(self.receipts)


class Workload:
    """Chance from one seed chooses who does what."""

    def __init__(self, desks: Sequence[Desk], random: Random) -> None:
        self.desks, self._random = desks, random
        self.edits = self.voids = 0

    def documents(self) -> int:
        """Invoices and payments made so far."""
        return sum(desk.documents() for desk in self.desks)

    def run(self, documents: int, pace: float, held_back: Callable[[], bool], until: float) -> None:
        """Make so many documents, at most `pace` a second and none while `held_back`, no longer than `until` (monotonic)."""
        began = time.monotonic()
        while (made := self.documents()) < documents and time.monotonic() < until:
            if made % 20 == 0:
                while held_back() and time.monotonic() < until:
                    time.sleep(1)
                    began += 1
            time.sleep(max(0.0, began + made / pace - time.monotonic()))
            self._act(self._random.choice(self.desks))

    def _act(self, desk: Desk) -> None:
        works = (self._sell, self._pay_in_hubspot, self._pay_in_quickbooks, self._edit, self._void)
        (work,) = self._random.choices(works, (60, 18, 18, 4, 2))
        work(desk)

    def _sell(self, desk: Desk) -> None:
        sales, memo = desk.company.sales, f"Order {desk.company.number}-{len(desk.sales) + 1}"
        contact = self._contact(desk)
        lines = [self._line(desk) for _ in range(self._random.randint(1, 3))]
        invoice = sales.draft(contact, lines, due_in=30, hs_comments=memo)
        sales.finalise(invoice)
        desk.sales.append(Sale(invoice, sales.number_of(invoice), sum(map(_net, lines), Decimal(0)), memo))

    def _contact(self, desk: Desk) -> str:
        if not desk.contacts or self._random.random() < 0.2:
            name = f"N{desk.company.number}x{len(desk.contacts) + 1}"
            email = f"{name.lower()}@{desk.company.mail_domain}"
            desk.contacts.append(desk.company.sales.add_contact(firstname="Pat", lastname=name, email=email))
            return desk.contacts[-1]
        return self._random.choice(desk.contacts)

    def _line(self, desk: Desk) -> dict[str, str]:
        quantity = self._random.choice(["1", "2", "3", "0.5", "7", "14.5"])
        if desk.products and self._random.random() < 0.5:
            product, price = self._random.choice(desk.products)
            return {"hs_product_id": product, "quantity": quantity, "price": str(price)}
        line = {"name": self._random.choice(_SERVICES), "quantity": quantity}
        line["price"] = f"{self._random.randint(100, 90_000) / 100:.2f}"
        return line | ({"hs_discount_percentage": "10"} if self._random.random() < 0.2 else {})

    def _pay_in_hubspot(self, desk: Desk) -> None:
        if not (sale := self._owed(desk)):
            return self._sell(desk)
        amount = self._part_of(sale.balance)
        return self._note(desk, Receipt(desk.company.sales.record_payment(sale.id, amount), sale, amount))

    def _pay_in_quickbooks(self, desk: Desk) -> None:
        sale = self._owed(desk)
        booked = desk.company.booked(sale.number) if sale else None
        if sale is None or booked is None:
            return self._pay_in_hubspot(desk)
        amount = self._part_of(sale.balance)
        payment = desk.company.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], amount))
        return self._note(desk, Receipt(payment["Id"], sale, amount, booked["Id"]))

    def _note(self, desk: Desk, receipt: Receipt) -> None:
        receipt.sale.paid += receipt.amount
        desk.receipts.append(receipt)

    def _edit(self, desk: Desk) -> None:
        if sale := self._untouched(desk):
            sale.memo += ", changed"
            self.edits += 1
            desk.company.portal.change("invoices", sale.id, hs_comments=sale.memo)

    def _void(self, desk: Desk) -> None:
        if sale := self._untouched(desk):
            sale.voided = True
            self.voids += 1
            desk.company.sales.void(sale.id)

    def _untouched(self, desk: Desk) -> Sale | None:
        """An invoice nobody has paid any of: only such a one can be changed or voided."""
        unpaid = [sale for sale in desk.sales if sale.paid == 0 and not sale.voided]
        return self._random.choice(unpaid) if unpaid else None

    def _owed(self, desk: Desk) -> Sale | None:
        owing = [sale for sale in desk.sales if sale.balance > 0]
        return self._random.choice(owing) if owing else None

    def _part_of(self, balance: Decimal) -> Decimal:
        if balance <= 1 or self._random.random() < 0.6:
            return balance
        return _rounded(balance * self._random.randint(10, 90) / 100)


def _net(line: dict[str, str]) -> Decimal:
    """HubSpot rounds the discount first."""
    gross = Decimal(line["quantity"]) * Decimal(line["price"])
    discount = gross * Decimal(line.get("hs_discount_percentage", "0")) / 100
    return _rounded(gross - _rounded(discount))


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
