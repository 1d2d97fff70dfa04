"""What to do about a linked pair of which one record, or both, is gone: deleted, merged away or made inactive."""

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import capital
from counterfoil.domain.planning.decision import Adopt, Close, Decision, failing, in_sync, left_out
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentStatus

_COUNTS_NO_MORE = {InvoiceStatus.VOIDED, PaymentStatus.VOIDED, PaymentStatus.REFUNDED, PaymentStatus.FAILED}


def decide_gone(pair: Pair, link: Link, gone: list[System]) -> Decision:
    """The link is closed and a person is asked; what a document needs is found anew. `gone` is not empty."""
    closing = (Close(),) if link.state is LinkState.LINKED else ()
    if len(gone) == len(System):
        return left_out("Both records are gone.", *closing)
    (missing,) = gone
    if pair.needed and pair.candidates:
        return _replaced(pair, _how_it_went(pair, missing))
    if ended := _ended(pair, missing):
        text = f"{_how_it_went(pair, missing)} It is {ended} in {missing.other.brand}, so that nothing is left to do."
        return left_out(text, *closing)
    payment_removed = pair.kind is EntityKind.PAYMENT and link.source is System.HUBSPOT and missing is System.QUICKBOOKS
    if payment_removed:
        text = f"{pair.name(System.HUBSPOT)} was removed in QuickBooks, and still counts in HubSpot."
        return failing(ErrorCategory.EDITED_IN_QUICKBOOKS, capital(text), *closing)
    return failing(ErrorCategory.RECORD_DELETED, _how_it_went(pair, missing), *closing)


def _ended(pair: Pair, missing: System) -> str:
    """How the remaining document ended, "" for one that still counts: gone there and ended here, it counts nowhere."""
    remaining = pair.sides.get(missing.other)
    status = remaining.fields.get("status", "") if remaining else ""
    return status if status in _COUNTS_NO_MORE else ""


def _replaced(pair: Pair, ending: str) -> Decision:
    """What a document needs is linked to the only other record that matches; one is never made for one that is gone."""
    found = " and ".join(pair.candidates.values())
    if len(pair.candidates) > 1:
        return failing(ErrorCategory.AMBIGUOUS_MATCH, f"{ending} Several {pair.kind}s match now: {found}.")
    return in_sync(f"{ending} Matched with {found} instead.", Adopt(next(iter(pair.candidates))))


def _how_it_went(pair: Pair, missing: System) -> str:
    """Nothing but the customer or item itself tells whether it was merged: QuickBooks makes both inactive."""
    if pair.ending:
        return pair.ending
    name = capital(pair.name(missing))
    if not KINDS[pair.kind].deactivated:
        return f"{name} was deleted in {missing.brand}."
    if missing not in pair.sides:
        return f"{name} was deleted or merged away in {missing.brand}."
    known_by = "e-mail address" if pair.kind is EntityKind.CUSTOMER else "SKU"
    return (
        f"{name} was made inactive or merged into another in {missing.brand}."
        f" Make it active again, or give an active {pair.kind} the same {known_by}."
    )
