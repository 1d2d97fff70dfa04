"""Most linked records of a side cannot be found: the compare of the connection is halted, and people are informed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counterfoil.domain.identity import System
from counterfoil.domain.texts import COMPARE_REFUSED
from counterfoil.engine.compare.progress import Progress
from counterfoil.engine.ports import DeliveryLog, Notifier


@dataclass(frozen=True, slots=True, kw_only=True)
class MassDisappearance:
    """Of the `known` linked records of a side so many cannot be found that the vendor's answer is not believed."""

    connection_id: str
    system: System
    known: int
    vanished: int

    @classmethod
    def of(cls, connection_id: str, system: System, progress: Progress) -> "MassDisappearance":
        """What the check of a side has counted."""
        counts = {"known": sum(progress.known.values()), "vanished": sum(progress.vanished.values())}
        return cls(connection_id=connection_id, system=system, **counts)

    def __str__(self) -> str:
        return f"{self.system.brand}: {self.vanished} of {self.known} linked records cannot be found."


def report(halted: Sequence[MassDisappearance], reported: DeliveryLog, notifier: Notifier, now: datetime) -> None:
    """Publish one message about the halted compare of one connection, at most one a day (in UTC)."""
    connection_id = halted[0].connection_id
    identity = f"reconcile:{connection_id}:{now.date()}"
    if reported.seen(identity):
        return
    text = "\n\n".join([COMPARE_REFUSED.cause, *map(str, halted), f"What to do: {COMPARE_REFUSED.remedy}"])
    notifier.publish(f"Counterfoil: {COMPARE_REFUSED.title} ({connection_id})", text)
    reported.remember(identity)
