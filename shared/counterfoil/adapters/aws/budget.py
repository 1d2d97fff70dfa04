"""The shared allowance of a connection at a vendor, leased in chunks: what was taken when, in one item of the table.

Every lease of the last window is kept with its moment, so that no window, wherever it begins, has more than the limit in
it, and whoever has to wait knows for how long. All limits of a vendor are leased from in one call.
"""

import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from threading import Lock

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.aws.allowance import Allowance, Chunk, Lease, Limit
from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.changes import ABSENT, Condition, Update
from counterfoil.adapters.aws.items import Key
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass

PATIENCE = timedelta(seconds=75)
"""How long a call may wait for its turn: somewhat longer than the longest window."""
_NAP = timedelta(seconds=15)
"""So long at most is slept at once: a worker gives a sign of life before each pause."""
_KEPT = timedelta(hours=1)
_TRIES = 8
"""So often others may take of an allowance at the very same time."""


Limits = Mapping[str, tuple[Limit, ...]]
"""What using each resource once counts against, its own limit first."""


def _chunk(count: int, seconds: float) -> Chunk:
    return Chunk(count, timedelta(seconds=seconds))


def _limit(name: str, count: int, *, seconds: float, chunk: Chunk, alone: Chunk | None = None) -> Limit:
    return Limit(name=name, count=count, window=timedelta(seconds=seconds), chunk=chunk, alone=alone or chunk)


# At or a little below what the vendors allow at least, so that other tools still get through.
# https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
HUBSPOT_LIMITS: Limits = {
    "request": (_limit("request", 100, seconds=10, chunk=_chunk(8, 12), alone=_chunk(12, 30)),),
    "search": (_limit("search", 4, seconds=1, chunk=_chunk(2, 0.5)),),
}

# https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
_PER_MINUTE = _limit("request", 450, seconds=60, chunk=_chunk(10, 30))
_PER_SECOND = _limit("second", 9, seconds=1, chunk=_chunk(2, 2), alone=_chunk(2, 30))
_BATCHES = _limit("batch", 38, seconds=60, chunk=_chunk(1, 30))
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
        self._limits, self._kept = limits, _Kept(table, (f"{connection_id}#budget", system), limits)

    def take(self, resource: str, count: int = 1) -> None:
        names = [limit.name for limit in self._limits[resource]]
        deadline = self._clock() + self._patience
        with self._lock:
            while delay := self._kept.take(names, count, self._clock()):
                if self._clock() + delay.wait > deadline:
                    raise VendorError(_used_up(delay))
                self._sleep(min(delay.wait, _NAP).total_seconds())

    def is_short(self, resource: str) -> bool:
        own, *_ = self._limits[resource]
        with self._lock:
            return self._kept.is_short(own.name, self._clock())


@dataclass(frozen=True, slots=True)
class _Delay:
    """So long until there is enough of what `limit` allows."""

    wait: timedelta
    limit: Limit


class _Kept:
    """What is allowed by all of a vendor's limits: as the item says, as far as this process knows it, and what is ours."""

    def __init__(self, table: Table, key: Key, limits: Limits) -> None:
        self._table, self._key = table, key
        self._allowances = {limit.name: Allowance(limit=limit) for shared in limits.values() for limit in shared}
        self._revision: int | None = None

    def take(self, names: Collection[str], count: int, now: datetime) -> _Delay | None:
        """Use up `count` of each, of what is at hand or of what can be leased; when it cannot, how long that will take."""
        if all(self._allowances[name].has(count, now) for name in names):
            self._allowances |= {name: self._allowances[name].using(count, now) for name in names}
            return None
        for _ in range(_TRIES):
            if self._revision is None:
                self._read()
            wanted = [self._allowances[name] for name in names]
            delays = [_Delay(wait, one.limit) for one in wanted if (wait := one.wait(count, now))]
            if delays:
                return max(delays, key=lambda one: one.wait)
            if self._store({one.limit.name: _taken(one, count, now) for one in wanted}, now):
                return None
            self._revision = None
        return min((_Delay(one.limit.window / 100, one.limit) for one in wanted), key=lambda one: one.wait)

    def is_short(self, name: str, now: datetime) -> bool:
        """As far as this process knows."""
        return self._allowances[name].is_short(now)

    def _read(self) -> None:
        item = self._table.get(self._key) or {}
        self._revision, leases = int(item.get("revision", 0)), item.get("leases", {})
        self._allowances = {
            name: one.learning(map(Lease.parse, leases.get(name, ()))) for name, one in self._allowances.items()
        }

    def _store(self, taken: Mapping[str, Allowance], now: datetime) -> bool:
        """Keep what is taken, unless somebody else has stored a lease since this process looked."""
        seen, after = self._revision or 0, {**self._allowances, **taken}
        update = Update(
            self._key,
            "SET revision = :next, leases = :leases, expires_at = :expires_at",
            {
                ":next": seen + 1,
                ":leases": {name: [str(lease) for lease in one.leases(now)] for name, one in after.items()},
                ":expires_at": int((now + _KEPT).timestamp()),
            },
            Condition("revision = :seen", {":seen": seen}) if seen else ABSENT,
        )
        if not self._table.update(update):
            return False
        self._revision, self._allowances = seen + 1, {name: one.after_storing(now) for name, one in after.items()}
        return True


def _taken(allowance: Allowance, count: int, now: datetime) -> Allowance:
    return allowance.using(count, now) if allowance.has(count, now) else allowance.leasing(count, now)


def _used_up(delay: _Delay) -> Failure:
    limit = delay.limit
    text = f"the allowance {limit.name} of {limit.count} in {limit.window.total_seconds():g} s is used up"
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text=refusals.ALLOWANCE_USED_UP(),
        vendor_text=text,
        retry_after=delay.wait,
    )
