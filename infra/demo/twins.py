"""What only a twin can do: make its webhooks misbehave, tell what it was asked, hand out a token."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import httpx
import simplejson


@dataclass(frozen=True, slots=True)
class Calls:
    """Answered requests: free ones, and reads that cost money (a batch of queries counts as so many)."""

    free: int = 0
    metered: int = 0

    def __sub__(self, earlier: "Calls") -> "Calls":
        return Calls(self.free - earlier.free, self.metered - earlier.metered)

    def __add__(self, other: "Calls") -> "Calls":
        return Calls(self.free + other.free, self.metered + other.metered)


class Twin:
    """The control routes of one twin."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def act(self, action: str, **arguments: object) -> Any:
        """Do what the twin alone can do; its answer, fractions as Decimals."""
        answer = httpx.post(f"{self._base_url}/_twin/actions/{action}", json=arguments).raise_for_status()
        return simplejson.loads(answer.content, use_decimal=True)

    def calls(self, *, but: AbstractSet[str]) -> Calls:
        """All requests so far but those with one of these ids."""
        answer = httpx.get(f"{self._base_url}/_twin/calls", params={"latest": 20_000}).raise_for_status().json()
        others = [call for call in answer["latest"] if call["request_id"] not in but]
        metered = sum(call["units"] for call in others if call["metered"])
        return Calls(free=sum(not call["metered"] for call in others), metered=metered)

    def dropped(self) -> int:
        """How many webhook deliveries were lost on purpose so far."""
        return sum(entry["result"] == "dropped" for entry in self.act("deliveries")["log"])

    def quiet(self) -> bool:
        """Whether no webhook is on its way."""
        return not self.act("deliveries")["pending"]
