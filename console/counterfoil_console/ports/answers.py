"""Answers that are kept, so that a request which is sent again is carried out once."""

from datetime import datetime
from typing import Protocol

from counterfoil.domain.errors import CounterfoilError


class UnderWayError(CounterfoilError):
    """The same request is being carried out just now."""


class AnotherRequestError(CounterfoilError):
    """The key was used for another request."""


class AnswerStore(Protocol):
    """Answers by the digest of their key. `request` is the digest of what was asked."""

    def begin(self, key: str, request: str, now: datetime, until: datetime) -> str | None:
        """The answer that was kept; None when the request is to be carried out now, by this caller alone, `until` then.

        Raises AnotherRequestError, and UnderWayError while somebody else carries it out. Who has not answered by the time
        that was given died of it, and the request is carried out again.
        """
        ...

    def keep(self, key: str, request: str, answer: str, ends_at: datetime) -> None:
        """It was carried out, and this was answered."""
        ...

    def release(self, key: str) -> None:
        """It was not carried out: it may be at once."""
        ...
