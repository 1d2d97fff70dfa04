"""One system of a connection that is being compared, and what a run of the compare did."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.compare.mass_disappearance import MassDisappearance
from counterfoil.engine.compare.progress import Progress, Stage, cursor_name
from counterfoil.engine.compare.vendor_pages import VendorPages
from counterfoil.engine.hints.resuming import kinds_of
from counterfoil.engine.ports import Clock, CursorStore


@dataclass(slots=True)
class Reconciled:
    """What a run did: events enqueued, records among them that vanished, vendors that could not be read.

    `unexplained` counts open invoices whose amounts differ although nothing explains it. `halted` are the sides on which so
    many known records vanished that nothing of the connection was enqueued; `defects` is what was unexpected, by connection.
    """

    enqueued: int = 0
    vanished: int = 0
    unexplained: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    halted: list[MassDisappearance] = field(default_factory=list)
    defects: list[tuple[str, Exception]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ComparedSide:
    """One system of one connection while it has its turn; may take `steps_left` more steps."""

    connection: Connection
    system: System
    pages: VendorPages
    progress: Progress
    cursors: CursorStore
    clock: Clock
    steps_left: int
    out_of_time: Callable[[], bool]

    @property
    def kinds(self) -> list[EntityKind]:
        """Documents only: a customer or product that vanished is noticed by the next invoice that needs it."""
        return [kind for kind in kinds_of(self.connection) if kind in {EntityKind.INVOICE, EntityKind.PAYMENT}]

    @property
    def disappearance(self) -> MassDisappearance:
        """What the check has counted."""
        return MassDisappearance.of(self.connection.id, self.system, self.progress)

    @property
    def has_more_to_do(self) -> bool:
        """Whether another turn in the same run would bring it further."""
        return self.progress.stage is not Stage.DONE and not self.progress.unreadable and self.steps_left > 0

    def may_go_on(self, stage: Stage) -> bool:
        """Whether the side is in this stage, with time and allowance for another step; uses up one."""
        if self.progress.stage is not stage or self.steps_left <= 0 or self.out_of_time():
            return False
        self.steps_left -= 1
        return True

    def begin_next_pass(self) -> None:
        """Store the beginning of the next pass; the side still waits to be served."""
        self._store(self.progress.at_next_pass())

    def keep(self, progress: Progress) -> None:
        """Store how far it has come by now."""
        self._store(replace(progress, served_at=self.clock()))

    def _store(self, progress: Progress) -> None:
        self.cursors.put(self.connection.id, cursor_name(self.system), str(progress))
        self.progress = progress
