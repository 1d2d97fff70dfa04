"""An operator's word that records which cannot be found were deleted on purpose, so that the compare believes it."""

from dataclasses import dataclass

from counterfoil.domain.identity import System
from counterfoil.engine.compare.progress import Progress, cursor_name
from counterfoil.engine.compare.refusal import Refusal
from counterfoil.engine.ports import CursorStore


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How many vanished records of a side people know of; kept beside the cursors until the compare has seen to them."""

    cursors: CursorStore

    def accept(self, connection_id: str) -> list[Refusal]:
        """Let the next passes believe what the last one refused, and tell what that was; nothing when it refused nothing.

        No more than those records: when still more are gone by then, the pass is refused anew.
        """
        refused = [found for system in System if (found := self._refused(connection_id, system))]
        for one in refused:
            self._keep(connection_id, one.system, one.gone)
        return refused

    def covers(self, refusal: Refusal) -> bool:
        """Whether all that is gone was accepted."""
        return refusal.gone <= int(self.cursors.get(refusal.connection_id, _name(refusal.system)) or 0)

    def use(self, refusal: Refusal, enqueued: int) -> None:
        """Forget what was accepted, but for what is gone and was not enqueued yet."""
        if self.cursors.get(refusal.connection_id, _name(refusal.system)):
            self._keep(refusal.connection_id, refusal.system, refusal.gone - enqueued)

    def _refused(self, connection_id: str, system: System) -> Refusal | None:
        progress = Progress.parse(self.cursors.get(connection_id, cursor_name(system)))
        return Refusal.of(connection_id, system, progress) if progress.was_refused else None

    def _keep(self, connection_id: str, system: System, records: int) -> None:
        self.cursors.put(connection_id, _name(system), str(records) if records else "")


def _name(system: System) -> str:
    return f"accepted:{system}"
