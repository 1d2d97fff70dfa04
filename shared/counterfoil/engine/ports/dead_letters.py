"""Messages that failed too often: each is a defect, and is moved back to work once its cause is mended."""

from datetime import datetime
from typing import Protocol

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message without its content: whose it is, about how many `records`, or what keeps it from being read."""

    message: str
    connection: str
    records: int | str
    sent_at: datetime
    first_received_at: datetime
    received: int


@dataclass(frozen=True, slots=True)
class Redriven:
    """How many messages went back, how many did not, and why not."""

    moved: int
    left: int
    trouble: str = ""


class DeadLetters(Protocol):
    """The dead letters about each kind of record."""

    def count(self, kind: EntityKind) -> int:
        """How many there are; approximate for a minute after a change."""
        ...

    def total(self) -> int:
        """How many there are about records of any kind; 0 while they cannot be counted."""
        ...

    def letters(self, kind: EntityKind) -> list[Letter]:
        """The oldest of them, of each connection the first ten. Nothing is taken away."""
        ...

    def redrive(self, kind: EntityKind) -> Redriven:
        """Move all of them back to work, in order, as far as there is time. May be interrupted and repeated."""
        ...
