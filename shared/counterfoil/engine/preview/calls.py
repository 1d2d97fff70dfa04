"""About how many calls of the vendors it takes to apply a plan, from what it counts."""

from collections.abc import Iterable, Mapping
from math import ceil

from counterfoil.domain.change import LARGEST_BATCH
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import RowAction, Tally
from counterfoil.engine.slices import LARGEST_SLICE

_READS: Mapping[EntityKind, int] = {
    EntityKind.CUSTOMER: 2,
    EntityKind.PRODUCT: 1,
    EntityKind.INVOICE: 7,
    EntityKind.PAYMENT: 3,
}
"""Calls with which HubSpot is read for a slice of records, what belongs to them included."""

_SOUGHT = frozenset({RowAction.CREATE, RowAction.LINK})
_WITH_KEYS = frozenset({EntityKind.CUSTOMER, EntityKind.PRODUCT})

_WRITES: Mapping[System, int] = {System.HUBSPOT: 2, System.QUICKBOOKS: 1}
"""Calls with which a slice is written; HubSpot's records are read back."""


def calls_of(tallies: Iterable[Tally]) -> Mapping[System, int]:
    """Calls by vendor. What has to be repeated, because a vendor throttles, comes on top."""
    calls = dict.fromkeys(System, 0)
    for tally in tallies:
        if tally.action is RowAction.NOTHING:
            continue
        calls[System.HUBSPOT] += _slices(tally.count) * _READS[tally.kind]
        for system, writes in tally.writes.items():
            calls[system] += _slices(writes) * _WRITES[system]
        if tally.kind in _WITH_KEYS and tally.action in _SOUGHT:
            calls[System.QUICKBOOKS] += _slices(tally.count)  # counterparts are looked for
        if tally.kind is EntityKind.INVOICE:
            calls[System.HUBSPOT] += _slices(tally.count)  # how it stands is shown there
    return calls


def _slices(count: int) -> int:
    """Messages carry up to a hundred records each, and are cut into slices one by one."""
    full, rest = divmod(count, LARGEST_BATCH)
    return full * ceil(LARGEST_BATCH / LARGEST_SLICE) + ceil(rest / LARGEST_SLICE)
