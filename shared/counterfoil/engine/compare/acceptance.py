"""An operator confirms that records which cannot be found were deleted on purpose, so that the compare believes it."""

from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.mass_disappearance import MassDisappearance
from counterfoil.engine.compare.progress import Progress, cursor_name
from counterfoil.engine.ports import CursorStore


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How many vanished records of a side were confirmed; stored beside the cursors until the compare has enqueued them."""

    cursors: CursorStore

    def accept(self, connection_id: str) -> list[MassDisappearance]:
        """Let the next passes believe what halted the last one, and return what that was; nothing when it was not halted.

        No more than those records: when still more have vanished by then, the next pass is halted again.
        """
        halted = self.halted(connection_id)
        for one in halted:
            self._store(connection_id, one.system, one.vanished)
        return halted

    def halted(self, connection_id: str) -> list[MassDisappearance]:
        """What halted the last compare, accepted by now or not; nothing when it was not halted."""
        return [found for system in System if (found := self._halted(connection_id, system))]

    def covers(self, disappearance: MassDisappearance) -> bool:
        """Whether all that vanished was accepted."""
        stored = self.cursors.get(disappearance.connection_id, accepted_name(disappearance.system))
        return disappearance.vanished <= int(stored or 0)

    def use(self, disappearance: MassDisappearance, enqueued: int) -> None:
        """Forget what was accepted, except for vanished records that were not enqueued yet."""
        connection_id, system = disappearance.connection_id, disappearance.system
        if self.cursors.get(connection_id, accepted_name(system)):
            self._store(connection_id, system, disappearance.vanished - enqueued)

    def _halted(self, connection_id: str, system: System) -> MassDisappearance | None:
        progress = Progress.parse(self.cursors.get(connection_id, cursor_name(system)))
        return MassDisappearance.of(connection_id, system, progress) if progress.was_halted else None

    def _store(self, connection_id: str, system: System, records: int) -> None:
        self.cursors.put(connection_id, accepted_name(system), str(records) if records else "")


def accepted_name(system: System) -> str:
    """Under which name it is stored, among the connection's cursors, how many vanished records were accepted."""
    return f"accepted:{system}"
