"""Calls up what was left out for another's sake, where that one had moved before it was recorded."""

from collections.abc import Iterable, Mapping

from counterfoil.domain.blockers import concerned
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches_as_applied

Stored = tuple[SyncOutcome, Case]


def call_left_out(context: Context, stored: Iterable[Stored], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Enqueue the records that were just recorded as left out for another's sake, unless that one stands as it was seen.

    Whoever worked on that one looked for whom to call up as soon as it had done, which was too early to find these. They
    are found from now on, so that they are called up here only once. No vendor is asked. Raises QueueError.
    """
    shares = {one.ref: (one, case) for one, case in stored if _is_found_from_now_on(one, case, latest.get(one.ref))}
    steady = _steady(context, {case.instead for _, case in shares.values() if case.instead}) if shares else {}
    overtaken = [one for one, case in shares.values() if not _stands_as_seen(case, steady)]
    now = context.clock()
    events = [ChangeEvent(one.ref, now, f"shared:{one.ref}:{now.isoformat()}", called_up=True) for one in overtaken]
    if events:
        context.queue.send(in_batches_as_applied(context.connection.id, events, overtaken))


def _is_found_from_now_on(outcome: SyncOutcome, case: Case, previous: SyncOutcome | None) -> bool:
    """Whether it is newly recorded that a move of the other one concerns this record."""
    found = set(outcome.blockers) - set(previous.blockers if previous else ())
    return case.instead is not None and not found.isdisjoint(concerned([case.instead]))


def _steady(context: Context, others: set[RecordRef]) -> dict[RecordRef, Link]:
    """The links of those that are linked and in sync; of one that is not it cannot be told by the link whether it moved.

    A contact that gets a customer only with a document does not look for one by itself: it would only lose its reason.
    """
    found = context.links.find(context.connection.id, sorted(others))
    linked = {ref: link for ref, links in found.items() for link in links if link.state is LinkState.LINKED}
    standing = context.outcomes.latest(context.connection.id, sorted({link.source_ref for link in linked.values()}))
    steady = {ref for ref, one in standing.items() if one.status is OutcomeStatus.IN_SYNC}
    waits_for_documents = context.connection.rule(EntityKind.CUSTOMER).create == "when_needed"
    return {ref: link for ref, link in linked.items() if waits_for_documents or link.source_ref in steady}


def _stands_as_seen(case: Case, steady: Mapping[RecordRef, Link]) -> bool:
    """Whether nothing newer than what was found is agreed on of the other one."""
    seen = next((one for found in case.found.values() for one in found if one.ref == case.instead), None)
    link = steady.get(case.instead) if case.instead else None
    return seen is not None and link is not None and not _is_newer(link, seen)


def _is_newer(link: Link, seen: Snapshot) -> bool:
    """A vendor's moments may be whole seconds, and its versions cannot be compared with each other."""
    agreed = link.agreements[seen.ref.system]
    return agreed.version != seen.version and (agreed.modified_at is None or agreed.modified_at >= seen.modified_at)
