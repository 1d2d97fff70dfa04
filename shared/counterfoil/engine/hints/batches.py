"""Cuts events into the batches that queue messages carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched

from counterfoil.domain.change import LARGEST_BATCH, ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.records.record import digest


def in_batches(
    connection_id: str, events: Iterable[ChangeEvent], *, continued: int = 0, plan: str = ""
) -> list[ChangeBatch]:
    """The events of one connection as batches of one kind each; several events of one record become one."""
    merged = _merged(events)
    return [
        ChangeBatch(connection_id=connection_id, kind=kind, events=some, continued=continued, plan=plan)
        for kind in EntityKind
        for some in batched((event for event in merged if event.ref.kind is kind), LARGEST_BATCH, strict=False)
    ]


def in_batches_as_applied(
    connection_id: str, events: Iterable[ChangeEvent], known: Iterable[SyncOutcome]
) -> list[ChangeBatch]:
    """As `in_batches`; a record that was last worked on under a plan is tried again under it, by the rules of that plan."""
    plans = {one.ref: one.plan for one in known if one.plan}
    every = list(events)
    return [
        batch
        for plan in sorted({"", *plans.values()})
        for batch in in_batches(connection_id, [one for one in every if plans.get(one.ref, "") == plan], plan=plan)
    ]


def by_plan(batches: Sequence[ChangeBatch]) -> dict[str, list[ChangeBatch]]:
    """The batches by the plan that they apply; those that apply none first."""
    return {plan: [one for one in batches if one.plan == plan] for plan in sorted({one.plan for one in batches})}


def moved_by(batches: Iterable[ChangeBatch]) -> frozenset[RecordRef]:
    """The records that moved, whole; without those that are only called up."""
    return frozenset(event.ref.whole for batch in batches for event in batch.events if not event.called_up)


def announced_by(batches: Iterable[ChangeBatch]) -> Mapping[RecordRef, datetime]:
    """When the records moved last of which only the vendors' own announcements speak, whole."""
    events = [event for batch in batches for event in batch.events]
    others = {event.ref.whole for event in events if not event.announced}
    return {one.ref.whole: one.occurred_at for one in sorted(events, key=_moment) if one.ref.whole not in others}


def reassociated_by(batches: Iterable[ChangeBatch]) -> frozenset[RecordRef]:
    """The records that are associated with something else now, whole."""
    return frozenset(event.ref.whole for batch in batches for event in batch.events if event.reassociated)


def _moment(event: ChangeEvent) -> datetime:
    return event.occurred_at


def _merged(events: Iterable[ChangeEvent]) -> list[ChangeEvent]:
    by_ref: dict[str, list[ChangeEvent]] = {}
    for event in events:
        by_ref.setdefault(str(event.ref), []).append(event)
    return [_one(same) for same in by_ref.values()]


def _one(events: list[ChangeEvent]) -> ChangeEvent:
    if len(events) == 1:
        return events[0]
    identity = digest(sorted(event.identity for event in events))
    called_up, announced = all(event.called_up for event in events), all(event.announced for event in events)
    reassociated = any(event.reassociated for event in events)
    moment = max(event.occurred_at for event in events)
    return ChangeEvent(events[0].ref, moment, identity, called_up, announced, reassociated)
