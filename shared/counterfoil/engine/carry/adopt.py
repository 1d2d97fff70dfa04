"""Links existing records: matched ones, ones that an earlier try made, and survivors of a merge. Writes to no vendor."""

from dataclasses import replace

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.parties import is_company
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import reasons
from counterfoil.engine.carry.create import note_completed, recover
from counterfoil.engine.carry.reservations import completed, renewed, reservation
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import overtaken_by_another


def adopt(context: Context, case: Case, counterpart: RecordRef) -> None:
    """Link an existing counterpart."""
    snapshots = {snapshot.ref: snapshot for snapshot in (*case.snapshots.values(), *case.matches.values())}
    found = snapshots[counterpart]
    if case.link is None:
        (stored,) = context.links.reserve(
            [replace(completed(reservation(context, case), found), adopted_at=context.clock())]
        )
        note_completed(case, found, stored)
    elif case.link.ref(counterpart.system) in {None, counterpart}:
        if counterpart in case.matches:
            case.link = replace(renewed(case), adopted_at=context.clock())
        recover(context, [(case, found)])
    else:
        _replace_counterpart(context, case, case.link, found)


def follow(context: Context, case: Case) -> None:
    """Let the link go over to the record that the old one was merged into; after a crash in between it is found again."""
    before, after = case.merged, case.link
    if before is None or after is None:
        return
    merged, survivor = before.refs[System.HUBSPOT], after.refs[System.HUBSPOT]
    by_rule = is_company(merged) != is_company(survivor)
    if before.source is System.HUBSPOT:
        followed = reasons.CUSTOMER_BY_RULE if by_rule else reasons.MERGED_AND_LINKED
        close_outcome(context, merged, followed(name=case.pair.name(System.HUBSPOT)))
    _give_way(context, survivor)
    links, agreed = context.links, replace(before, agreements=after.agreements)
    stored = links.hand_over(agreed, survivor) if by_rule else links.move(agreed, survivor)
    if stored is None:
        case.note(overtaken_by_another())
    else:
        case.link, case.merged = stored, None


def _give_way(context: Context, survivor: RecordRef) -> None:
    """A link is about to go over to it: its own reservation, for which nothing was made, ends."""
    for link in context.links.find(context.connection.id, [survivor]).get(survivor, ()):
        if link.made_nothing:
            context.links.free(link, survivor)


def _replace_counterpart(context: Context, case: Case, link: Link, counterpart: Snapshot) -> None:
    """Let the link move to another record than the one that is gone."""
    before, system = case.ref, counterpart.ref.system
    agreements = {**link.agreements, system: Agreement(counterpart.version, counterpart.fields, counterpart.modified_at)}
    if system is link.source:
        close_outcome(context, before, reasons.TOOK_ITS_PLACE(name=name_of(counterpart.ref, counterpart.fields)))
    stored = context.links.move(replace(link, state=LinkState.LINKED, agreements=agreements), counterpart.ref)
    note_completed(case, counterpart, stored)
    if stored:
        case.ref = stored.source_ref


def close_outcome(context: Context, ref: RecordRef, reason: str) -> None:
    """Nothing is shown under this record any more."""
    outcome = SyncOutcome(
        connection_id=context.connection.id,
        ref=ref,
        kind=ref.kind,
        status=OutcomeStatus.EXCLUDED,
        at=context.clock(),
        reasons=(reason,),
    )
    context.outcomes.record([outcome])
