"""Tells people that a compare was refused because most of what is known cannot be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counterfoil.domain.identity import System
from counterfoil.domain.texts import COMPARE_REFUSED
from counterfoil.engine.compare.progress import Progress
from counterfoil.engine.ports import DeliveryLog, Notifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A side that was not believed: so many of its `known` linked records are `gone`."""

    connection_id: str
    system: System
    known: int
    gone: int

    @classmethod
    def of(cls, connection_id: str, system: System, progress: Progress) -> "Refusal":
        """What the check of a side has counted."""
        counts = {"known": sum(progress.known.values()), "gone": sum(progress.gone.values())}
        return cls(connection_id=connection_id, system=system, **counts)

    def __str__(self) -> str:
        return f"{self.system.brand}: {self.gone} of {self.known} linked records cannot be found."


def tell(refusals: Sequence[Refusal], reported: DeliveryLog, notifier: Notifier, now: datetime) -> None:
    """Publish one message about the refusals of one connection, at most one a day (in UTC)."""
    connection_id = refusals[0].connection_id
    identity = f"reconcile:{connection_id}:{now.date()}"
    if reported.seen(identity):
        return
    text = "\n\n".join([COMPARE_REFUSED.cause, *map(str, refusals), f"What to do: {COMPARE_REFUSED.remedy}"])
    notifier.publish(f"Counterfoil: {COMPARE_REFUSED.title} ({connection_id})", text)
    reported.remember(identity)
