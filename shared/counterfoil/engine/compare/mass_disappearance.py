"""Most linked records of a side cannot be found: the compare of the connection is halted, and people are informed."""

from collections.abc import Sequence
from datetime import datetime

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.domain.texts import mails
from counterfoil.domain.texts.speaking import Say, written
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.progress import Progress
from counterfoil.engine.notices.letters import steps_to_take
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
        return self.in_words()

    def in_words(self) -> str:
        """How many cannot be found."""
        return mails.VANISHED_OF(system=self.system.brand, vanished=self.vanished, known=self.known)


def report(
    connection: Connection,
    halted: Sequence[MassDisappearance],
    reported: ReportedLog,
    notifier: Notifier,
    *,
    now: datetime,
    say: Say,
) -> None:
    """Publish one message about the halted compare of one connection, at most one a day (in UTC)."""
    identity = f"reconcile:{connection.id}:{now.date()}"
    if reported.seen(identity):
        return
    steps = steps_to_take([step() for step in mails.MANY_VANISHED_STEPS])
    command = mails.ACCEPT_VANISHED(connection=connection.id)
    text: list[Sequence[str]] = [[mails.MANY_VANISHED()], *([one.in_words()] for one in halted), steps, [command]]
    notifier.publish(say(mails.MANY_VANISHED_SUBJECT(connection=connection.label)), written(text, say))
    reported.remember(identity)
