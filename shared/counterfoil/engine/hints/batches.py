"""Cuts events into the batches that queue messages carry."""

from collections.abc import Iterable
from itertools import batched

from counterfoil.domain.change import LARGEST_BATCH, ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.record import digest


def in_batches(connection_id: str, events: Iterable[ChangeEvent], *, continued: int = 0) -> list[ChangeBatch]:
    """The events of one connection as batches of one kind each; several events of one record become one."""
    merged = _merged(events)
    return [
        ChangeBatch(connection_id=connection_id, kind=kind, events=some, continued=continued)
        for kind in EntityKind
        for some in batched((event for event in merged if event.ref.kind is kind), LARGEST_BATCH, strict=False)
    ]


def _merged(events: Iterable[ChangeEvent]) -> list[ChangeEvent]:
    by_ref: dict[str, list[ChangeEvent]] = {}
    for event in events:
        by_ref.setdefault(str(event.ref), []).append(event)
    return [_one(same) for same in by_ref.values()]


def _one(events: list[ChangeEvent]) -> ChangeEvent:
    if len(events) == 1:
        return events[0]
    identity = digest(sorted(event.identity for event in events))
    return ChangeEvent(events[0].ref, max(event.occurred_at for event in events), identity)
