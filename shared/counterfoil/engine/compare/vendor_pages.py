"""The documents of one vendor, page by page; during one turn of the compare no page is asked for twice."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ChangedPage, Clock, RecordSystem

MOST_KEPT = 60
"""Pages of each kind, so that a run stays far below its memory; QuickBooks shows 1,000 records on each."""

LONGEST_WALK = timedelta(minutes=1)
"""So long pages are read to learn what exists. What a slow vendor has not shown by then is read by id."""


class VendorPages:
    """The first pages of one vendor's documents, kept while a connection has its turn."""

    def __init__(self, system: RecordSystem, clock: Clock, out_of_time: Callable[[], bool]) -> None:
        self._system, self._clock, self._out_of_time = system, clock, out_of_time
        self._pages: dict[tuple[EntityKind, str], ChangedPage] = {}
        self._shown: dict[EntityKind, set[str]] = {}

    @property
    def are_silent_about_deletions(self) -> bool:
        """Whether a record that is gone is merely missing from them, and from polls as well."""
        return self._system.traits.silent_deletions

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """See `RecordSystem.page`; a page that was kept costs nothing. Raises VendorError."""
        return self._pages.get((kind, after)) or self._system.page(kind, after)

    def missing(self, kind: EntityKind, ids: Iterable[str]) -> set[str]:
        """The ids that do not exist any more. The caller passes as many as one read of the vendor takes.

        What the pages show exists. That they leave something out proves nothing, for records move while they are read:
        only what was left out is read by id, so that metered reads are spent on what is likely gone. That read is made
        even when the pages took all the time, or a slow vendor would never be checked. Raises VendorError.
        """
        doubtful = set(ids)
        if doubtful:
            doubtful -= self._shown_ids(kind)
        return doubtful - self._system.read(kind, sorted(doubtful)).keys() if doubtful else doubtful

    def _shown_ids(self, kind: EntityKind) -> set[str]:
        if kind not in self._shown:
            self._shown[kind] = self._walk(kind)
        return self._shown[kind]

    def _walk(self, kind: EntityKind) -> set[str]:
        shown: set[str] = set()
        after, end = "", self._clock() + LONGEST_WALK
        for _ in range(MOST_KEPT):
            page = self._pages[kind, after] = self.page(kind, after)
            shown.update(record.ref.id for record in page.records)
            after = page.cursor
            if not page.more or self._clock() >= end or self._out_of_time():
                break
        return shown
