"""Most linked records of a side cannot be found: the compare of the connection is halted, and people are informed."""

from collections.abc import Sequence
from datetime import datetime

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.domain.texts import details, mails
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.progress import Progress
from counterfoil.engine.ports import Notifier, ReportedLog


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
        return mails.VANISHED_OF(system=self.system.brand, vanished=self.vanished, known=self.known)


def report(
    connection: Connection, halted: Sequence[MassDisappearance], reported: ReportedLog, notifier: Notifier, now: datetime
) -> None:
    """Publish one message about the halted compare of one connection, at most one a day (in UTC)."""
    identity = f"reconcile:{connection.id}:{now.date()}"
    if reported.seen(identity):
        return
    steps = [mails.STEP(number=number, step=step()) for number, step in enumerate(mails.MANY_VANISHED_STEPS, start=1)]
    remedy = "\n".join([details.WHAT_TO_DO(), *steps])
    command = mails.ACCEPT_VANISHED(connection=connection.id)
    text = "\n\n".join([mails.MANY_VANISHED(), *map(str, halted), remedy, command])
    notifier.publish(mails.MANY_VANISHED_SUBJECT(connection=connection.label), text)
    reported.remember(identity)
