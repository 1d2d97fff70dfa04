"""Invoices whose balances differ although nothing is left to carry: explained by what their payments came to."""

from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import Decision, stopped
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.totals import compared
from counterfoil.domain.texts import reasons

PATIENCE = 5
"""How many tries a difference may go unexplained before a person is asked; HubSpot's balance follows a payment late."""


def balances_differ(pair: Pair) -> str:
    """Both balances of an invoice in a sentence; "" for any other pair, or when they agree."""
    return compared(pair, "balance") if pair.kind is EntityKind.INVOICE else ""


def explained(pair: Pair, decision: Decision) -> Decision:
    """`decision` with what explains a difference between the balances; a payment that needs a person is the invoice's too.

    Nothing is said before the payments were asked for. A difference that no payment explains waits, and is then shown to a
    person; but less owed in QuickBooks is a credit there, which is not HubSpot's to know.
    """
    differing = balances_differ(pair)
    if not differing or pair.payments is None:
        return decision
    known = [payment for payment in pair.payments.values() if payment]
    blamed = [payment for payment in known if payment.status is OutcomeStatus.FAILING]
    if blamed:
        return _blaming(differing, blamed, decision)
    if len(known) < len(pair.payments) or any(payment.status is not OutcomeStatus.IN_SYNC for payment in known):
        return _noting(decision, reasons.PAYMENT_UNDER_WAY(differing=differing))
    if _owed(pair, System.QUICKBOOKS) < _owed(pair, System.HUBSPOT):
        return _noting(decision, reasons.CREDIT_APPLIED(differing=differing))
    cure = Cure.PERSON if pair.tries >= PATIENCE else Cure.WAITING
    failure = Failure(category=ErrorCategory.TOTALS_DIFFER, cure=cure, text=reasons.UNEXPLAINED(differing=differing))
    return replace(stopped(failure), settled=decision.settled, settles=True)


def _blaming(differing: str, blamed: list[SyncOutcome], decision: Decision) -> Decision:
    first = blamed[0]
    failure = Failure(
        category=first.category or ErrorCategory.UNEXPECTED,
        cure=Cure.PERSON,
        text=reasons.BLAMED(differing=differing, reason=_explained_by_name(first)),
        vendor_text=first.vendor_text,
        code=first.vendor_code,
    )
    blames = tuple(payment.ref for payment in blamed)
    return replace(stopped(failure), blames=blames, settled=decision.settled, settles=True)


def _explained_by_name(payment: SyncOutcome) -> str:
    if payment.explanation.startswith(payment.label):
        return payment.explanation
    return reasons.OF_A_RECORD(name=payment.label, reason=payment.explanation)


def _noting(decision: Decision, reason: str) -> Decision:
    return replace(decision, reasons=(*decision.reasons, reason))


def _owed(pair: Pair, system: System) -> Decimal:
    return Decimal(pair.sides[system].fields["balance"])
