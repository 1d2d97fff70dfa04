"""The shared allowance of a connection at a vendor, leased in chunks: what was taken when, in the table.

Every lease of the last window is kept with its moment, so that no window, wherever it begins, has more than the limit in
it, and whoever has to wait knows for how long.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Self

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.changes import ABSENT, Condition, Update
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts import refusals

PATIENCE = timedelta(seconds=75)
"""How long a call may wait for its turn: somewhat longer than the longest window."""
_NAP = timedelta(seconds=15)
"""So long at most is slept at once: a worker gives a sign of life before each pause."""
_KEPT = timedelta(hours=1)
_TRIES = 8
"""So often others may take of an allowance at the very same time."""
_AT_ONCE = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` in any `window`. `chunk` is how many are leased at once; half a window later the rest is lost."""

    name: str
    count: int
    window: timedelta
    chunk: int


Limits = Mapping[str, tuple[Limit, ...]]
"""What using each resource once counts against."""

# At or a little below what the vendors allow at least, so that other tools still get through.
# https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
HUBSPOT_LIMITS: Limits = {
    "request": (Limit(name="request", count=100, window=timedelta(seconds=10), chunk=5),),
    "search": (Limit(name="search", count=4, window=timedelta(seconds=1), chunk=2),),
}

# https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
_PER_MINUTE = Limit(name="request", count=450, window=timedelta(seconds=60), chunk=10)
_PER_SECOND = Limit(name="second", count=9, window=timedelta(seconds=1), chunk=3)
_BATCHES = Limit(name="batch", count=36, window=timedelta(seconds=60), chunk=1)
QUICKBOOKS_LIMITS: Limits = {
    "request": (_PER_MINUTE, _PER_SECOND),
    "batch": (_BATCHES, _PER_MINUTE, _PER_SECOND),
}


class DynamoRequestBudget(RequestBudget):
    """The budget for one connection at one vendor. Safe for threads."""

    def __init__(
        self,
        table: Table,
        connection_id: str,
        system: System,
        limits: Limits,
        *,
        clock: Callable[[], datetime],
        sleep: Sleep = time.sleep,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._clock, self._sleep, self._patience = clock, sleep, patience
        self._lock = Lock()
        names = {limit.name: limit for shared in limits.values() for limit in shared}
        counters = {name: _Counter(table, f"{connection_id}#budget", system, limit) for name, limit in names.items()}
        self._counters = {resource: [counters[limit.name] for limit in shared] for resource, shared in limits.items()}

    def take(self, resource: str, count: int = 1) -> None:
        with self._lock:
            deadline = self._clock() + self._patience
            for counter in self._counters[resource]:
                self._take(counter, count, deadline)

    def _take(self, counter: "_Counter", count: int, deadline: datetime) -> None:
        while wait := counter.take(count, self._clock()):
            if self._clock() + wait > deadline:
                raise VendorError(_used_up(counter.limit, wait))
            self._sleep(min(wait, _NAP).total_seconds())


@dataclass(frozen=True, slots=True)
class _Lease:
    """So many taken at once."""

    at: datetime
    count: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.count}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`."""
        at, _, count = text.rpartition(" ")
        return cls(datetime.fromisoformat(at), int(count))


class _Counter:
    """One limit: what anybody leased of it in the last window, as far as this process knows, and what it has left itself."""

    def __init__(self, table: Table, pk: str, system: System, limit: Limit) -> None:
        self._table, self._key = table, (pk, f"{system}#{limit.name}")
        self.limit = limit
        self._revision: int | None = None
        self._leases: list[_Lease] = []
        self._left, self._good_until = 0, datetime.min.replace(tzinfo=UTC)

    def take(self, count: int, now: datetime) -> timedelta:
        """Use up `count`, of what is leased or of what can be. No time when that is done, else how long it will take."""
        if now >= self._good_until:
            self._left = 0
        if self._left < count and (wait := self._lease(count - self._left, now)):
            return wait
        self._left -= count
        return _AT_ONCE

    def _lease(self, needed: int, now: datetime) -> timedelta:
        if self._revision is None:
            self._read()
        for _ in range(_TRIES):
            self._leases = [one for one in self._leases if one.at > now - self.limit.window]
            room = self.limit.count - sum(one.count for one in self._leases)
            if room < needed:
                return self._until(needed - room) - now
            lease = _Lease(now, min(max(self.limit.chunk, needed), room))
            if self._store(lease):
                self._left, self._good_until = self._left + lease.count, now + self.limit.window / 2
                return _AT_ONCE
            self._read()
        return self.limit.window / 100

    def _until(self, missing: int) -> datetime:
        """When so many more are free, as the oldest leases leave the window."""
        ends = [one.at + self.limit.window for one in self._leases for _ in range(one.count)]
        return ends[missing - 1]

    def _read(self) -> None:
        item = self._table.get(self._key) or {}
        self._revision = int(item.get("revision", 0))
        self._leases = [_Lease.parse(one) for one in item.get("leases", ())]

    def _store(self, lease: _Lease) -> bool:
        """Add the lease, unless somebody else has added one since this process looked."""
        seen, leases = self._revision or 0, sorted([*self._leases, lease], key=lambda one: one.at)
        update = Update(
            self._key,
            "SET revision = :next, leases = :leases, expires_at = :expires_at",
            {
                ":next": seen + 1,
                ":leases": [str(one) for one in leases],
                ":expires_at": int((lease.at + _KEPT).timestamp()),
            },
            Condition("revision = :seen", {":seen": seen}) if seen else ABSENT,
        )
        if not self._table.update(update):
            return False
        self._revision, self._leases = seen + 1, leases
        return True


def _used_up(limit: Limit, wait: timedelta) -> Failure:
    text = f"the allowance {limit.name} of {limit.count} in {limit.window.total_seconds():g} s is used up"
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text=refusals.ALLOWANCE_USED_UP(),
        vendor_text=text,
        retry_after=wait,
    )
