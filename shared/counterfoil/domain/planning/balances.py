"""Invoices whose balances differ although nothing is left to carry: explained by what their payments came to."""

from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import Decision, stopped
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.totals import compared

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
        return _noting(decision, f"{differing} A payment is under way or left out.")
    if _owed(pair, System.QUICKBOOKS) < _owed(pair, System.HUBSPOT):
        return _noting(decision, f"{differing} Beside the payments, a credit is applied in QuickBooks.")
    cure = Cure.PERSON if pair.tries >= PATIENCE else Cure.WAITING
    failure = Failure(category=ErrorCategory.TOTALS_DIFFER, cure=cure, text=f"{differing} No payment explains it.")
    return replace(stopped(failure), settled=decision.settled, settles=True)


def _blaming(differing: str, blamed: list[SyncOutcome], decision: Decision) -> Decision:
    first = blamed[0]
    reason = first.vendor_text if first.vendor_text.startswith(first.label) else f"{first.label}: {first.vendor_text}"
    failure = Failure(category=first.category or ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=f"{differing} {reason}")
    blames = tuple(payment.ref for payment in blamed)
    return replace(stopped(failure), blames=blames, settled=decision.settled, settles=True)


def _noting(decision: Decision, reason: str) -> Decision:
    return replace(decision, reasons=(*decision.reasons, reason))


def _owed(pair: Pair, system: System) -> Decimal:
    return Decimal(pair.sides[system].fields["balance"])
