"""What polls have reported already, for as long as they ask for it again; as text, for the cursor.

Exact: a record counts as reported only at the very version and balance that was reported. Bounded: of more records the older
ones are forgotten, and reported once more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Self

from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import ChangedRecord

OVERLAP = timedelta(minutes=3)
"""Whether the lower bound is inclusive is not documented, and webhooks' and servers' clocks differ a little."""

MOST_REMEMBERED = 300
"""So many names, of which each takes some twenty bytes of the cursor."""

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """The moment up to which everything is known, and what was reported of the time before that is asked again."""

    until: datetime
    names: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """The inverse of `str`. Raises InvalidValueError."""
        until, *names = cursor.split(" ")
        try:
            return cls(datetime.fromisoformat(until), frozenset(names))
        except ValueError as error:
            raise InvalidValueError("cursor: not one of this system's") from error

    def __str__(self) -> str:
        return " ".join((self.until.isoformat(), *sorted(self.names)))

    @property
    def start(self) -> datetime:
        """Since when changes are asked for."""
        return self.until - OVERLAP

    def news(self, records: Iterable[ChangedRecord]) -> list[ChangedRecord]:
        """Those that were not reported yet."""
        return [one for one in records if _name(one) not in self.names]

    def after(self, until: datetime, reported: Sequence[ChangedRecord]) -> "Place":
        """Where the next question begins, once all this was reported."""
        again = [one for one in reported if one.modified_at >= until - OVERLAP - _SECOND]
        newest = sorted(again, key=lambda one: one.modified_at)[-MOST_REMEMBERED:]
        return Place(until, frozenset(map(_name, newest)))


def _name(record: ChangedRecord) -> str:
    """What was deleted has no version any more."""
    state = [record.version or record.modified_at.isoformat(), *([record.balance] if record.balance is not None else [])]
    return ":".join([record.ref.kind, record.ref.id, *state])
