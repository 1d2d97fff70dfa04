"""The sides of a connection that is being compared, and what a run of the compare did."""

from collections.abc import Callable
from dataclasses import dataclass, field

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.compare.ledger import Ledger
from counterfoil.engine.compare.progress import Progress
from counterfoil.engine.compare.refusal import Refusal
from counterfoil.engine.hints.polling import kinds_of


@dataclass(slots=True)
class Reconciled:
    """What a run did: events enqueued, records among them that vanished, vendors that could not be read.

    `refusals` tell of the sides that showed so little of what is known that nothing of the connection was enqueued.
    """

    enqueued: int = 0
    vanished: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Side:
    """One system of one connection during a run; may take `pages` more steps."""

    connection: Connection
    system: System
    ledger: Ledger
    progress: Progress
    pages: int
    out_of_time: Callable[[], bool]

    @property
    def kinds(self) -> list[EntityKind]:
        """Documents only: a customer or product that vanished is noticed by the next invoice that needs it."""
        return [kind for kind in kinds_of(self.connection) if kind in {EntityKind.INVOICE, EntityKind.PAYMENT}]

    @property
    def refusal(self) -> Refusal:
        """What the check has counted."""
        return Refusal.of(self.connection.id, self.system, self.progress)

    def may_go_on(self) -> bool:
        """Whether there is time and allowance for another page; uses up one."""
        self.pages -= 1
        return self.pages >= 0 and not self.out_of_time()
