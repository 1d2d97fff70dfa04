"""Slices: so many records as are worked on together, bounded by their number, their lines, and the time that they take."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import batched

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import Invoice
from counterfoil.engine.case import Case

LARGEST_SLICE = 60
"""Records carried out together: two batches of what QuickBooks writes. Between two slices a worker can stop."""

TOGETHER = {EntityKind.INVOICE: 300, EntityKind.PAYMENT: 1_000}
"""So many are QuickBooks' documents: what it reads in one metered call, and HubSpot takes in few. Payments have no lines."""

WIDER_SLICE = 100
"""So many are a first slice of invoices that need nothing made before them: four batches, and one call that shows them."""

GROWN_SLICE = 1_000
"""So many are worked on together once the first turned out to be short and quick: HubSpot takes a thousand in a call."""

FULL_CALLS = (300, 30)
"""So many fill both HubSpot's calls, of a hundred, and QuickBooks' batches, of thirty; or these alone."""

MOST_LINES = 3_000
"""About so many lines of invoices are held at once: where invoices turn out to be long, the next slices are shorter."""

LONGEST = timedelta(seconds=30)
"""About so long a slice may take that has grown: a quarter of the time that is left when the last one begins."""

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
        together = [ref for ref in refs if ref.kind is kind and is_read_together(ref)]
        yield from batched((ref for ref in refs if ref.kind is kind and not is_read_together(ref)), size, strict=False)
        yield from batched(together, max(1, size * TOGETHER.get(kind, 1) // LARGEST_SLICE), strict=False)


def is_read_together(ref: RecordRef) -> bool:
    """Whether it is one of QuickBooks' documents, which are worked on by themselves."""
    return ref.system is System.QUICKBOOKS and ref.kind in TOGETHER


def fit(slices: deque[Slice], done: Slice, cases: Sequence[Case], took: timedelta) -> int:
    """Cut the next slice anew, if it would be too long with records as those just done, or join it with those behind it.

    What was cut smaller for a reason of its own is not joined; where slices become smaller than usual, only the next is cut.
    Returns how many such records are worked on together.
    """
    size = _size_after(done, cases, took)
    if min(size, len(done)) >= LARGEST_SLICE:
        recut(slices, done, size)
    else:
        _cut(slices, done, size)
    return size


def recut(slices: deque[Slice], like: Slice, size: int) -> None:
    """Join the next slices of records such as these, and cut them to this size."""
    if alike := list(_taken(slices, like)):
        slices.appendleft(tuple(joined(alike)))
    _cut(slices, like, size)


def _cut(slices: deque[Slice], like: Slice, size: int) -> None:
    if slices and belong_together(slices[0], like) and len(slices[0]) > size:
        slices.extendleft(reversed([*batched(slices.popleft(), size, strict=False)]))


def _size_after(done: Slice, cases: Sequence[Case], took: timedelta) -> int:
    """How many records such as these are worked on together: where not all that may be, as many as fill the calls."""
    lines, most = sum(map(lines_of, cases)), max(GROWN_SLICE, len(done))
    by_lines = max(1, MOST_LINES * len(done) // lines) if lines else most
    by_time = max(LARGEST_SLICE, LONGEST * len(done) // took) if took else most
    fitting = min(by_lines, by_time)
    return most if fitting >= most else _full(fitting)


def _full(fitting: int) -> int:
    """So many of them as fill calls, where they fill any."""
    return next((fitting - fitting % full for full in FULL_CALLS if fitting >= full), fitting)


def _taken(slices: deque[Slice], done: Slice) -> Iterator[Slice]:
    while slices and belong_together(slices[0], done):
        yield slices.popleft()


def belong_together(some: Slice, others: Slice) -> bool:
    """Whether they are of one sort of records."""
    return some[0].kind is others[0].kind and is_read_together(some[0]) == is_read_together(others[0])


def joined(slices: Iterable[Sequence[RecordRef]]) -> list[RecordRef]:
    """All records of the slices."""
    return [ref for refs in slices for ref in refs]


def lines_of(case: Case) -> int:
    """How many lines were read of a pair of invoices; nought of other records."""
    records = [snapshot.record for snapshot in case.snapshots.values()]
    return sum(len(record.lines) for record in records if isinstance(record, Invoice))
