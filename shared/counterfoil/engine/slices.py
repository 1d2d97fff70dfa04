"""Slices: so many records as are worked on together, bounded by how many they are and by how many lines they have."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import Invoice
from counterfoil.engine.case import Case

LARGEST_SLICE = 60
"""Records worked on together: two batches of what QuickBooks writes. Between two slices a worker can stop."""

TOGETHER = {EntityKind.INVOICE: 5, EntityKind.PAYMENT: 9}
"""So many times as many are QuickBooks' documents: what it reads in one metered call, and HubSpot takes in few.

Payments have no lines.
"""

MOST_LINES = 1_200
"""About so many lines of invoices are held at once: where invoices turn out to be long, the next slices are shorter."""

type Slice = tuple[RecordRef, ...]


def slice_size(batches: Sequence[ChangeBatch], receives: int) -> int:
    """How many records are worked on together: the fewer the more often messages were received in vain, or given back."""
    return max(1, LARGEST_SLICE >> (receives - 1 + max(batch.continued for batch in batches)))


def slices_of(batches: Sequence[ChangeBatch], size: int) -> Iterator[Slice]:
    """All records of the batches once each, as they are worked on together."""
    yield from sliced(sorted({event.ref for batch in batches for event in batch.events}), size)


def sliced(refs: Sequence[RecordRef], size: int = LARGEST_SLICE) -> Iterator[Slice]:
    """The records kind by kind, and QuickBooks' documents by themselves."""
    for kind in EntityKind:
        together = [ref for ref in refs if ref.kind is kind and _is_read_together(ref)]
        yield from batched((ref for ref in refs if ref.kind is kind and not _is_read_together(ref)), size, strict=False)
        yield from batched(together, size * TOGETHER.get(kind, 1), strict=False)


def _is_read_together(ref: RecordRef) -> bool:
    return ref.system is System.QUICKBOOKS and ref.kind in TOGETHER


def shorten(slices: deque[Slice], done: Slice, cases: Sequence[Case]) -> None:
    """Cut the next slice of the same kind, if it would have too many lines with records as long as the ones just done."""
    lines = sum(map(_lines_of, cases))
    size = max(1, MOST_LINES * len(done) // lines) if lines else LARGEST_SLICE
    if slices and slices[0][0].kind is done[0].kind and len(slices[0]) > size:
        slices.extendleft(reversed([*batched(slices.popleft(), size, strict=False)]))


def joined(slices: Iterable[Sequence[RecordRef]]) -> list[RecordRef]:
    """All records of the slices."""
    return [ref for refs in slices for ref in refs]


def _lines_of(case: Case) -> int:
    """How many lines were read of a pair of invoices; nought of other records."""
    records = [snapshot.record for snapshot in case.snapshots.values()]
    return sum(len(record.lines) for record in records if isinstance(record, Invoice))
