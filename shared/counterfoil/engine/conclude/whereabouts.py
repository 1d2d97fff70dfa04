"""Shows on HubSpot's payments where they are in QuickBooks, once for each."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.errors import Cure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.shown import ShownState
from counterfoil.engine.carry.first_shown import place_of_payment
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import save_links


def show_whereabouts(context: Context, cases: Sequence[Case]) -> None:
    """Show it where it is not shown yet. What HubSpot lets nobody write keeps no payment back, and is not tried again."""
    lacking = [
        (case, case.link, state)
        for case in cases
        if case.link and (state := _whereabouts(context, case, case.link)) and state.fingerprint != case.link.shown
    ]
    if not lacking:
        return
    displayed = context.systems.display.show({link.refs[System.HUBSPOT]: state for _, link, state in lacking})
    postponed = {ref for ref, failure in displayed.refused.items() if failure.cure is not Cure.PERSON}
    settled = [each for each in lacking if each[1].refs[System.HUBSPOT] not in postponed]
    save_links(context, [(case, replace(link, shown=state.fingerprint)) for case, link, state in settled])


def _whereabouts(context: Context, case: Case, link: Link) -> ShownState | None:
    """What a payment shows while it is linked and there."""
    if case.kind is not EntityKind.PAYMENT or link.state is not LinkState.LINKED or System.HUBSPOT not in case.snapshots:
        return None
    return place_of_payment(context, link.refs[System.QUICKBOOKS])
