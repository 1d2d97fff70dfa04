"""One vendor's documents as one run of the reconciler sees them: every page is asked for once."""

from collections.abc import Callable, Iterable

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ChangedPage, RecordSystem

MOST_KEPT = 60
"""Pages of each kind, so that a run stays far below its memory; QuickBooks shows 1,000 records on each."""


class Ledger:
    """The first pages of one vendor's documents, kept during a run; none are added once it is `out_of_time`."""

    def __init__(self, system: RecordSystem, out_of_time: Callable[[], bool]) -> None:
        self._system, self._out_of_time = system, out_of_time
        self._pages: dict[tuple[EntityKind, str], ChangedPage] = {}
        self._shown: dict[EntityKind, set[str]] = {}

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """See `RecordSystem.page`; a page that this run has read already costs nothing. Raises VendorError."""
        return self._pages.get((kind, after)) or self._system.page(kind, after)

    def missing(self, kind: EntityKind, ids: Iterable[str]) -> set[str]:
        """The ids that do not exist any more.

        What the pages show is there. That they leave something out proves nothing, for records move while they are
        read: only that is read by id, so that metered reads are spent on what is likely gone. Raises VendorError.
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
        after = ""
        for _ in range(MOST_KEPT):
            page = self._pages[kind, after] = self.page(kind, after)
            shown.update(record.ref.id for record in page.records)
            after = page.cursor
            if not page.more or self._out_of_time():
                break
        return shown
