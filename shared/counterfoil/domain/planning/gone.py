"""What to do about a linked pair of which one record, or both, is gone: deleted, merged away or made inactive."""

from dataclasses import replace

from counterfoil.domain.blockers import any_of
from counterfoil.domain.choices import Verb, the
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Adopt, Close, Decision, ambiguous, failing, in_sync, left_out, stopped
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.texts import names, reasons, words

_COUNTS_NO_MORE = {
    InvoiceStatus.VOIDED,
    PaymentStatus.VOIDED,
    PaymentStatus.REFUNDED,
    PaymentStatus.FAILED,
    PaymentStatus.DISPUTED,
    PaymentStatus.CHARGED_BACK,
}


def decide_gone(pair: Pair, link: Link, gone: list[System]) -> Decision:
    """The link is closed and a person is asked; what a document needs is found anew. `gone` is not empty."""
    closing = (Close(),) if link.state is LinkState.LINKED else ()
    if len(gone) == len(System):
        return left_out(reasons.BOTH_GONE(), *closing)
    (missing,) = gone
    if pair.needed and pair.candidates:
        return _replaced(pair, _how_it_went(pair, missing))
    if text := _nothing_left_to_do(pair, link, missing):
        return left_out(text, *closing)
    payment_removed = pair.kind is EntityKind.PAYMENT and link.source is System.HUBSPOT and missing is System.QUICKBOOKS
    if payment_removed:
        text = reasons.PAYMENT_REMOVED(name=_name(pair, System.HUBSPOT))
        return failing(ErrorCategory.EDITED_IN_QUICKBOOKS, text, *closing)
    return stopped(_deleted(pair, missing), *closing)


def without_what_is_gone(pair: Pair, decision: Decision) -> Decision:
    """`decision`; what is left out, and of which one side does not exist any more, is linked no longer as well.

    A linked document is what its payments are put to, whatever leaves it out.
    """
    lost = pair.link is not None and pair.link.state is LinkState.LINKED and len(pair.sides) < len(System)
    ends = Close() in decision.actions or decision.status is not OutcomeStatus.EXCLUDED
    return replace(decision, actions=(*decision.actions, Close())) if lost and not ends else decision


def _nothing_left_to_do(pair: Pair, link: Link, missing: System) -> str:
    """Why what is gone asks nothing of anybody; "" where it does."""
    brand = missing.other.brand
    if status := _ended(pair, missing):
        return reasons.ENDED(
            ending=_how_it_went(pair, missing), status=words.PAYMENT_STATUS[PaymentStatus(status)], system=brand
        )
    if _is_on_no_invoice(pair, missing):
        return reasons.ON_NO_INVOICE(ending=_how_it_went(pair, missing), system=brand)
    if _is_merely_inactive(pair, link, missing):
        return reasons.INACTIVE(kind=words.ONE[pair.kind], system=missing.brand)
    return ""


def _is_on_no_invoice(pair: Pair, missing: System) -> bool:
    """Whether a payment that is gone from QuickBooks pays nothing in HubSpot, its invoice being deleted: it counts nowhere.

    In QuickBooks one that pays nothing is the customer's credit.
    """
    shown = pair.sides.get(System.HUBSPOT) if missing is System.QUICKBOOKS else None
    return pair.kind is EntityKind.PAYMENT and shown is not None and not shown.fields["invoice"]


def _is_merely_inactive(pair: Pair, link: Link, missing: System) -> bool:
    """A customer made in QuickBooks to whom nothing is sold any more asks nothing of anybody; its contact stays."""
    made_there = pair.kind is EntityKind.CUSTOMER and link.source is missing is System.QUICKBOOKS
    return made_there and missing in pair.sides and not pair.ending


def _deleted(pair: Pair, missing: System) -> Failure:
    """Any new entry of HubSpot's lists may take the place of one that is gone there; QuickBooks' always may."""
    others = (any_of(missing, pair.kind),) if missing is System.HUBSPOT and KINDS[pair.kind].deactivated else ()
    text = _how_it_went(pair, missing)
    return Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text=text, blockers=others)


def _ended(pair: Pair, missing: System) -> str:
    """How the remaining document ended, "" for one that still counts: gone there and ended here, it counts nowhere."""
    remaining = pair.sides.get(missing.other)
    status = remaining.fields.get("status", "") if remaining else ""
    return status if status in _COUNTS_NO_MORE else ""


def _replaced(pair: Pair, ending: str) -> Decision:
    """What a document needs is linked to the only other record that matches; one is never made for one that is gone.

    Of one that a person chose, nobody but a person can say who takes its place.
    """
    found = list(pair.candidates.values())
    if the(Verb.LINKED, pair.choices):
        return ambiguous(reasons.OTHERS_REPLACE(ending=ending, names=found), pair.candidates)
    if len(pair.candidates) > 1:
        return ambiguous(reasons.SEVERAL_REPLACE(ending=ending, names=found), pair.candidates)
    return in_sync(reasons.REPLACED(ending=ending, names=found), Adopt(next(iter(pair.candidates))))


def _how_it_went(pair: Pair, missing: System) -> str:
    """Nothing but the customer or item itself tells whether it was merged: QuickBooks makes both inactive."""
    if pair.ending:
        return pair.ending
    name = _name(pair, missing)
    if pair.taken_off:
        return reasons.TAKEN_OFF(name=name, system=missing.brand)
    if not KINDS[pair.kind].deactivated:
        return reasons.DELETED(name=name, system=missing.brand)
    if missing not in pair.sides:
        return reasons.DELETED_OR_MERGED(name=name, system=missing.brand)
    kind, known_by = words.ONE[pair.kind], words.KNOWN_BY[pair.kind]
    return reasons.MADE_INACTIVE(name=name, system=missing.brand, kind=kind, known_by=known_by)


def _name(pair: Pair, system: System) -> str:
    """The record as people call it; a payment with the invoice that it pays."""
    name = pair.name(system)
    return names.ON(name=name, invoice=pair.pays) if pair.pays else name
