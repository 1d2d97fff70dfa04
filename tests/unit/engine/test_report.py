"""People hear of each failure once, by connection and cause, once more when it is solved, and of a dead connection once."""

from dataclasses import replace
from datetime import timedelta
from itertools import batched

import pytest

from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.connection import CompanyProfile, Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.engine.notices.report import Reported, Reporter
from tests.builders import NOON, a_connection, hubspot, quickbooks
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import InMemoryReportedLog, InMemoryReportMemory, RecordingNotifier
from tests.template.intrinsics import PROJECT, load
from tests.unit.engine.world import World

DEAD = a_connection(state=ConnectionState.NEEDS_RECONNECT, revision=4)


@pytest.fixture
def notifier() -> RecordingNotifier:
    return RecordingNotifier()


@pytest.fixture
def memory() -> InMemoryReportMemory:
    return InMemoryReportMemory()


@pytest.fixture
def reporter(notifier: RecordingNotifier, memory: InMemoryReportMemory) -> Reporter:
    return a_reporter(memory, notifier)


def a_reporter(memory: InMemoryReportMemory, notifier: RecordingNotifier) -> Reporter:
    """Who reports the failures of the connections c1, which is Acme Ltd's, and c2, which nobody knows any more."""
    connections = InMemoryConnectionStore()
    connections.save(a_connection(id="c1", company=CompanyProfile(name="Acme Ltd")))
    return Reporter(
        memory=memory,
        reported=InMemoryReportedLog(),
        notifier=notifier,
        connections=connections,
        addresses=_page,
    )


def _page(connection: Connection, ref: RecordRef | ListEntry) -> str:
    kind = ref.of_list if isinstance(ref, ListEntry) else ref.kind
    return f"https://{ref.system}/{connection.portal_id}/{kind}/{ref.id}"


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
        explanation="Another document has this number.",
        vendor_text=f"number {number}",
    )
    return replace(outcome, **changes)  # type: ignore[arg-type]


def solved(number: int, minutes: int, status: OutcomeStatus = OutcomeStatus.IN_SYNC) -> SyncOutcome:
    """The record of `failing(number)`, so long afterwards."""
    at = NOON + timedelta(minutes=minutes)
    return failing(number, status=status, at=at, category=None, cause="", remedy="", vendor_text="")


def subjects(notifier: RecordingNotifier) -> list[str]:
    """Of the messages since the last time."""
    found = [subject for subject, _ in notifier.messages]
    notifier.messages.clear()
    return found


def test_a_record_is_called_what_people_call_it(reporter: Reporter, notifier: RecordingNotifier) -> None:
    reporter.report([failing(1, label="Invoice INV-1042")])
    assert "\n- Invoice INV-1042\n" in notifier.messages[0][1]


def test_a_record_has_links_into_both_products_and_the_vendors_words_behind_details(
    reporter: Reporter, notifier: RecordingNotifier
) -> None:
    reporter.report(
        [
            failing(
                1,
                label="Invoice INV-1042",
                counterpart=quickbooks(EntityKind.INVOICE, "145"),
                explanation="The books are closed until 31 Oct 2026.",
                vendor_text="Account Period Closed",
                vendor_code="6210",
                request_ids=("1-abc",),
                blockers=(
                    "quickbooks:invoice:130",
                    "quickbooks:customer:*",
                    "quickbooks:preferences",
                    "quickbooks:vendor:7",
                ),
            )
        ]
    )
    assert notifier.messages[0][1].splitlines()[3:] == [
        "- Invoice INV-1042",
        "  The books are closed until 31 Oct 2026.",
        "  HubSpot: https://hubspot/62515/invoice/1",
        "  QuickBooks: https://quickbooks/62515/invoice/145",
        "  See also: https://quickbooks/62515/invoice/130",
        "  See also: https://quickbooks/62515/vendor/7",
        "  Details: Account Period Closed; code 6210; request 1-abc; hubspot:invoice:1; quickbooks:invoice:145",
        "",
        "Connection: c1",
    ]


@pytest.mark.feature("H7")
def test_failures_are_grouped_by_connection(reporter: Reporter, notifier: RecordingNotifier) -> None:
    assert reporter.report([failing(1), failing(2), failing(3, "c2")]) == Reported(failing=3)
    assert [subject for subject, _ in notifier.messages] == [
        "Counterfoil: 2 records need you (Acme Ltd)",
        "Counterfoil: 1 record needs you (c2)",
    ]
    assert notifier.messages[0][1] == (
        "E6 Document number already used: 2 records\n"
        "Another document has this number.\n"
        "What to do: Change one of the two.\n"
        "- The invoice with the id 1 in HubSpot\n"
        "  HubSpot: https://hubspot/62515/invoice/1\n"
        "  Details: number 1; hubspot:invoice:1\n"
        "- The invoice with the id 2 in HubSpot\n"
        "  HubSpot: https://hubspot/62515/invoice/2\n"
        "  Details: number 2; hubspot:invoice:2\n"
        "\n"
        "Connection: c1"
    )
    assert "https" not in notifier.messages[1][1]  # nobody knows whose records these were


def test_failures_of_a_connection_are_grouped_by_cause_the_most_frequent_first(
    reporter: Reporter, notifier: RecordingNotifier
) -> None:
    closed = {"category": ErrorCategory.BOOKS_CLOSED, "cause": "Closed.", "remedy": "Open them."}
    reporter.report([failing(1), failing(2, **closed), failing(3, **closed)])
    [(_, text)] = notifier.messages
    headings = [paragraph.splitlines()[0] for paragraph in text.split("\n\n")[:-1]]
    assert headings == ["E7 Books closed: 2 records", "E6 Document number already used: 1 record"]


def test_only_failures_are_reported(reporter: Reporter, notifier: RecordingNotifier) -> None:
    others = [failing(1, status=status) for status in OutcomeStatus if status is not OutcomeStatus.FAILING]
    assert reporter.report(others, [a_connection()]) == Reported()
    assert notifier.messages == []


@pytest.mark.feature("H7")
def test_a_failure_is_reported_once_however_often_it_is_tried(reporter: Reporter, notifier: RecordingNotifier) -> None:
    for minutes in range(3):
        reporter.report([failing(1, at=NOON + timedelta(minutes=minutes))])
        reporter.report([failing(1, at=NOON + timedelta(minutes=minutes, seconds=9), status=OutcomeStatus.WAITING)])
    assert subjects(notifier) == ["Counterfoil: 1 record needs you (Acme Ltd)"]


def test_another_failure_of_the_same_record_is_news(reporter: Reporter, notifier: RecordingNotifier) -> None:
    reporter.report([failing(1)])
    assert reporter.report([failing(1, vendor_text="number 17")]) == Reported(failing=1)
    assert reporter.report([failing(1, category=ErrorCategory.BOOKS_CLOSED)]) == Reported(failing=1)
    assert len(notifier.messages) == 3


@pytest.mark.parametrize("status", [OutcomeStatus.IN_SYNC, OutcomeStatus.EXCLUDED])
def test_a_reported_failure_that_is_solved_is_reported_once_more(
    reporter: Reporter, notifier: RecordingNotifier, status: OutcomeStatus
) -> None:
    reporter.report([failing(1), failing(2)])
    subjects(notifier)

    assert reporter.report([solved(1, 5, status)]) == Reported(solved=1)
    assert reporter.report([solved(1, 6, status)]) == Reported()

    [(subject, text)] = notifier.messages
    assert subject == "Counterfoil: 1 record solved (Acme Ltd)"
    assert text == (
        "Nothing needs doing any more for:\n"
        "- The invoice with the id 1 in HubSpot\n"
        "  HubSpot: https://hubspot/62515/invoice/1\n"
        "\n"
        "Connection: c1"
    )


def test_what_never_failed_or_was_never_reported_is_not_called_solved(
    reporter: Reporter, notifier: RecordingNotifier
) -> None:
    assert reporter.report([failing(1), solved(1, 1), solved(2, 1)]) == Reported()
    assert notifier.messages == []


def test_a_solved_failure_that_is_back_is_news(reporter: Reporter, notifier: RecordingNotifier) -> None:
    for at in (NOON, NOON + timedelta(hours=1)):
        reporter.report([failing(1, at=at)])
        reporter.report([solved(1, 61)])
    assert [subject.split()[3] for subject in subjects(notifier)] == ["needs", "solved"] * 2


def test_a_failure_whose_message_was_not_accepted_is_reported_later(memory: InMemoryReportMemory) -> None:
    class Deaf(RecordingNotifier):
        def publish(self, subject: str, text: str) -> None:
            raise ConnectionError(subject + text)

    with pytest.raises(ConnectionError):
        a_reporter(memory, Deaf()).report([failing(1)])
    again = a_reporter(memory, RecordingNotifier())
    assert again.report([failing(1)]) == Reported(failing=1)


def test_ten_thousand_failures_are_one_message_with_a_count(
    reporter: Reporter, notifier: RecordingNotifier, memory: InMemoryReportMemory
) -> None:
    assert reporter.report([failing(number) for number in range(10_000)]) == Reported(failing=10_000)
    [(subject, text)] = notifier.messages
    assert subject == "Counterfoil: 10,000 records need you (Acme Ltd)"
    assert text.startswith("E6 Document number already used: 10,000 records\n")
    assert text.endswith("- and 9,980 more\n\nConnection: c1")
    assert memory.calls == 2


@pytest.mark.parametrize("category", ErrorCategory)
def test_ids_of_records_stand_behind_details_only(
    reporter: Reporter, notifier: RecordingNotifier, category: ErrorCategory
) -> None:
    text, refs = ERROR_TEXTS[category], (hubspot(EntityKind.INVOICE, "1"), quickbooks(EntityKind.INVOICE, "145"))
    told = {"category": category, "cause": text.cause, "remedy": text.remedy, "explanation": text.cause}
    reporter.report([failing(1, counterpart=refs[1], blockers=("quickbooks:customer:7",), **told)])
    lines = notifier.messages[0][1].splitlines()
    assert f"  Details: number 1; {'; '.join(map(str, refs))}" in lines
    others = [line for line in lines if not line.startswith("  Details: ")]
    assert not any(f"{system}:" in line for line in others for system in System)


def test_ten_thousand_failures_in_full_calls_of_the_stream_are_ten_messages(
    reporter: Reporter, notifier: RecordingNotifier
) -> None:
    """The stream calls with so many of the table's changes at most; notices tell of one cause once in any case."""
    failures = load(PROJECT / "template.yaml")["Resources"]["ErrorReporter"]["Properties"]["Events"]["Failures"][
        "Properties"
    ]
    for some in batched(range(10_000), failures["BatchSize"], strict=False):
        reporter.report([failing(number) for number in some])
    assert subjects(notifier) == ["Counterfoil: 1,000 records need you (Acme Ltd)"] * 10


def test_what_a_vendor_says_stays_on_its_line(reporter: Reporter, notifier: RecordingNotifier) -> None:
    reporter.report([failing(1, vendor_text="first\n\nE1 forged\r- hubspot:invoice:9")])
    assert "  Details: first E1 forged - hubspot:invoice:9; hubspot:invoice:1" in notifier.messages[0][1].splitlines()


def test_a_dead_connection_is_reported_once(reporter: Reporter, notifier: RecordingNotifier) -> None:
    assert [reporter.report([], [DEAD]).dead for _ in range(2)] == [1, 0]
    assert "needs to be renewed" in notifier.messages[0][0]
    assert reporter.report([], [replace(DEAD, revision=9)]).dead == 1


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
    assert "1 record needs you" in notifier.messages[0][0]
