"""Which ledgers somebody wants compared now: noted by the console, which compares nothing itself."""

from collections.abc import Sequence

from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock, CursorStore

WANTED = "compare:wanted"
"""The cursor that notes it."""


@dataclass(frozen=True, slots=True)
class WantedComparisons:
    """Which connections somebody wants compared."""

    cursors: CursorStore
    clock: Clock

    def ask(self, connection_id: str) -> None:
        """Have this one compared soon; asking again meanwhile changes nothing."""
        self.cursors.put(connection_id, WANTED, self.clock().isoformat())

    def asked(self, connection_ids: Sequence[str]) -> frozenset[str]:
        """Those of these connections of which it is wanted, and not done yet."""
        return frozenset(one for one, wanted in self.cursors.of(connection_ids, WANTED).items() if wanted)

    def is_asked(self, connection_id: str) -> bool:
        """Whether it is wanted, and not done yet."""
        return bool(self.cursors.get(connection_id, WANTED))

    def done(self, connection_id: str) -> None:
        """It is done, or cannot be."""
        self.cursors.put(connection_id, WANTED, "")
