"""An invoice and its arithmetic, the same for both systems."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.records.record import Fields, digest
from counterfoil.domain.values import dataclass


class InvoiceStatus(StrEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    VOIDED = "voided"


class Origin(StrEnum):
    """Who made the invoice: a native one was made in HubSpot, a mirrored one elsewhere."""

    NATIVE = "native"
    MIRRORED = "mirrored"


class LineRole(StrEnum):
    """What a line charges: something sold, or a fee or tax that the sales system gives as an amount of its own."""

    ITEM = "item"
    FEE = "fee"
    TAX = "tax"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line. `amount` is the net of the line: quantity times unit price less `discount`, in the invoice's currency.

    `unit_price` is before the discount; `discount` is the line's whole discount as an amount. `quantity` and
    `unit_price` are None when the system shows an amount only.
    """

    amount: Decimal
    name: str = ""
    description: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    discount: Decimal = ZERO
    product: RecordRef | None = None
    sku: str = ""
    role: LineRole = LineRole.ITEM

    def compared(self) -> list[str]:
        """What the line charges, as compared: a change of any of these is an edited line; its wording is not."""
        quantity = "" if self.quantity is None else plain(self.quantity)
        product = self.product.id if self.product else ""
        return [plain(self.amount), quantity, product]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice as one system shows it. References (`customer`, products) are that system's own.

    `discount` is the order-level discount as a positive amount. `total` and `balance` are the system's figures, not ours.
    `deposit` is what QuickBooks counts as paid already because it was entered on the form itself. `companies` are the names
    of the company that HubSpot's invoice is for and of the contact's own, where they differ and the contact is the customer.
    `copies_to` are further addresses that it is sent to. `customer_name` is what lists show, and is compared nowhere.
    """

    status: InvoiceStatus
    currency: str
    total: Decimal
    balance: Decimal
    lines: tuple[InvoiceLine, ...]
    origin: Origin = Origin.NATIVE
    number: str = ""
    issue_date: date | None = None
    due_date: date | None = None
    customer: RecordRef | None = None
    customer_name: str = ""
    customer_email: str = ""
    copies_to: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    memo: str = ""
    discount: Decimal = ZERO
    deposit: Decimal = ZERO

    @property
    def computed_total(self) -> Decimal:
        """What the lines and the order-level discount come to."""
        return sum((line.amount for line in self.lines), ZERO) - self.discount

    def fields(self) -> Fields:
        """The record as compared. Lines and discount are one field: they are replaced as a whole in both systems."""
        return {
            "number": self.number,
            "issue_date": self.issue_date.isoformat() if self.issue_date else "",
            "due_date": self.due_date.isoformat() if self.due_date else "",
            "memo": self.memo,
            "customer_email": self.customer_email.strip().lower(),
            "copies_to": ", ".join(self.copies_to),
            "lines": digest([plain(self.discount), *(line.compared() for line in self.lines)]),
            "descriptions": digest(line.description for line in self.lines),
            "currency": self.currency,
            "total": plain(self.total),
            "balance": plain(self.balance),
            "deposit": plain(self.deposit) if self.deposit else "",
            "status": self.status,
            "origin": self.origin,
            "customer": self.customer.id if self.customer else "",
        }
