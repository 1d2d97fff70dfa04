"""Contacts merged into others in HubSpot: their links follow them.

The id of a merged contact goes on answering with the one that it was merged into, which may be a new one
(https://developers.hubspot.com/changelog/updated-merge-functionality-for-contacts-and-companies).
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context

Survivors = Mapping[RecordRef, Snapshot]
"""The record that each merged one was merged into, as it is now."""


def survivors(shown: Iterable[tuple[RecordRef, Snapshot]]) -> Survivors:
    """What HubSpot's answers tell of merges; `shown` are records as asked for, with what was answered."""
    into: dict[RecordRef, Snapshot] = {}
    for asked, snapshot in shown:
        merged = {asked, *(replace(snapshot.ref, id=one) for one in snapshot.merged)} - {snapshot.ref}
        into |= dict.fromkeys(merged, snapshot)
    return into


def follow_merges(context: Context, into: Survivors, looked_at: AbstractSet[RecordRef]) -> set[RecordRef]:
    """Move the links of merged records to survivors that have none; the records that are now to be looked at as well.

    A survivor that has a link keeps it: the merged record's own is then looked at, and closed. Of several links the one
    moves whose record was most like the survivor, for HubSpot keeps the values of the primary one.
    """
    if not into:
        return set()
    remaining = {snapshot.ref: snapshot for snapshot in into.values()}
    found = context.links.find(context.connection.id, sorted({*into, *remaining}))
    anew: set[RecordRef] = set()
    for ref, survivor in sorted(remaining.items()):
        merged = (one for one in sorted(into) if into[one].ref == ref)
        left = [link for one in merged for link in found.get(one, ()) if _is_of(link, one)]
        left.sort(key=partial(_rank, survivor))
        if left and ref not in found:
            _move(context, left.pop(0), ref)
            anew.add(ref)
        anew |= {link.refs[System.HUBSPOT] for link in left if link.state is LinkState.LINKED} - looked_at
    return anew


def explain_endings(context: Context, cases: Sequence[Case], into: Survivors) -> None:
    """Name both counterparts where a merged contact had one of its own."""
    ended = {case.ref: into[ref].ref for case in cases if (ref := _gone_contact(case)) in into and ref}
    found = context.links.find(context.connection.id, sorted(set(ended.values()))) if ended else {}
    for case in cases:
        survivor = ended.get(case.ref)
        kept = next((link.ref(System.QUICKBOOKS) for link in found.get(survivor, ())), None) if survivor else None
        if case.link and survivor:
            case.ending = (
                f"{case.link.ref(System.HUBSPOT)} was merged into {survivor}, which stays linked to {kept};"
                f" {case.link.ref(System.QUICKBOOKS)} has no contact any more."
                " Merge the two customers in QuickBooks too if they are one."
            )


def lay_to_rest(context: Context, ref: RecordRef, reason: str) -> None:
    """Nothing is told under this reference any more."""
    outcome = SyncOutcome(
        connection_id=context.connection.id,
        ref=ref,
        kind=ref.kind,
        status=OutcomeStatus.EXCLUDED,
        at=context.clock(),
        reasons=(reason,),
    )
    context.outcomes.record([outcome])


def _rank(survivor: Snapshot, link: Link) -> tuple[bool, int]:
    """Lower for the link that is to move before others: open, and of the record most like the survivor."""
    agreed = link.agreements[System.HUBSPOT].fields
    alike = sum(agreed.get(name) == value for name, value in survivor.fields.items())
    return link.state is LinkState.CLOSED, -alike


def _is_of(link: Link, ref: RecordRef) -> bool:
    """Whether the link is still the merged record's own, and complete: a create under way is left to end by itself."""
    return link.ref(System.HUBSPOT) == ref and link.state is not LinkState.RESERVED


def _move(context: Context, link: Link, survivor: RecordRef) -> None:
    """Told first: after a crash in between, the merge is found and told again. Another worker may have moved the link."""
    merged = link.refs[System.HUBSPOT]
    if link.source is System.HUBSPOT:
        lay_to_rest(context, merged, f"Merged into {survivor}.")
    context.links.move(link, survivor)


def _gone_contact(case: Case) -> RecordRef | None:
    return case.link.ref(System.HUBSPOT) if case.link and System.HUBSPOT in case.gone else None
