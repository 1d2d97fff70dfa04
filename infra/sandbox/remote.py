"""A twin that is served over HTTP, and what only a twin can do: make its webhooks misbehave, say what it was asked."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Self

import httpx2

from infra.sandbox.kernel import exact_json
from infra.sandbox.people.access import PEOPLES_PATHS, Pages

_WRITES = re.compile(r"^POST .*(/batch/(create|update|upsert)|/crm/properties/(?!.*/batch/read).*|/company/.*/batch)$")
"""Routes by which the product writes something."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Answered requests: free ones, and reads that cost money (a batch of queries counts as so many)."""

    free: int = 0
    metered: int = 0

    def __sub__(self, earlier: "Calls") -> "Calls":
        return Calls(self.free - earlier.free, self.metered - earlier.metered)

    def __add__(self, other: "Calls") -> "Calls":
        return Calls(self.free + other.free, self.metered + other.metered)


class Twin(Pages):
    """One twin, by its control routes; people reach it through the same `http`, which ends with the context."""

    def __init__(self, base_url: str) -> None:
        self.http = httpx2.Client(base_url=base_url, timeout=30)
        super().__init__(self.http)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def calls(self) -> Calls:
        """What the product has asked so far: all requests but people's."""
        meter = self._meter()
        peoples = sum(times for route, times in meter["by_route"].items() if _peoples(route))
        return Calls(free=meter["free"] - peoples, metered=meter["metered"])

    def routes(self) -> dict[str, int]:
        """How often the product has asked for each route so far, as "METHOD /path"."""
        return {route: times for route, times in self._meter()["by_route"].items() if not _peoples(route)}

    def writes(self) -> int:
        """How often the product has called to write something so far."""
        return sum(times for route, times in self.routes().items() if _WRITES.search(route))

    def forget_calls(self) -> None:
        """Count afresh."""
        self.http.delete("/_twin/calls").raise_for_status()

    def webhooks(self) -> Counter[str]:
        """What became of the webhook deliveries so far: a status, or "dropped" where they were lost on purpose."""
        return Counter(str(entry["result"]) for entry in self.act("deliveries")["log"])

    def pending(self) -> int:
        """How many webhooks are on their way."""
        return int(self.act("deliveries")["pending"])

    def _meter(self) -> Any:
        return exact_json.loads(self.http.get("/_twin/calls").raise_for_status().content)


def _peoples(route: str) -> bool:
    return route.partition(" ")[2].startswith(PEOPLES_PATHS)
