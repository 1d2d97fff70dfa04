"""How every record stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Day, KindAndStatus, Place, by_kind_and_status
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """Some outcomes, newest first, and the token of the next page ("" at the end)."""

    outcomes: tuple[SyncOutcome, ...]
    next_page: str


class OutcomeStore(Protocol):
    """How every record stands, its history, and exact counts."""

    def latest(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, SyncOutcome]:
        """How these records stand, strongly consistent; absent where nothing is known yet."""
        ...

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        """Store how records stand from now on, add it to their activity, and keep the counts exact.

        Recording the same outcome (same ref and moment) again changes nothing.
        """
        ...

    def blocked(self, connection_id: str, beginnings: Collection[str]) -> Sequence[tuple[str, RecordRef]]:
        """The records that fail by now for a blocker whose key begins with one of these, each with that key."""
        ...

    def tally(self, connection_id: str) -> Mapping[Place, Count]:
        """How many records stand how and what they come to, strongly consistent; places without records are absent."""
        ...

    def counts(self, connection_id: str) -> Mapping[KindAndStatus, int]:
        """How many records stand how, whatever for."""
        return by_kind_and_status(self.tally(connection_id))

    def days(self, connection_id: str, since: date) -> Sequence[Day]:
        """What each day brought since then, the earliest first; days that brought nothing are absent."""
        ...

    def page(
        self,
        connection_id: str,
        kind: EntityKind,
        status: OutcomeStatus,
        after: str,
        limit: int,
        *,
        category: ErrorCategory | None = None,
        since: datetime | None = None,
    ) -> OutcomePage:
        """Records of one kind that stand so, newest first. `after` is the previous page's token, "" to begin.

        With `since` only those that stand so since then or later. With a `category` only those that fail or wait for it,
        the one that stands so longest first. Raises ValueError for an `after` that is no token of such a page.
        """
        ...

    def open(
        self, connection_id: str, kind: EntityKind, after: str, limit: int, *, since: datetime | None = None
    ) -> OutcomePage:
        """Records of one kind that fail or wait, newest first; `after` and `since` as for a page.

        What was left out before these lists went without it may be among them until it is recorded anew.
        """
        ...

    def longest_failing(self, connection_id: str, limit: int) -> Sequence[SyncOutcome]:
        """Records of every kind that need a person, the one that stands so longest first."""
        ...

    def token_behind(self, outcome: SyncOutcome) -> str:
        """The token of the page that begins behind this outcome: of those that stand so, or that fail or wait."""
        ...

    def search(self, connection_id: str, kind: EntityKind, text: str, limit: int) -> Sequence[SyncOutcome]:
        """At most `limit` records of a kind whose name, and as many whose detail, begins with `text`; see `domain.listing`.

        Case does not count. "" finds nothing.
        """
        ...

    def history(self, connection_id: str, ref: RecordRef, limit: int) -> tuple[SyncOutcome | None, Sequence[SyncOutcome]]:
        """How a record stands, None where nobody was told of it, and its activity."""
        ...

    def payments(self, connection_id: str, invoice: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        """The payments of this invoice, at most `limit`: what lists show of how they stand; see `SyncOutcome.paying`."""
        ...

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        """A record's history, newest first, with the calls that were made for it; other answers leave the calls out."""
        ...

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        """Waiting records whose `retry_at` has come, longest overdue first; only those behind the `due_place` `after`."""
        ...

    def waiting(self, connection_ids: Sequence[str], now: datetime) -> frozenset[str]:
        """Those of these connections that may have a record which came to be due lately; what others have is long due."""
        ...
