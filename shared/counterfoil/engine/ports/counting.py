"""Counting records without reading them."""

from datetime import datetime
from typing import Protocol

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """So many records; not `exactly` where the vendor could be asked only for more than was meant."""

    count: int
    exactly: bool


class RecordCounter(Protocol):
    """Asks a vendor how many of its records meet a filter."""

    def __call__(
        self, connection: Connection, kind: EntityKind, source: System, limits: Narrowing, since: datetime, /
    ) -> Counted:
        """Of documents those changed `since` then. A call or two, which read no record. Raises VendorError."""
        ...
