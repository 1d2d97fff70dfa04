"""What to do about a linked pair of which one record, or both, is gone: deleted, merged away or made inactive."""

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Adopt, Close, Decision, Pair, failing


def decide_gone(pair: Pair, link: Link, gone: list[System]) -> Decision:
    """The link is closed and a person is told; what a document needs is found anew. `gone` is not empty."""
    closing = (Close(),) if link.state is LinkState.LINKED else ()
    if len(gone) == len(System):
        return Decision(status=OutcomeStatus.EXCLUDED, reasons=("Both records are gone.",), actions=closing)
    (missing,) = gone
    if pair.needed and pair.candidates:
        return _replaced(pair, _how_it_went(pair, link, missing))
    payment_removed = pair.kind is EntityKind.PAYMENT and link.source is System.HUBSPOT and missing is System.QUICKBOOKS
    if payment_removed:
        return failing(
            ErrorCategory.EDITED_IN_QUICKBOOKS, f"The payment {link.refs[missing]} was removed in QuickBooks.", *closing
        )
    return failing(ErrorCategory.RECORD_DELETED, _how_it_went(pair, link, missing), *closing)


def _replaced(pair: Pair, ending: str) -> Decision:
    """What a document needs is linked to the only other record that matches; one is never made for one that is gone."""
    found = ", ".join(map(str, pair.candidates))
    if len(pair.candidates) > 1:
        return failing(ErrorCategory.AMBIGUOUS_MATCH, f"{ending} Several records match now: {found}.")
    reason = f"{ending} Matched with {found} instead."
    return Decision(status=OutcomeStatus.IN_SYNC, reasons=(reason,), actions=(Adopt(pair.candidates[0]),))


def _how_it_went(pair: Pair, link: Link, missing: System) -> str:
    """Nothing but the customer or product itself tells whether it was merged: QuickBooks makes both inactive."""
    if pair.ending:
        return pair.ending
    if missing not in pair.sides:
        return f"{link.refs[missing]} was deleted or merged away."
    known_by = "e-mail address" if pair.kind is EntityKind.CUSTOMER else "SKU"
    return (
        f"{link.refs[missing]} was made inactive or merged into another in {missing.brand}."
        f" Make it active again, or give an active {pair.kind} the same {known_by}."
    )
