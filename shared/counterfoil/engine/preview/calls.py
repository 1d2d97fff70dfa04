"""About how many calls of the vendors it takes to apply a plan, from what it counts."""

from collections.abc import Iterable, Mapping
from math import ceil

from counterfoil.domain.change import LARGEST_BATCH
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import RowAction, Tally
from counterfoil.domain.traits import VendorTraits
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

_WRITTEN_AND_READ_BACK = 2
"""Calls with which a slice is written in HubSpot."""


def calls_of(tallies: Iterable[Tally], quickbooks: VendorTraits) -> Mapping[System, int]:
    """Calls by vendor. What has to be repeated, because a vendor throttles, comes on top."""
    calls = dict.fromkeys(System, 0)
    for tally in tallies:
        if tally.action is RowAction.NOTHING:
            continue
        calls[System.HUBSPOT] += len(_slices(tally.count)) * _READS[tally.kind]
        for system, writes in tally.writes.items():
            calls[system] += _written(system, writes, quickbooks)
        if tally.kind in _WITH_KEYS and tally.action in _SOUGHT:
            calls[System.QUICKBOOKS] += len(_slices(tally.count))  # counterparts are looked for
        if tally.kind is EntityKind.INVOICE:
            calls[System.HUBSPOT] += len(_slices(tally.count))  # how it stands is shown there
    return calls


def _written(system: System, count: int, quickbooks: VendorTraits) -> int:
    """The calls with which so many records are written, slice by slice."""
    sizes = _slices(count)
    if system is System.HUBSPOT:
        return len(sizes) * _WRITTEN_AND_READ_BACK
    return sum(size if size <= quickbooks.singly else ceil(size / quickbooks.at_once) for size in sizes)


def _slices(count: int) -> list[int]:
    """The sizes of the slices: messages carry up to a hundred records each, and are cut one by one."""
    messages = _cut(count, LARGEST_BATCH)
    return [size for message in messages for size in _cut(message, LARGEST_SLICE)]


def _cut(count: int, most: int) -> list[int]:
    return [min(most, count - start) for start in range(0, count, most)]
