"""Faults on demand: what goes wrong, for which requests, how often."""

import re
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
    """One planned fault: applies to requests whose "METHOD /path" matches `route`, `times` times."""

    kind: FaultKind
    route: str = ".*"
    times: int = 1
    skip: int = 0  # let this many matching requests through first
    seconds: float = 0.0
    body_contains: str = ""

    def matches(self, method: str, path: str, body: bytes) -> bool:
        """Whether this fault is meant for the request."""
        return bool(re.search(self.route, f"{method} {path}")) and self.body_contains.encode() in body


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
        """The fault that strikes this request, used up once; None for a good day."""
        with self._lock:
            for fault in self.planned:
                if not fault.matches(method, path, body):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.planned.remove(fault)
                return fault
        return None
