"""The shared allowance of a connection at a vendor: counters in the table, leased in chunks.

Every window has a counter of its own. What the window before used weighs in by the share of it that a rolling window
would still see, so that two bursts around a border are not twice the limit.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.changes import Condition, Update
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts import refusals

PATIENCE = timedelta(seconds=30)
"""How long a call may wait for its turn."""
_KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` in any `window`. `chunk` is how many are taken from the shared counter at once."""

    name: str
    count: int
    window: timedelta
    chunk: int


Limits = Mapping[str, tuple[Limit, ...]]
"""What using each resource once counts against."""

# At or a little below what the vendors allow at least, so that other tools still get through.
# https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
HUBSPOT_LIMITS: Limits = {
    "request": (Limit(name="request", count=100, window=timedelta(seconds=10), chunk=10),),
    "search": (Limit(name="search", count=4, window=timedelta(seconds=1), chunk=2),),
}

# https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
_PER_MINUTE = Limit(name="request", count=450, window=timedelta(seconds=60), chunk=15)
_PER_SECOND = Limit(name="second", count=9, window=timedelta(seconds=1), chunk=3)
_BATCHES = Limit(name="batch", count=36, window=timedelta(seconds=60), chunk=2)
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
        while not counter.take(count, self._clock()):
            if self._clock() + counter.pause > deadline:
                raise VendorError(_used_up(counter.limit))
            self._sleep(counter.pause.total_seconds())


class _Counter:
    """One limit, as far as this process has leased of it."""

    def __init__(self, table: Table, pk: str, system: System, limit: Limit) -> None:
        self._table, self._pk, self._system = table, pk, system
        self.limit = limit
        self.pause = limit.window / 10
        self._window = -1
        self._left = self._used_before = 0

    def take(self, count: int, now: datetime) -> bool:
        """Use up `count`, of what is leased or of the shared counter; False when that is exhausted for now."""
        window, elapsed = divmod(now.timestamp(), self.limit.window.total_seconds())
        if window != self._window:
            self._window, self._left = int(window), 0
            self._used_before = self._used(self._window - 1)
        share = 1 - elapsed / self.limit.window.total_seconds()
        room = self.limit.count - math.ceil(self._used_before * share)
        if self._left < count:
            self._left += self._lease(max(self.limit.chunk, count), room)
        if self._left < count < self.limit.chunk:
            self._left += self._lease(count, room)
        if self._left < count:
            return False
        self._left -= count
        return True

    def _used(self, window: int) -> int:
        item = self._table.get((self._pk, self._sort_key(window)))
        return int(item["used"]) if item else 0

    def _lease(self, wanted: int, room: int) -> int:
        """`wanted` of the shared counter, if that stays within `room`; otherwise 0."""
        if wanted > room:
            return 0
        expires_at = int((self._window + 1) * self.limit.window.total_seconds()) + _KEPT_SECONDS
        lease = Update(
            (self._pk, self._sort_key(self._window)),
            "SET expires_at = :expires_at ADD used :wanted",
            {":expires_at": expires_at, ":wanted": wanted},
            Condition("attribute_not_exists(pk) OR used <= :most", {":most": room - wanted}),
        )
        return wanted if self._table.update(lease) else 0

    def _sort_key(self, window: int) -> str:
        return f"{self._system}#{self.limit.name}#{window}"


def _used_up(limit: Limit) -> Failure:
    text = f"the allowance {limit.name} of {limit.count} in {limit.window.total_seconds():g} s is used up"
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text=refusals.ALLOWANCE_USED_UP(),
        vendor_text=text,
        retry_after=limit.window,
    )
