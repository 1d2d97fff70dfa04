"""The call meter: every request a twin answered, and what it would have cost."""

from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One answered request; a metered one costs the vendor's customer money, `units` times."""

    method: str
    path: str
    route: str
    status: int
    metered: bool
    units: int
    request_id: str
    at: str
    query: str = ""


@dataclass(slots=True)
class CallMeter:
    """Counts calls by route and kind; keeps the latest ones in full."""

    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=20_000))
    _by_route: Counter[str] = field(default_factory=Counter)
    _metered: int = 0
    _free: int = 0
    _lock: Lock = field(default_factory=Lock)

    def record(self, call: Call) -> None:
        """Count one answered call."""
        with self._lock:
            self.calls.append(call)
            self._by_route[call.route] += 1
            if call.metered:
                self._metered += call.units
            else:
                self._free += call.units

    def reset(self) -> None:
        """Start counting afresh."""
        with self._lock:
            self.calls.clear()
            self._by_route.clear()
            self._metered = self._free = 0

    def summary(self) -> dict[str, Any]:
        """Totals and counts by route."""
        with self._lock:
            total = sum(self._by_route.values())
            return {"total": total, "metered": self._metered, "free": self._free, "by_route": dict(self._by_route)}

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """The last `limit` calls, oldest first."""
        with self._lock:
            return [asdict(call) for call in list(self.calls)[-limit:]]
