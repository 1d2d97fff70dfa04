"""What one limit allows: what anybody leased of it in the last window, as far as is known, and what is left here of ours."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Self

from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Chunk:
    """So many are leased at once; what is unused after `kept` is lost."""

    count: int
    kept: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` in any `window`. Leased is a `chunk` at once, or, by whoever is the only one that has any, `alone`."""

    name: str
    count: int
    window: timedelta
    chunk: Chunk
    alone: Chunk


@dataclass(frozen=True, slots=True)
class Lease:
    """So many, each used at `at` or somewhat earlier."""

    at: datetime
    count: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.count}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`."""
        at, _, count = text.rpartition(" ")
        return cls(datetime.fromisoformat(at), int(count))


_NONE = Lease(datetime.min.replace(tzinfo=UTC), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One limit as one process knows it.

    What is leased and not used yet, `left`, counts as used at the last moment at which it may be: so no window has more
    than the limit in it, whenever it is used. Once it is known when it was, that moment counts, and what was not used in
    time is free again; others learn of it by the next lease, for all of `own` is stored with it.
    """

    limit: Limit
    others: tuple[Lease, ...] = ()
    done: tuple[Lease, ...] = ()
    used: Lease = _NONE
    left: Lease = _NONE
    stored: tuple[Lease, ...] = ()
    """What is ours, as others read it."""

    def has(self, count: int, now: datetime) -> bool:
        """Whether so many are at hand."""
        return self._at_hand(now) >= count

    def is_short(self, now: datetime) -> bool:
        """Whether more than half is used up."""
        return 2 * (self._at_hand(now) + self._room(now)) < self.limit.count

    def using(self, count: int, now: datetime) -> Self:
        """So many of those at hand are used."""
        used, left = Lease(now, self.used.count + count), Lease(self.left.at, self.left.count - count)
        return replace(self, used=used, left=left)

    def leasing(self, count: int, now: datetime) -> Self:
        """What is missing is leased, with the rest of a chunk if there is room; so many are used."""
        missing = count - self._at_hand(now)
        chunk = self.limit.chunk if any(self._recent(self.others, now)) else self.limit.alone
        beside = min(max(chunk.count, missing), self._room(now)) - missing
        left = Lease(now + chunk.kept, beside)
        return replace(self, done=(*self.done, self.used), used=Lease(now, count), left=left)

    def wait(self, count: int, now: datetime) -> timedelta:
        """How long until what is missing can be leased, as the oldest leases leave the window; no time if it can be now."""
        short = count - self._at_hand(now) - self._room(now)
        if short <= 0:
            return timedelta()
        oldest_first = sorted(self._counted(now), key=lambda one: one.at)
        ends = [one.at + self.limit.window for one in oldest_first for _ in range(one.count)]
        return ends[short - 1] - now

    def leases(self, now: datetime) -> tuple[Lease, ...]:
        """What is to be stored, of all."""
        return tuple(sorted(self._counted(now), key=lambda one: one.at))

    def after_storing(self, now: datetime) -> Self:
        """This, once it is stored."""
        own = tuple(self._recent(self._own(now), now))
        return replace(self, done=tuple(self._recent(self.done, now)), stored=own)

    def learning(self, leases: Iterable[Lease]) -> Self:
        """These are stored; what is ours of them is known better here."""
        others = list(leases)
        for one in self.stored:
            if one in others:
                others.remove(one)
        return replace(self, others=tuple(others))

    def _at_hand(self, now: datetime) -> int:
        return self.left.count if now < self.left.at else 0

    def _room(self, now: datetime) -> int:
        return self.limit.count - sum(one.count for one in self._counted(now))

    def _counted(self, now: datetime) -> Iterator[Lease]:
        return self._recent((*self.others, *self._own(now)), now)

    def _own(self, now: datetime) -> tuple[Lease, ...]:
        return (*self.done, self.used, Lease(self.left.at, self._at_hand(now)))

    def _recent(self, leases: Iterable[Lease], now: datetime) -> Iterator[Lease]:
        return (one for one in leases if one.count and one.at > now - self.limit.window)
