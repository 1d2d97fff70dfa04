"""What HubSpot shows of a pair that somebody unlinked while it was shown: nothing of QuickBooks."""

from collections.abc import Sequence

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.shown import ShownState
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.pages import record_page


def take_away_where_parted(context: Context, overtaken: Sequence[Case]) -> None:
    """Whoever obeyed the unlinking may have taken it away before it was shown: it is taken away once more.

    `overtaken` are cases whose links were changed while they were shown, with their links as they were before.
    """
    refs = sorted(case.link.refs[System.HUBSPOT] for case in overtaken if case.link and case.link.state is LinkState.LINKED)
    found = context.links.find(context.connection.id, refs) if refs else {}
    parted = [ref for ref in refs if not any(map(_is_of_two, found.get(ref, ())))]
    if parted:
        context.systems.display.show({ref: nothing_shown(context, ref) for ref in parted})


def nothing_shown(context: Context, ref: RecordRef) -> ShownState:
    """What a HubSpot record shows that is left out, and that nothing in QuickBooks is known to be one with."""
    page = record_page(context.console_url, context.connection.id, ref)
    return ShownState(status=OutcomeStatus.EXCLUDED, record_url=page, synced_at=context.clock())


def _is_of_two(link: Link) -> bool:
    return link.ref(System.QUICKBOOKS) is not None and link.ref(System.HUBSPOT) is not None
