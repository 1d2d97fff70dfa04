"""How every record stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome


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

    def blocked(self, connection_id: str, prefix: str) -> Sequence[tuple[str, RecordRef]]:
        """The records that fail by now for a blocker whose key begins with `prefix`, each with that key."""
        ...

    def counts(self, connection_id: str) -> Mapping[tuple[EntityKind, OutcomeStatus], int]:
        """How many records stand how; zero counts are absent."""
        ...

    def page(self, connection_id: str, kind: EntityKind, status: OutcomeStatus, after: str, limit: int) -> OutcomePage:
        """Records of one kind that stand so, newest first. `after` is the previous page's token, "" to begin."""
        ...

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        """A record's history, newest first, with the calls that were made for it; other answers leave the calls out."""
        ...

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        """Waiting records whose `retry_at` has come, longest overdue first; only those behind the `due_place` `after`."""
        ...
