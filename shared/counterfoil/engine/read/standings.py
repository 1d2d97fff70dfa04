"""How the payments of invoices stand of which something is paid, or whose balances differ."""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.planning.balances import PATIENCE, balances_differ, is_paid_in_part
from counterfoil.domain.planning.mirrored import is_mirrored
from counterfoil.domain.planning.pair import Standing
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def want_standings(context: Context, case: Case) -> bool:
    """Whether an invoice's payments are needed to say how it stands: nothing is left to carry, and something is paid."""
    return _is_done(case) and (
        bool(balances_differ(case.pair)) or is_paid_in_part(case.pair) or _may_have_payments(context, case)
    )


def is_doubtful(case: Case) -> bool:
    """Whether an invoice's balances differ, of which one is only remembered."""
    read = all(side.read for side in case.pair.sides.values())
    return _is_done(case) and not read and bool(balances_differ(case.pair))


def _may_have_payments(context: Context, case: Case) -> bool:
    """Whether an invoice made in QuickBooks, of which nothing is paid there, may have payments in HubSpot all the same.

    HubSpot shows of it what QuickBooks says is owed, whatever was paid. A payment that counts in HubSpot alone calls its
    invoice up, which is not known to be in sync from then on.
    """
    if not is_mirrored(case.pair):
        return False
    called_up = context.moved.isdisjoint(case.link.refs.values() if case.link else ())
    return called_up or case.doubtful


def _is_done(case: Case) -> bool:
    verdict = case.verdict
    nothing_left = verdict is not None and verdict.failure is None and not verdict.actions
    return nothing_left and case.link is not None and case.payments is None


def read_standings(context: Context, cases: Sequence[Case]) -> None:
    """Fill in `payments` and `tries` of these invoices. HubSpot is asked; QuickBooks' invoices show theirs.

    Raises VendorError.
    """
    if not cases:
        return
    refs = {case.ref: _shown(case) for case in cases}
    ids = {case.pair.sides[System.HUBSPOT].ref.id: case.ref for case in cases}
    for invoice, payments in context.systems.hubspot.payments_of(sorted(ids)).items():
        refs[ids[invoice]] += [RecordRef(System.HUBSPOT, EntityKind.PAYMENT, payment) for payment in payments]
    links = _links(context, {ref for some in refs.values() for ref in some})
    wanted = sorted({*refs, *(source for some in links.values() for source in some)})
    latest = context.outcomes.latest(context.connection.id, wanted)
    for case in cases:
        found = {source: link for ref in refs[case.ref] for source, link in links[ref].items()}
        case.payments = {source: _standing(latest.get(source), link) for source, link in found.items()}
        case.tries = _tries(latest.get(case.ref))


def _standing(outcome: SyncOutcome | None, link: Link | None) -> Standing:
    agreements = link.agreements if link else {}
    return Standing(outcome, {system: agreement.fields for system, agreement in agreements.items()})


def _tries(previous: SyncOutcome | None) -> int:
    """How often the difference was waited for; once a person was asked, waiting is over."""
    if previous is None or previous.category is not ErrorCategory.TOTALS_DIFFER:
        return previous.attempts if previous else 0
    return previous.attempts if previous.retry_at else PATIENCE


def _shown(case: Case) -> list[RecordRef]:
    """The payments that the QuickBooks invoice itself shows, if it was read."""
    snapshot = case.snapshots.get(System.QUICKBOOKS)
    if snapshot is None:
        return []
    return [RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, one, snapshot.ref.id) for one in snapshot.paid_by]


def _links(context: Context, refs: Iterable[RecordRef]) -> dict[RecordRef, Mapping[RecordRef, Link | None]]:
    """The links of payments, by the refs under which their outcomes are stored: the source of the link, or their own."""
    wanted = sorted(refs)
    links = context.links.find(context.connection.id, wanted) if wanted else {}
    return {ref: {link.source_ref: link for link in links.get(ref, ())} or {ref: None} for ref in wanted}
