"""About how many calls of the vendors it takes to apply a plan, from what it counts."""

from collections.abc import Iterable, Iterator, Mapping
from math import ceil

from counterfoil.domain.change import LARGEST_BATCH
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import RowAction, Tally
from counterfoil.domain.traits import VendorTraits
from counterfoil.engine.work.slices import GROWN_SLICE, LARGEST_SLICE

_ASSOCIATIONS: Mapping[EntityKind, int] = {
    EntityKind.CUSTOMER: 1,
    EntityKind.PRODUCT: 0,
    EntityKind.INVOICE: 6,
    EntityKind.PAYMENT: 2,
}
"""Calls with which HubSpot is asked what belongs to the records of a slice: up to a thousand in a call."""

_OBJECTS: Mapping[EntityKind, int] = {
    EntityKind.CUSTOMER: 1,
    EntityKind.PRODUCT: 1,
    EntityKind.INVOICE: 2,
    EntityKind.PAYMENT: 1,
}
"""Calls with which it is asked for a hundred of them, with their lines."""

_SOUGHT = frozenset({RowAction.CREATE, RowAction.LINK})
_WITH_KEYS = frozenset({EntityKind.CUSTOMER, EntityKind.PRODUCT})

_A_HUNDRED = 100
_MESSAGES = 10
"""So many are worked through one after the other."""


def calls_of(tallies: Iterable[Tally], traits: Mapping[System, VendorTraits]) -> Mapping[System, int]:
    """Calls by vendor. What has to be repeated, because a vendor throttles, comes on top."""
    calls = dict.fromkeys(System, 0)
    for tally in tallies:
        if tally.action is RowAction.NOTHING:
            continue
        sizes = list(_slices(tally.count))
        calls[System.HUBSPOT] += len(sizes) * _ASSOCIATIONS[tally.kind] + _hundreds(sizes) * _OBJECTS[tally.kind]
        for system, writes in tally.writes.items():
            calls[system] += sum(traits[system].calls_to_carry(tally.kind, size) for size in _slices(writes))
        if tally.kind in _WITH_KEYS and tally.action in _SOUGHT:
            calls[System.QUICKBOOKS] += _hundreds(sizes)  # counterparts are looked for
        if tally.kind is EntityKind.INVOICE:
            calls[System.HUBSPOT] += _hundreds(sizes)  # how it stands is shown there
    return calls


def _hundreds(sizes: Iterable[int]) -> int:
    return sum(ceil(size / _A_HUNDRED) for size in sizes)


def _slices(count: int) -> Iterator[int]:
    """The sizes of the slices: the first of some messages is small, those after it grow where records are short."""
    for together in _cut(count, _MESSAGES * LARGEST_BATCH):
        first = min(together, LARGEST_SLICE)
        yield first
        yield from _cut(together - first, GROWN_SLICE)


def _cut(count: int, most: int) -> list[int]:
    return [min(most, count - start) for start in range(0, count, most)]
