"""Reports what newly fails and what is solved: one message per connection, grouped by cause, each failure once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import ERROR_TEXTS
from counterfoil.engine.ports import DeliveryLog, Notifier, ReportMemory

_MOST_NAMED = 20
"""Records that a message names of each cause."""
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
    reported: DeliveryLog
    notifier: Notifier

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
            self.notifier.publish(_failing_subject(connection_id, outcomes), _failing_text(outcomes))
            self.memory.remember(connection_id, {outcome.ref: _failure(outcome) for outcome in outcomes})

    def _report_solved(self, connection_id: str, outcomes: Sequence[SyncOutcome]) -> None:
        if outcomes:
            self.notifier.publish(_solved_subject(connection_id, outcomes), _solved_text(outcomes))
            self.memory.forget(connection_id, [outcome.ref for outcome in outcomes])

    def _report_dead(self, connection: Connection) -> bool:
        identity = f"reconnect:{connection.id}:{connection.revision}"
        if connection.state is not ConnectionState.NEEDS_RECONNECT or self.reported.seen(identity):
            return False
        text = "The permission to reach one of its accounts has ended. Connect it again; the sync resumes where it stopped."
        self.notifier.publish(f"Counterfoil: connection {connection.id} needs to be renewed", text)
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
    return f"{outcome.category} {digest([outcome.vendor_text])}"


def _failing_subject(connection_id: str, outcomes: Sequence[SyncOutcome]) -> str:
    return f"Counterfoil: {_records(outcomes)} {'needs' if len(outcomes) == 1 else 'need'} attention ({connection_id})"


def _solved_subject(connection_id: str, outcomes: Sequence[SyncOutcome]) -> str:
    return f"Counterfoil: {_records(outcomes)} solved ({connection_id})"


def _failing_text(outcomes: Sequence[SyncOutcome]) -> str:
    """A paragraph for each cause, the most frequent one first."""
    by_cause: dict[tuple[ErrorCategory | None, str, str], list[SyncOutcome]] = defaultdict(list)
    for outcome in outcomes:
        by_cause[outcome.category, outcome.cause, outcome.remedy].append(outcome)
    groups = sorted(by_cause.values(), key=len, reverse=True)
    return "\n\n".join(_cause_text(group) for group in groups)


def _cause_text(outcomes: Sequence[SyncOutcome]) -> str:
    first = outcomes[0]
    title = ERROR_TEXTS[first.category].title if first.category else "Failing"
    heading = f"{first.category} {title}: {_records(outcomes)}\n{first.cause}\nWhat to do: {first.remedy}"
    return "\n".join([heading, *_named(outcomes)])


def _solved_text(outcomes: Sequence[SyncOutcome]) -> str:
    return "\n".join(["Nothing needs doing any more for:", *_named(outcomes)])


def _named(outcomes: Sequence[SyncOutcome]) -> list[str]:
    """A line for each of the first records, with the vendor's own text where there is one, and how many more there are."""
    lines = [line for outcome in outcomes[:_MOST_NAMED] for line in _lines(outcome)]
    more = len(outcomes) - _MOST_NAMED
    return [*lines, f"- and {more:,} more"] if more > 0 else lines


def _lines(outcome: SyncOutcome) -> list[str]:
    details = " ".join(outcome.vendor_text.split()) if _fails(outcome) else ""
    name = f"{outcome.label} ({outcome.ref})" if outcome.label else str(outcome.ref)
    return [f"- {name}", *([f"  {details}"] if details else [])]


def _records(outcomes: Sequence[SyncOutcome]) -> str:
    return "1 record" if len(outcomes) == 1 else f"{len(outcomes):,} records"
