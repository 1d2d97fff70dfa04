"""What polls have reported already, for as long as they ask for it again; as text, for the cursor.

Exact: a record counts as reported only in the very state that was reported. Bounded: when the text becomes too long, the
oldest states are forgotten, and reported once more.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterfoil.adapters.hubspot.mapping.common import is_object_id
from counterfoil.domain.errors import InvalidValueError

LONGEST_TEXT = 90_000
"""For one kind, so that a cursor of all kinds fits into an item of DynamoDB (400 KB). Some 12,000 records of one moment."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class State(NamedTuple):
    """A record as it was reported: when it was last modified, in epoch milliseconds, and its id."""

    moment: int
    id: str


class Reported:
    """Reported states, written as `moment:id,step,step;moment:...`, all numbers to base 36, a step from id to id.

    Raises InvalidValueError for another text.
    """

    def __init__(self, text: str = "") -> None:
        try:
            self._states = set(_parsed(text))
        except ValueError as error:
            raise InvalidValueError("cursor: not one of this system's") from error

    def news(self, states: Iterable[State]) -> set[State]:
        """Those of the states that were not reported yet; from now on they are."""
        fresh = {state for state in states if state not in self._states}
        self._states |= {state for state in fresh if is_object_id(state.id) and state.moment >= 0}
        return fresh

    def text(self, since: int) -> str:
        """The states of `since` and later, which is what polls will ask for again; the newest ones as far as they fit."""
        parts: list[str] = []
        room = LONGEST_TEXT
        for part in _parts(state for state in self._states if state.moment >= since):
            room -= len(part)
            if room < 0:
                break
            parts.append(part)
        return "".join(parts)


def _parsed(text: str) -> Iterator[State]:
    for part in filter(None, text.split(";")):
        moment, _, steps = part.partition(":")
        record_id = 0
        for step in steps.split(","):
            record_id += int(step, 36)
            yield State(int(moment, 36), str(record_id))


def _parts(states: Iterable[State]) -> Iterator[str]:
    """The text of each state, the newest first."""
    moment, before = -1, 0
    for at, record_id in sorted((-state.moment, int(state.id)) for state in states):
        if -at == moment:
            yield f",{_base36(record_id - before)}"
        else:
            yield f";{_base36(-at)}:{_base36(record_id)}"
        moment, before = -at, record_id


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
