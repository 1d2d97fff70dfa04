"""Shows on HubSpot's payments where they are in QuickBooks, once for each, until they are unlinked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.errors import Cure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.shown import ShownState
from counterfoil.engine.carry.first_shown import place_of_payment
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.outcomes import is_newly_unlinked, is_unlinked
from counterfoil.engine.conclude.parted import nothing_shown, take_away_where_parted
from counterfoil.engine.context import Context
from counterfoil.engine.links import save_links


def show_whereabouts(context: Context, cases: Sequence[Case], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Show it where it is not shown yet, and take it away where somebody has unlinked a payment since.

    What HubSpot lets nobody write keeps no payment back, and is not tried again.
    """
    payments = [case for case in cases if case.kind is EntityKind.PAYMENT and System.HUBSPOT in case.snapshots]
    _show(context, payments)
    _take_away(context, [case for case in payments if _is_to_be_taken_away(case, latest.get(case.ref))])


def _show(context: Context, cases: Sequence[Case]) -> None:
    lacking = [
        (case, case.link, state)
        for case in cases
        if case.link and (state := _whereabouts(context, case.link)) and state.fingerprint != case.link.shown
    ]
    if not lacking:
        return
    displayed = context.systems.display.show({link.refs[System.HUBSPOT]: state for _, link, state in lacking})
    postponed = {ref for ref, failure in displayed.refused.items() if failure.cure is not Cure.PERSON}
    settled = [each for each in lacking if each[1].refs[System.HUBSPOT] not in postponed]
    late = save_links(context, [(case, replace(link, shown=state.fingerprint)) for case, link, state in settled])
    take_away_where_parted(context, late)


def _whereabouts(context: Context, link: Link) -> ShownState | None:
    """What a payment shows while it is linked."""
    return place_of_payment(context, link.refs[System.QUICKBOOKS]) if link.state is LinkState.LINKED else None


def _take_away(context: Context, cases: Sequence[Case]) -> None:
    """A payment waits, and is tried again, where it was not to be had just now."""
    if not cases:
        return
    refs = [case.snapshots[System.HUBSPOT].ref for case in cases]
    displayed = context.systems.display.show({ref: nothing_shown(context, ref) for ref in refs})
    for case in cases:
        failure = displayed.refused.get(case.snapshots[System.HUBSPOT].ref)
        if failure and failure.cure is not Cure.PERSON and case.event is None:
            case.note(failure)


def _is_to_be_taken_away(case: Case, previous: SyncOutcome | None) -> bool:
    """Whether it was unlinked since it was last told of, or was not told to be left out before, as it is now."""
    verdict = case.verdict
    left_out = verdict is not None and verdict.status is OutcomeStatus.EXCLUDED and case.event is None
    newly = previous is None or previous.status is not OutcomeStatus.EXCLUDED
    return is_newly_unlinked(case, previous) or (left_out and newly and is_unlinked(case))
