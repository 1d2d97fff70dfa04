"""Tells people what newly fails: one grouped message per connection, each failure once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts import ERROR_TEXTS
from counterfoil.engine.ports import DeliveryLog, Notifier

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Reports failures. Remembers what it has reported only after the message was accepted."""

    reported: DeliveryLog
    notifier: Notifier

    def report(self, outcomes: Iterable[SyncOutcome], connections: Iterable[Connection] = ()) -> int:
        """Publish what is new among failing records and dead connections; how many things were reported."""
        fresh: dict[str, list[SyncOutcome]] = defaultdict(list)
        for outcome in outcomes:
            if outcome.status is OutcomeStatus.FAILING and not self.reported.seen(_identity(outcome)):
                fresh[outcome.connection_id].append(outcome)
        for connection_id, failing in fresh.items():
            self.notifier.publish(_subject(connection_id, failing), _text(failing))
            for outcome in failing:
                self.reported.remember(_identity(outcome))
        return sum(map(len, fresh.values())) + sum(self._report_dead(connection) for connection in connections)

    def _report_dead(self, connection: Connection) -> bool:
        identity = f"reconnect:{connection.id}:{connection.revision}"
        if connection.state is not ConnectionState.NEEDS_RECONNECT or self.reported.seen(identity):
            return False
        text = "The permission to reach one of its accounts has ended. Connect it again; the sync resumes where it stopped."
        self.notifier.publish(f"Counterfoil: connection {connection.id} needs to be renewed", text)
        self.reported.remember(identity)
        return True


def _identity(outcome: SyncOutcome) -> str:
    return f"report:{outcome.connection_id}:{outcome.ref}:{outcome.category}:{outcome.at.isoformat()}"


def _subject(connection_id: str, failing: Sequence[SyncOutcome]) -> str:
    records = "1 record needs" if len(failing) == 1 else f"{len(failing)} records need"
    return f"Counterfoil: {records} attention ({connection_id})"


def _text(failing: Sequence[SyncOutcome]) -> str:
    named = [_told(outcome) for outcome in failing[:_MOST_NAMED]]
    more = len(failing) - len(named)
    return "\n\n".join([*named, *([f"and {more} more"] if more else [])])


def _told(outcome: SyncOutcome) -> str:
    title = ERROR_TEXTS[outcome.category].title if outcome.category else "Failing"
    details = f"\n{outcome.vendor_text}" if outcome.vendor_text else ""
    return f"{outcome.ref}\n{outcome.category} {title}: {outcome.cause}{details}\nWhat to do: {outcome.remedy}"
