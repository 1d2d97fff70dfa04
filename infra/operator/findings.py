"""What an examination finds, and how it is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something stands."""

    GOOD = "good"
    LOOK = "look"  # somebody should look at it
    STOP = "stop"  # it does not work like this


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; `remedy` says what to do, "" where all is good. It never holds a secret."""

    what: str
    state: State
    found: str
    remedy: str = ""

    @property
    def told(self) -> Mapping[str, object]:
        """As JSON."""
        remedy = {"remedy": self.remedy} if self.remedy else {}
        return {"what": self.what, "state": self.state, "found": self.found, **remedy}


def good(what: str, found: str) -> Finding:
    """Nothing needs doing."""
    return Finding(what=what, state=State.GOOD, found=found)


def look(what: str, found: str, remedy: str) -> Finding:
    """Somebody should look at it."""
    return Finding(what=what, state=State.LOOK, found=found, remedy=remedy)


def stop(what: str, found: str, remedy: str) -> Finding:
    """It does not work like this."""
    return Finding(what=what, state=State.STOP, found=found, remedy=remedy)


def worst(findings: Iterable[Finding]) -> State:
    """How all of it stands together."""
    states = {one.state for one in findings}
    return next((state for state in (State.STOP, State.LOOK) if state in states), State.GOOD)
