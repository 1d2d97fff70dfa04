"""Reports what newly fails and what is solved: one message per connection, grouped by cause, each failure once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import mails
from counterfoil.domain.texts.speaking import Say, in_english, written
from counterfoil.domain.values import dataclass
from counterfoil.engine.notices.letters import (
    Address,
    failing_subject,
    failing_text,
    reconnect_text,
    solved_subject,
    solved_text,
)
from counterfoil.engine.ports import Addresses, ConnectionStore, Notifier, ReportedLog, ReportMemory
from counterfoil.engine.ports.languages import Languages, english_only

_SOLVED = {OutcomeStatus.IN_SYNC, OutcomeStatus.EXCLUDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What people were sent: records that newly fail, records that no longer do, connections to be renewed."""

    failing: int = 0
    solved: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Reports failures, and that they are solved. Remembers what it has reported only after the message was accepted.

    The same failure is reported once, however often its record is tried and whatever it waits for meanwhile; once it was
    solved, it is news again.
    """

    memory: ReportMemory
    reported: ReportedLog
    notifier: Notifier
    connections: ConnectionStore
    addresses: Addresses
    languages: Languages = english_only

    def report(self, outcomes: Iterable[SyncOutcome], connections: Iterable[Connection] = ()) -> Reported:
        """Publish what is new among the records' outcomes and the connections."""
        failing = solved = 0
        for connection_id, latest in _latest(outcomes).items():
            open_failures = self.memory.failures(connection_id, [outcome.ref for outcome in latest])
            new = [one for one in latest if _fails(one) and open_failures.get(one.ref) != _failure(one)]
            over = [one for one in latest if one.status in _SOLVED and one.ref in open_failures]
            self._report_failing(connection_id, new)
            self._report_solved(connection_id, over)
            failing, solved = failing + len(new), solved + len(over)
        return Reported(failing=failing, solved=solved, dead=sum(map(self._report_dead, connections)))

    def _report_failing(self, connection_id: str, outcomes: Sequence[SyncOutcome]) -> None:
        if outcomes:
            label, address, say = self._known(connection_id)
            text = written(failing_text(connection_id, outcomes, address), say)
            self.notifier.publish(say(failing_subject(label, outcomes)), text)
            self.memory.remember(connection_id, {outcome.ref: _failure(outcome) for outcome in outcomes})

    def _report_solved(self, connection_id: str, outcomes: Sequence[SyncOutcome]) -> None:
        if outcomes:
            label, address, say = self._known(connection_id)
            text = written(solved_text(connection_id, outcomes, address), say)
            self.notifier.publish(say(solved_subject(label, outcomes)), text)
            self.memory.forget(connection_id, [outcome.ref for outcome in outcomes])

    def _known(self, connection_id: str) -> tuple[str, Address, Say]:
        """What people call the connection, where its records are, and its language; of one that is gone, none is known."""
        try:
            connection = self.connections.get(connection_id)
        except UnknownConnectionError:
            return connection_id, lambda _ref: "", in_english
        return connection.label, partial(self.addresses, connection), self.languages(connection.language)

    def _report_dead(self, connection: Connection) -> bool:
        identity = f"reconnect:{connection.id}:{connection.revision}"
        if connection.state is not ConnectionState.NEEDS_RECONNECT or self.reported.seen(identity):
            return False
        say = self.languages(connection.language)
        subject = say(mails.RECONNECT_SUBJECT(connection=connection.label))
        self.notifier.publish(subject, written(reconnect_text(connection.id), say))
        self.reported.remember(identity)
        return True


def _latest(outcomes: Iterable[SyncOutcome]) -> dict[str, list[SyncOutcome]]:
    """Of several outcomes of a record the newest one, by connection."""
    latest = {(outcome.connection_id, outcome.ref): outcome for outcome in sorted(outcomes, key=lambda one: one.at)}
    found: dict[str, list[SyncOutcome]] = defaultdict(list)
    for (connection_id, _), outcome in sorted(latest.items()):
        found[connection_id].append(outcome)
    return found


def _fails(outcome: SyncOutcome) -> bool:
    return outcome.status is OutcomeStatus.FAILING


def _failure(outcome: SyncOutcome) -> str:
    """What makes two failures of a record the same, whenever each was seen."""
    return f"{outcome.category} {digest([outcome.explanation, outcome.vendor_text])}"
