"""How many records of a connection were worked on together lately: the next worker in this process need not begin anew."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.case import Case
from counterfoil.engine.work.slices import LARGEST_SLICE, Slice, is_read_together, recut

LASTS = timedelta(minutes=1)
"""So long what was seen of a connection's records, and of how fast the vendors answer, holds for the next ones."""

type _Sort = tuple[str, EntityKind, bool]


class Pace:
    """Sizes of slices, by connection and by the sort of record; kept in the process alone."""

    def __init__(self) -> None:
        self._sizes: dict[_Sort, tuple[int, datetime]] = {}

    def take_up(self, connection_id: str, slices: deque[Slice], now: datetime) -> int:
        """Cut the first slices as large as they came to be lately; for those that have no other reason.

        Returns how many those are, 0 where that is not known.
        """
        known = self._sizes.get(_sort(connection_id, slices[0])) if slices else None
        if known is None or now - known[1] > LASTS:
            return 0
        recut(slices, slices[0], known[0])
        return known[0]

    def note(self, connection_id: str, cases: Sequence[Case], done: Slice, size: int, now: datetime) -> None:
        """So many would be worked on together after this slice. A small one tells nothing, nor one that hardly wrote; but
        where records were long a small one tells whether they still are.
        """
        self._sizes = {sort: known for sort, known in self._sizes.items() if now - known[1] <= LASTS}
        sort = _sort(connection_id, done)
        if len(done) >= LARGEST_SLICE and 2 * sum(case.acted for case in cases) >= len(done):
            self._sizes[sort] = size, now
        elif sort in self._sizes and self._sizes[sort][0] < LARGEST_SLICE:
            self._sizes[sort] = min(size, LARGEST_SLICE), now

    def forget(self, connection_id: str) -> None:
        """Something went wrong: the next worker begins with few."""
        self._sizes = {sort: known for sort, known in self._sizes.items() if sort[0] != connection_id}


def _sort(connection_id: str, some: Slice) -> _Sort:
    return connection_id, some[0].kind, is_read_together(some[0])
