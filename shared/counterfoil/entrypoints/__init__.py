"""Where AWS comes in: each function translates its event, calls one use case, translates the answer.

A module per kind of function, so that each imports what it needs and no more.
"""

from collections.abc import Mapping
from typing import Any, Protocol

Event = Mapping[str, Any]
Answer = dict[str, Any]


class TimeLeft(Protocol):
    """An invocation's context, as far as its time goes."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...
