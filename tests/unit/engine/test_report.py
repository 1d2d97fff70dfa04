"""People are told of each new failure once, grouped by connection, and of a dead connection once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.report import Reporter
from tests.builders import NOON, a_connection, hubspot
from tests.fakes import InMemoryDeliveryLog, RecordingNotifier
from tests.unit.engine.world import World

DEAD = a_connection(state=ConnectionState.NEEDS_RECONNECT, revision=4)


@pytest.fixture
def notifier() -> RecordingNotifier:
    return RecordingNotifier()


@pytest.fixture
def reporter(notifier: RecordingNotifier) -> Reporter:
    return Reporter(reported=InMemoryDeliveryLog(), notifier=notifier)


def failing(number: int, connection_id: str = "c1", **changes: object) -> SyncOutcome:
    outcome = SyncOutcome(
        connection_id=connection_id,
        ref=hubspot(EntityKind.INVOICE, str(number)),
        kind=EntityKind.INVOICE,
        status=OutcomeStatus.FAILING,
        at=NOON,
        category=ErrorCategory.NUMBER_TAKEN,
        cause="Another document has this number.",
        remedy="Change one of the two.",
        vendor_text=f"number {number}",
    )
    return replace(outcome, **changes)  # type: ignore[arg-type]


def test_failures_are_grouped_by_connection(reporter: Reporter, notifier: RecordingNotifier) -> None:
    assert reporter.report([failing(1), failing(2), failing(3, "c2")]) == 3
    assert [subject for subject, _ in notifier.messages] == [
        "Counterfoil: 2 records need attention (c1)",
        "Counterfoil: 1 record needs attention (c2)",
    ]
    text = notifier.messages[0][1]
    assert "hubspot:invoice:1\nE6 Document number already used: Another document has this number.\nnumber 1\n" in text
    assert text.count("What to do: Change one of the two.") == 2


def test_only_failures_are_reported(reporter: Reporter, notifier: RecordingNotifier) -> None:
    others = [failing(1, status=status) for status in OutcomeStatus if status is not OutcomeStatus.FAILING]
    assert reporter.report(others, [a_connection()]) == 0
    assert notifier.messages == []


def test_a_failure_is_reported_once_and_anew_when_it_is_back(reporter: Reporter, notifier: RecordingNotifier) -> None:
    assert [reporter.report([failing(1)]) for _ in range(2)] == [1, 0]
    assert reporter.report([failing(1, at=NOON + timedelta(days=1))]) == 1
    assert len(notifier.messages) == 2


def test_a_failure_whose_message_was_not_accepted_is_reported_later() -> None:
    class Deaf(RecordingNotifier):
        def publish(self, subject: str, text: str) -> None:
            raise ConnectionError(subject + text)

    log = InMemoryDeliveryLog()
    with pytest.raises(ConnectionError):
        Reporter(reported=log, notifier=Deaf()).report([failing(1)])
    assert Reporter(reported=log, notifier=RecordingNotifier()).report([failing(1)]) == 1


def test_many_failures_are_counted_rather_than_listed(reporter: Reporter, notifier: RecordingNotifier) -> None:
    reporter.report([failing(number) for number in range(23)])
    assert notifier.messages[0][1].endswith("and 3 more")


def test_a_dead_connection_is_reported_once(reporter: Reporter, notifier: RecordingNotifier) -> None:
    assert [reporter.report([], [DEAD]) for _ in range(2)] == [1, 0]
    assert "needs to be renewed" in notifier.messages[0][0]
    assert reporter.report([], [replace(DEAD, revision=9)]) == 1


def test_a_failing_invoice_is_reported_once_however_often_it_is_looked_at(
    reporter: Reporter, notifier: RecordingNotifier
) -> None:
    world = World()
    ref = world.finalised(customer=None)
    for _ in range(3):
        world.tell(ref)
        world.settle()
    reporter.report(world.outcomes.every)
    assert len(notifier.messages) == 1
    assert "1 record needs attention" in notifier.messages[0][0]
