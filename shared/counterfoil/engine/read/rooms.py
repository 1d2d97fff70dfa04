"""What the invoices of payments, of which QuickBooks keeps a part as credit, take of it."""

from collections.abc import Sequence
from decimal import Decimal

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.planning.overpaid import rest_of
from counterfoil.domain.records.invoice import Invoice
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def read_rooms(context: Context, cases: Sequence[Case]) -> None:
    """Fill in the `room` of these payments; of several on one invoice, the first take what there is. Raises VendorError."""
    rests = {case.ref: (case, rest) for case in cases if case.kind is EntityKind.PAYMENT and (rest := rest_of(case.pair))}
    kept = [rests[ref] for ref in sorted(rests)]
    open_amounts = _open_amounts(context, {_invoice(case) for case, _ in kept})
    for case, rest in kept:
        case.room = open_amounts.get(_invoice(case))
        if case.room is not None:
            open_amounts[_invoice(case)] = max(case.room - rest, ZERO)


def _invoice(case: Case) -> str:
    """The id in QuickBooks of the invoice that a linked payment is for."""
    return case.link.refs[System.QUICKBOOKS].part if case.link else ""


def _open_amounts(context: Context, ids: set[str]) -> dict[str, Decimal]:
    """What invoices owe in QuickBooks, without those that are gone or cannot be understood."""
    if not ids:
        return {}
    found = context.systems.quickbooks.read(EntityKind.INVOICE, sorted(ids))
    shown = {key: answer[0].record for key, answer in found.items() if answer and not isinstance(answer, Failure)}
    return {key: record.balance for key, record in shown.items() if isinstance(record, Invoice)}
