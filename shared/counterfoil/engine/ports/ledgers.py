"""What the nights' comparisons of both ledgers found."""

from collections.abc import Sequence
from typing import Protocol

from counterfoil.domain.ledgers import Ledgers


class LedgerStore(Protocol):
    """Remembers the ledgers of each connection night by night, those of one day (UTC) in each other's place."""

    def save(self, connection_id: str, ledgers: Ledgers) -> None:
        """Keep what was found; its differences by name are kept of the newest only."""
        ...

    def nights(self, connection_id: str, limit: int) -> Sequence[Ledgers]:
        """The last nights, the newest first, without the differences by name."""
        ...

    def latest(self, connection_id: str) -> Ledgers | None:
        """The newest in full, None before the first."""
        ...
