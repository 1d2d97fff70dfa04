"""Faults on demand: what goes wrong, for which requests, how often."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock


class FaultKind(StrEnum):
    """What a vendor's API does on a bad day."""

    THROTTLED = "throttled"  # 429, nothing happened
    SERVER_ERROR = "server_error"  # 500, nothing happened
    UNAVAILABLE = "unavailable"  # 503, nothing happened
    DROPPED_BEFORE = "dropped_before"  # connection lost before the effect
    DROPPED_AFTER = "dropped_after"  # the effect happened, its answer was lost
    SERVER_ERROR_AFTER = "server_error_after"  # the effect happened, the answer is 500
    SLOW_BEFORE = "slow_before"  # waits `seconds`, then works
    SLOW_AFTER = "slow_after"  # works, then waits `seconds` before answering
    HALF_FAILED = "half_failed"  # of a batch every other item, beginning with the first, meets trouble of its own
    FAULT_IN_SUCCESS = "fault_in_success"  # 200 with an error body, nothing happened


SLOWNESS = (FaultKind.SLOW_BEFORE, FaultKind.SLOW_AFTER)
"""These add up, and add to whatever else goes wrong with a call; of all other kinds one strikes at a time."""

BAD_DAY = (
    FaultKind.THROTTLED,
    FaultKind.SERVER_ERROR,
    FaultKind.UNAVAILABLE,
    FaultKind.DROPPED_BEFORE,
    FaultKind.DROPPED_AFTER,
    FaultKind.SERVER_ERROR_AFTER,
)
"""What either vendor does on a bad day; QuickBooks alone answers 200 with a fault in its body as well."""


@dataclass(slots=True)
class Fault:
    """One planned fault, for requests whose "METHOD /path" matches `route`.

    `Fault(SLOW_BEFORE, seconds=25, times=None)` makes every call take 25 seconds,
    `Fault(SERVER_ERROR, "POST .*/batch", every=3, times=None)` fails every third batch: the third, the sixth and so on.
    """

    kind: FaultKind
    route: str = ".*"
    times: int | None = 1  # None: until it is cleared
    skip: int = 0  # let this many matching requests through first
    every: int = 1  # of those after them, the last of so many
    seconds: float = 0.0
    body_contains: str = ""
    met: int = field(default=0, init=False)  # matching requests so far

    def matches(self, method: str, path: str, body: bytes) -> bool:
        """Whether this fault is meant for the request."""
        return bool(re.search(self.route, f"{method} {path}")) and self.body_contains.encode() in body

    def strikes(self) -> bool:
        """Count one more matching request; whether it is struck."""
        self.met += 1
        chosen = self.met > self.skip and (self.met - self.skip) % self.every == 0
        if chosen and self.times is not None:
            self.times -= 1
        return chosen

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it should."""
        return self.times is not None and self.times <= 0


@dataclass(slots=True)
class FaultPlan:
    """The faults still to come, in the order they were planned."""

    planned: list[Fault] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, fault: Fault) -> None:
        """Plan one more fault."""
        with self._lock:
            self.planned.append(fault)

    def clear(self) -> None:
        """Forget every fault still to come."""
        with self._lock:
            self.planned.clear()

    def take(self, method: str, path: str, body: bytes) -> Fault | None:
        """The first fault that strikes this request, slowness left out; None for a good day."""
        with self._lock:
            return next(self._striking(lambda fault: fault.kind not in SLOWNESS, method, path, body), None)

    def delays(self, method: str, path: str, body: bytes) -> list[Fault]:
        """Every slowness that strikes this request."""
        with self._lock:
            return list(self._striking(lambda fault: fault.kind in SLOWNESS, method, path, body))

    def _striking(self, wanted: Callable[[Fault], bool], method: str, path: str, body: bytes) -> Iterator[Fault]:
        for fault in filter(wanted, list(self.planned)):
            if fault.matches(method, path, body) and fault.strikes():
                if fault.spent:
                    self.planned.remove(fault)
                yield fault
