"""Invoices of which something is paid: how their payments stand, and what explains balances that differ."""

from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.names import amount
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import Decision, stopped
from counterfoil.domain.planning.doubles import counted_twice, counts, received_in_hubspot
from counterfoil.domain.planning.pair import Pair, Standing
from counterfoil.domain.planning.totals import compared
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.texts import reasons
from counterfoil.domain.texts.sentence import joined

PATIENCE = 5
"""How many tries a difference may go unexplained before a person is asked; HubSpot's balance follows a payment late."""


def balances_differ(pair: Pair) -> str:
    """Both balances of an invoice in a sentence; "" for any other pair, or when they agree."""
    return compared(pair, "balance") if pair.kind is EntityKind.INVOICE else ""


def is_paid_in_part(pair: Pair) -> bool:
    """Whether something of an invoice is paid or settled on either side, or all of it."""
    if pair.kind is not EntityKind.INVOICE or len(pair.sides) < len(System):
        return False
    shown = [side.fields for side in pair.sides.values()]
    return any(one["balance"] != one["total"] and one["status"] != InvoiceStatus.VOIDED for one in shown)


def explained(pair: Pair, decision: Decision) -> Decision:
    """`decision` with what the payments come to; a payment that needs a person is the invoice's too.

    Nothing is said before the payments were asked for, but that none are carried.
    """
    differing = balances_differ(pair)
    if pair.uncarried and differing:
        return _remarking(decision, reasons.PAYMENTS_NOT_CARRIED(differing=differing))
    if pair.payments is None:
        return decision
    known = [standing.outcome for standing in pair.payments.values() if standing.outcome]
    if blamed := [payment for payment in known if payment.status is OutcomeStatus.FAILING]:
        return _blaming(differing, blamed, decision)
    if twice := counted_twice(pair):
        return _failing(decision, Failure(category=ErrorCategory.COUNTED_TWICE, cure=Cure.PERSON, text=twice))
    remarks = (*_deposit(pair), *(remark for payment in known for remark in payment.remarks))
    return _compared(pair, decision, differing, remarks) if differing else _remarking(decision, *remarks)


def _compared(pair: Pair, decision: Decision, differing: str, remarks: tuple[str, ...]) -> Decision:
    """A difference that no payment explains waits, and is then shown to a person.

    But less owed in QuickBooks is settled there without money, which is not HubSpot's to know: that is remarked. So is what
    payments count for in HubSpot alone, of which a person has accepted that.
    """
    if not all(map(_is_accounted_for, (pair.payments or {}).values())):
        return _remarking(_noting(decision, reasons.PAYMENT_UNDER_WAY(differing=differing)), *remarks)
    if (less := _owed(pair, System.HUBSPOT) - _owed(pair, System.QUICKBOOKS)) > 0:
        uncounted = _uncounted(pair)
        named = (*remarks, *(_not_counted(pair, uncounted) if uncounted else ()))
        unnamed = () if remarks or uncounted + _billed_less(pair) >= less else (reasons.CREDIT_APPLIED(),)
        return _remarking(_noting(decision, differing), differing, *named, *unnamed)
    if _is_accepted(pair, -less):
        return _remarking(_noting(decision, differing), differing, *remarks)
    cure = Cure.PERSON if pair.tries >= PATIENCE else Cure.WAITING
    text = joined((reasons.UNEXPLAINED(differing=differing), *remarks))
    return _failing(decision, Failure(category=ErrorCategory.TOTALS_DIFFER, cure=cure, text=text))


def _is_accounted_for(standing: Standing) -> bool:
    """Whether a payment counts on both sides; what is settled without money says so in a remark."""
    outcome = standing.outcome
    return outcome is not None and (outcome.status is OutcomeStatus.IN_SYNC or bool(outcome.remarks))


def _is_accepted(pair: Pair, more: Decimal) -> bool:
    """Whether payments that are in step explain by how much `more` is owed in QuickBooks.

    Those on both sides do so to the cent. Of one that was accepted before it was carried, and refunded in part perhaps,
    HubSpot shows the amount before the refund, so that it explains anything up to that.
    """
    known = [one.outcome for one in (pair.payments or {}).values() if one.outcome]
    in_step = [payment for payment in known if payment.status is OutcomeStatus.IN_SYNC]
    exactly = sum((_more_in_hubspot(payment) for payment in in_step if payment.counterpart), ZERO)
    here_alone = [one for one in in_step if not one.counterpart and one.ref.system is System.HUBSPOT]
    at_most = sum((payment.listing.amount or ZERO for payment in here_alone), ZERO)
    return exactly <= more <= exactly + at_most


def _more_in_hubspot(payment: SyncOutcome) -> Decimal:
    listed = payment.listing
    if listed.amount is None or listed.counterpart_amount is None:
        return ZERO
    more = listed.amount - listed.counterpart_amount
    return more if payment.ref.system is System.HUBSPOT else -more


def _uncounted(pair: Pair) -> Decimal:
    """What HubSpot has of carried payments beyond what it counts as settled: whether it counts those made by API, and how
    soon, differs from account to account.
    """
    here = pair.sides[System.HUBSPOT].fields
    paid = sum((received_in_hubspot(one.agreed) for one in (pair.payments or {}).values() if counts(one)), ZERO)
    return max(paid - (Decimal(here["total"]) - Decimal(here["balance"])), ZERO)


def _billed_less(pair: Pair) -> Decimal:
    """By how much QuickBooks' total is less than HubSpot's, which a person has accepted."""
    here, there = (Decimal(pair.sides[system].fields["total"]) for system in (System.HUBSPOT, System.QUICKBOOKS))
    return max(here - there, ZERO)


def _not_counted(pair: Pair, uncounted: Decimal) -> tuple[str, ...]:
    return (reasons.NOT_COUNTED(amount=amount(str(uncounted), pair.sides[System.HUBSPOT].fields["currency"])),)


def _deposit(pair: Pair) -> tuple[str, ...]:
    fields = pair.sides[System.QUICKBOOKS].fields
    if not (deposit := fields.get("deposit")):
        return ()
    return (reasons.DEPOSIT(amount=amount(deposit, fields["currency"])),)


def _blaming(differing: str, blamed: list[SyncOutcome], decision: Decision) -> Decision:
    first = blamed[0]
    reason = _explained_by_name(first)
    failure = Failure(
        category=first.category or ErrorCategory.UNEXPECTED,
        cure=Cure.PERSON,
        text=reasons.BLAMED(differing=differing, reason=reason) if differing else reason,
        vendor_text=first.vendor_text,
        code=first.vendor_code,
    )
    return replace(_failing(decision, failure), blames=tuple(payment.ref for payment in blamed))


def _failing(decision: Decision, failure: Failure) -> Decision:
    return replace(stopped(failure), settled=decision.settled, settles=True)


def _explained_by_name(payment: SyncOutcome) -> str:
    if payment.explanation.startswith(payment.label):
        return payment.explanation
    return reasons.OF_A_RECORD(name=payment.label, reason=payment.explanation)


def _noting(decision: Decision, reason: str) -> Decision:
    return replace(decision, reasons=(*decision.reasons, reason))


def _remarking(decision: Decision, *remarks: str) -> Decision:
    return replace(decision, remarks=(*decision.remarks, *dict.fromkeys(remarks)))


def _owed(pair: Pair, system: System) -> Decimal:
    return Decimal(pair.sides[system].fields["balance"])
