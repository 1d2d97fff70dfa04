"""What a QuickBooks Payment puts to invoices: money that was received, and credit that is no money. Pure.

QuickBooks applies a credit memo or a journal entry by a Payment, mostly over nothing, with one line for the credit and one
for what it settles. Which credit is for which invoice is not shown: credits count towards the invoices in the order of the
lines, and money pays the rest.
Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from collections import deque
from decimal import Decimal
from functools import reduce

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.mapping.common import amount_of
from counterfoil.domain.money import ZERO
from counterfoil.domain.names import amount as shown_amount
from counterfoil.domain.texts import names
from counterfoil.domain.texts.words import CREDITS
from counterfoil.domain.values import dataclass

_NUMBER = "txnReferenceNumber"


@dataclass(frozen=True, slots=True)
class Share:
    """What one invoice gets of a Payment: money, and credits as people call them, each with its amount."""

    money: Decimal
    credits: tuple[tuple[str, Decimal], ...] = ()

    def credited(self, currency: str) -> str:
        """The credits in a sentence; "" for none."""
        told = [names.OVER(name=name, amount=shown_amount(str(amount), currency)) for name, amount in self.credits]
        return reduce(lambda one, other: names.BOTH(one=one, other=other), told) if told else ""


def shares(payment: wire.Payment) -> dict[str, Share]:
    """The share of every invoice that a Payment settles, in the payment's order."""
    settled = _settled_invoices(payment)
    waiting = _used_credits(payment, sum(settled.values(), ZERO))
    return {invoice: _share(amount, waiting) for invoice, amount in settled.items()}


def lines_of(payment: wire.Payment) -> tuple[wire.TransactionLine, ...]:
    """What a Payment settles. Raises ValueError where lines are missing, and its own figures do not say that it has none."""
    if payment.Line is None and payment.UnappliedAmt != payment.TotalAmt:
        raise ValueError("Line: missing")
    return payment.Line or ()


def _settled_invoices(payment: wire.Payment) -> dict[str, Decimal]:
    settled: dict[str, Decimal] = {}
    for line in lines_of(payment):
        for link in line.LinkedTxn:
            if link.TxnType == "Invoice":
                settled[link.TxnId] = settled.get(link.TxnId, ZERO) + amount_of(line)
    return settled


def _share(amount: Decimal, waiting: deque[tuple[str, Decimal]]) -> Share:
    """The share of an invoice settled by `amount`; the credits that it uses up no longer wait."""
    used: list[tuple[str, Decimal]] = []
    while amount and waiting:
        name, whole = waiting.popleft()
        taken = min(amount, whole)
        used.append((name, taken))
        amount -= taken
        if taken < whole:
            waiting.appendleft((name, whole - taken))
    return Share(amount, tuple(used))


def _used_credits(payment: wire.Payment, settled: Decimal) -> deque[tuple[str, Decimal]]:
    """The credits of a Payment, journal entries last, as far as they are credits and not debts that it pays."""
    lines = [(link.TxnType, line) for line in lines_of(payment) for link in line.LinkedTxn if link.TxnType in CREDITS]
    lines.sort(key=lambda one: one[0] == "JournalEntry")
    left = _credit(payment, settled, lines)
    used: deque[tuple[str, Decimal]] = deque()
    for kind, line in lines:
        taken = min(left, amount_of(line))
        left -= taken
        if taken:
            number = _number(line)
            used.append((names.CREDIT(kind=CREDITS[kind], number=number) if number else CREDITS[kind], taken))
    return used


def _credit(payment: wire.Payment, settled: Decimal, lines: list[tuple[str, wire.TransactionLine]]) -> Decimal:
    """How much credit a Payment brings along: what it settles is paid by that and by its money.

    Of journal entries this alone tells whether they are credit: what goes out must have come in.
    """
    sure, entries = (
        sum((amount_of(line) for kind, line in lines if (kind == "JournalEntry") is entry), ZERO) for entry in (False, True)
    )
    if payment.UnappliedAmt is None:
        return sure + entries
    beyond_money = settled + payment.UnappliedAmt - payment.TotalAmt
    return min(max((sure + entries + beyond_money) / 2, sure), sure + entries)


def _number(line: wire.TransactionLine) -> str:
    """The number of the document that a line settles, as QuickBooks adds it to its answers; "" where it does not."""
    extras = line.LineEx.get("any") if line.LineEx else None
    for extra in extras if isinstance(extras, list) else ():
        value = extra.get("value") if isinstance(extra, dict) else None
        if isinstance(value, dict) and value.get("Name") == _NUMBER:
            return str(value.get("Value") or "")
    return ""
