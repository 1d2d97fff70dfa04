"""Voids of invoices and reversals of payments: they come before every other change."""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import System
from counterfoil.domain.names import amount, capital
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Decision, Void, failing, left_out
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentStatus

_ENDED = {PaymentStatus.REFUNDED, PaymentStatus.VOIDED, PaymentStatus.FAILED}
_REVERSED = {*_ENDED, PaymentStatus.PARTIALLY_REFUNDED}


def decide_invoice_status(pair: Pair) -> Decision | None:
    """Carries a void; None while neither side is voided. A voided document has no lines or totals left to compare."""
    voided = {system for system, side in pair.sides.items() if side.fields["status"] == InvoiceStatus.VOIDED}
    if not voided:
        return None
    if len(voided) == len(System):
        return Decision(status=OutcomeStatus.IN_SYNC, reasons=("Voided on both sides.",), settled=_everything(pair))
    (origin,) = voided
    remaining = pair.sides[origin.other]
    if remaining.fields["balance"] != remaining.fields["total"]:
        here, there = origin.brand, origin.other.brand
        owed = f"{_shown(remaining.fields, 'balance')} of {_shown(remaining.fields, 'total')} are still owed"
        text = f"{pair.name(origin)} was voided in {here}, but a payment is applied to it in {there}, where {owed}."
        return failing(ErrorCategory.PAYMENT_IN_THE_WAY, capital(text))
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=(f"Voided in {origin.brand}.",),
        actions=(Void(origin.other),),
        settled=_everything(pair),
    )


def decide_payment_status(pair: Pair) -> Decision | None:
    """Money that went back on one side only is shown to a person, not carried by itself; None while none did."""
    ended = {system: side.fields["status"] for system, side in pair.sides.items() if side.fields["status"] in _ENDED}
    if len(ended) == len(System) and len(set(ended.values())) > 1:
        here, there = (f"{status} in {system.brand}" for system, status in ended.items())
        text = f"{pair.name(System.HUBSPOT)} is {here} and {there}, so that nothing is left to do."
        return replace(left_out(capital(text)), settled=_everything(pair))
    for system, side in pair.sides.items():
        status = side.fields["status"]
        if status in _REVERSED and status != pair.sides[system.other].fields["status"]:
            shown = status.replace("_", " ")
            text = f"{pair.name(system.other)} is {shown} in {system.brand}, and counts in full in {system.other.brand}."
            return failing(ErrorCategory.PAYMENT_REVERSED, capital(text))
    return None


def _shown(fields: Mapping[str, str], name: str) -> str:
    return amount(fields[name], fields["currency"])


def _everything(pair: Pair) -> dict[System, frozenset[str]]:
    return {system: frozenset(side.fields) for system, side in pair.sides.items()}
