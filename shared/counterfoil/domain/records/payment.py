"""A payment of one invoice."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.records.record import Fields
from counterfoil.domain.values import dataclass


class PaymentStatus(StrEnum):
    """Where a payment stands; only a succeeded one is money received."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    FAILED = "failed"
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"
    VOIDED = "voided"


class PaymentMethod(StrEnum):
    """How the money came."""

    CARD = "card"
    BANK_DEBIT = "bank_debit"
    CASH = "cash"
    CHECK = "check"
    WIRE_TRANSFER = "wire_transfer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money applied to one invoice, as one system shows it. References are that system's own.

    `amount` is the money that this payment puts towards `invoice`, in `currency`, less what was `refunded` of it in part.
    `invoice` is None for money not applied to one; `customer_name` is what lists show, and is compared nowhere. `unapplied`
    is what the whole of a QuickBooks payment leaves on no invoice. `credits` are what settles the invoice with it and is no
    money, in a sentence: "credit memo 7 of 40.00 USD".
    """

    amount: Decimal
    currency: str
    paid_on: date
    status: PaymentStatus = PaymentStatus.SUCCEEDED
    method: PaymentMethod = PaymentMethod.OTHER
    reference: str = ""
    invoice: RecordRef | None = None
    customer: RecordRef | None = None
    customer_name: str = ""
    refunded: Decimal = ZERO
    unapplied: Decimal = ZERO
    credits: str = ""

    def fields(self) -> Fields:
        """The record as compared."""
        return {
            "amount": plain(self.amount),
            "currency": self.currency,
            "paid_on": self.paid_on.isoformat(),
            "status": self.status,
            "method": self.method,
            "reference": self.reference,
            "invoice": self.invoice.id if self.invoice else "",
            "refunded": plain(self.refunded) if self.refunded else "",
            "unapplied": plain(self.unapplied) if self.unapplied else "",
            "credits": self.credits,
        }
