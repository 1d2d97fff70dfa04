"""Voids of invoices and reversals of payments: they come before every other change."""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import System
from counterfoil.domain.link import Link
from counterfoil.domain.names import amount
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.chosen import is_sent_again
from counterfoil.domain.planning.decision import Decision, Void, failing, left_out, stopped
from counterfoil.domain.planning.mirrored import is_mirrored
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.refunds import is_left_alike, told_of
from counterfoil.domain.planning.versions import versions
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.texts import reasons, words

_ENDED = {
    PaymentStatus.REFUNDED,
    PaymentStatus.VOIDED,
    PaymentStatus.FAILED,
    PaymentStatus.DISPUTED,
    PaymentStatus.CHARGED_BACK,
}
"""What is no money received. A dispute may be won: it is then money again."""
_REVERSED = {*_ENDED, PaymentStatus.PARTIALLY_REFUNDED}


def decide_invoice_status(pair: Pair, link: Link) -> Decision | None:
    """Carries a void; None while neither side is voided. A voided document has no lines or totals left to compare.

    One that was entered again in QuickBooks, after both sides had agreed on the void, is not voided a second time unasked:
    what HubSpot only shows follows (None), and who sold it decides about HubSpot's own.
    """
    voided = {system for system, side in pair.sides.items() if side.fields["status"] == InvoiceStatus.VOIDED}
    if not voided:
        return None
    if len(voided) == len(System):
        return Decision(status=OutcomeStatus.IN_SYNC, reasons=(reasons.VOIDED_ON_BOTH_SIDES(),), settled=_everything(pair))
    (origin,) = voided
    if origin is System.HUBSPOT and _was_void(link) and not is_sent_again(pair):
        return None if is_mirrored(pair) else _entered_again(pair)
    remaining = pair.sides[origin.other]
    followed = origin is System.QUICKBOOKS and is_mirrored(pair)  # where payments were taken off it before
    if remaining.fields["balance"] != remaining.fields["total"] and not followed:
        text = reasons.VOID_BLOCKED(
            name=pair.name(origin),
            source=origin.brand,
            target=origin.other.brand,
            owed=_shown(remaining.fields, "balance"),
            total=_shown(remaining.fields, "total"),
        )
        return failing(ErrorCategory.PAYMENT_IN_THE_WAY, text)
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=(reasons.VOIDED(system=origin.brand),),
        actions=(Void(origin.other),),
        settled=_everything(pair),
    )


def _was_void(link: Link) -> bool:
    """Whether both sides were, when they last agreed."""
    return all(link.agreements[system].fields.get("status") == InvoiceStatus.VOIDED for system in System)


def _entered_again(pair: Pair) -> Decision:
    quickbooks = pair.sides[System.QUICKBOOKS]
    text = reasons.ENTERED_AGAIN(name=quickbooks.name, total=_shown(quickbooks.fields, "total"))
    return stopped(
        Failure(category=ErrorCategory.EDITED_IN_QUICKBOOKS, cure=Cure.PERSON, text=text, versions=versions(pair))
    )


def decide_payment_status(pair: Pair, link: Link) -> Decision | None:
    """Money that went back on one side only is shown to a person, not carried by itself; None while none did.

    Of a payment that was refunded in part, what is left may be the same on both sides.
    """
    ended = {system: side.fields["status"] for system, side in pair.sides.items() if side.fields["status"] in _ENDED}
    if len(ended) == len(System) and len(set(ended.values())) > 1:
        shown = {system: words.PAYMENT_STATUS[PaymentStatus(status)] for system, status in ended.items()}
        text = reasons.ENDED_ON_BOTH_SIDES(
            name=pair.name(System.HUBSPOT), hubspot=shown[System.HUBSPOT], quickbooks=shown[System.QUICKBOOKS]
        )
        return replace(left_out(text), settled=_everything(pair))
    for system, side in pair.sides.items():
        status = side.fields["status"]
        if (
            status in _REVERSED
            and status != pair.sides[system.other].fields["status"]
            and not is_left_alike(pair, link, system)
        ):
            return failing(ErrorCategory.PAYMENT_REVERSED, told_of(pair, link, system))
    return None


def _shown(fields: Mapping[str, str], name: str) -> str:
    return amount(fields[name], fields["currency"])


def _everything(pair: Pair) -> dict[System, frozenset[str]]:
    return {system: frozenset(side.fields) for system, side in pair.sides.items()}
