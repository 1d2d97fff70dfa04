"""The present."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The present."""

    def __call__(self) -> datetime: ...
