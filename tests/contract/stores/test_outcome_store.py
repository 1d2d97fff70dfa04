"""The contract of OutcomeStore."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.call import VendorCall
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Showing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts import names, reasons
from counterfoil.domain.texts.sentence import Told
from tests.builders import NOON
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, made, native, outcome

IN_SYNC, FAILING, WAITING = OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING, OutcomeStatus.WAITING
INVOICE = EntityKind.INVOICE
MANY = 15
"""With eight blockers each they are more items than a transaction of DynamoDB takes."""


def test_nothing_is_known_at_first(backend: Backend) -> None:
    assert backend.outcomes.latest(CONNECTION, [native(1)]) == {}
    assert backend.outcomes.counts(CONNECTION) == {}
    assert backend.outcomes.activity(CONNECTION, native(1), 10) == []
    assert backend.outcomes.due(CONNECTION, NOON, 10) == []


def blocked(number: int, second: int, *blockers: str) -> SyncOutcome:
    """A failing record that a change of one of these calls up."""
    return replace(outcome(native(number), FAILING, second), blockers=blockers)


def test_what_a_record_fails_for_finds_it_until_it_fails_for_something_else(backend: Backend) -> None:
    holder, other, settings = "quickbooks:customer:7", "quickbooks:customer:8", "quickbooks:preferences"
    backend.outcomes.record([blocked(1, 1, holder, settings), blocked(2, 1, other)])
    assert backend.outcomes.blocked(CONNECTION, ["quickbooks:customer:"]) == [(holder, native(1)), (other, native(2))]
    assert backend.outcomes.blocked(CONNECTION, [settings]) == [(settings, native(1))]
    assert backend.outcomes.blocked("another", [settings]) == []
    backend.outcomes.record([blocked(1, 2, other), outcome(native(2), IN_SYNC, 2)])
    assert backend.outcomes.blocked(CONNECTION, ["quickbooks:"]) == [(other, native(1))]


def test_what_many_fail_for_is_found_among_them_all(backend: Backend) -> None:
    backend.outcomes.record([blocked(number, 1, f"quickbooks:customer:{number}") for number in range(MANY + 5)])
    found = backend.outcomes.blocked(CONNECTION, ["quickbooks:customer:7", "quickbooks:customer:19", "quickbooks:vendor:"])
    assert found == [("quickbooks:customer:19", native(19)), ("quickbooks:customer:7", native(7))]
    assert len(backend.outcomes.blocked(CONNECTION, ["quickbooks:customer:"])) == MANY + 5
    assert backend.outcomes.blocked(CONNECTION, []) == []


@pytest.mark.long
def test_many_blocked_records_are_stored_together(backend: Backend) -> None:
    keys = [f"quickbooks:customer:{number}" for number in range(8)]
    backend.outcomes.record([blocked(number, 1, *keys) for number in range(MANY)])
    backend.outcomes.record([blocked(number, 2, "quickbooks:preferences") for number in range(MANY)])
    assert len(backend.outcomes.blocked(CONNECTION, ["quickbooks:"])) == MANY
    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, FAILING): MANY}


def test_a_text_comes_back_as_the_text_that_it_is(backend: Backend) -> None:
    reason = reasons.MATCHED(name=names.CUSTOMER(name="Ada"))
    backend.outcomes.record([replace(outcome(native(1), IN_SYNC, 1), reasons=(reason,))])

    current, activity = backend.outcomes.history(CONNECTION, native(1), 10)
    found = [one.reasons[0] for one in (current, *activity) if one]
    assert [(one.of, one.values["name"]) for one in found if isinstance(one, Told)] == [
        (reasons.MATCHED, "the customer Ada")
    ] * 2


def test_an_outcome_comes_back_whole(backend: Backend) -> None:
    whole = replace(
        outcome(native(1), WAITING, 1),
        at=NOON + timedelta(microseconds=123456),
        counterpart=made(1),
        reasons=("One.", "Two: “§”."),
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cause="The vendor did not answer.",
        remedy="Nothing needs doing.",
        vendor_text="ThrottleExceeded",
        request_ids=("1-abc", "1-def"),
        attempts=3,
        waiting_since=NOON,
        needed=True,
    )

    backend.outcomes.record([whole])

    assert backend.outcomes.latest(CONNECTION, [native(1), native(2)]) == {native(1): whole}
    assert backend.outcomes.activity(CONNECTION, native(1), 10) == [whole]
    assert backend.outcomes.page(CONNECTION, INVOICE, WAITING, "", 10).outcomes == (whole,)
    assert backend.outcomes.due(CONNECTION, NOON + timedelta(hours=1), 10) == [whole]


def test_a_record_stands_as_recorded_last(backend: Backend) -> None:
    failing, mended = outcome(native(1), FAILING, 1), outcome(native(1), IN_SYNC, 2)

    backend.outcomes.record([failing])
    backend.outcomes.record([mended])

    assert backend.outcomes.latest(CONNECTION, [native(1)]) == {native(1): mended}
    assert backend.outcomes.activity(CONNECTION, native(1), 10) == [mended, failing]
    assert backend.outcomes.activity(CONNECTION, native(1), 1) == [mended]
    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, IN_SYNC): 1}
    assert backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 10).outcomes == ()
    assert backend.outcomes.page(CONNECTION, INVOICE, IN_SYNC, "", 10).outcomes == (mended,)


def test_recording_the_same_again_changes_nothing(backend: Backend) -> None:
    failing, mended = outcome(native(1), FAILING, 1), outcome(native(1), IN_SYNC, 2)

    for outcomes in ([failing], [failing, failing], [mended], [failing, mended]):
        backend.outcomes.record(outcomes)

    assert backend.outcomes.latest(CONNECTION, [native(1)]) == {native(1): mended}
    assert backend.outcomes.activity(CONNECTION, native(1), 10) == [mended, failing]
    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, IN_SYNC): 1}


def test_an_outcome_that_comes_late_only_joins_the_activity(backend: Backend) -> None:
    early, late = outcome(native(1), FAILING, 1), outcome(native(1), IN_SYNC, 2)

    backend.outcomes.record([late])
    backend.outcomes.record([early])

    assert backend.outcomes.latest(CONNECTION, [native(1)]) == {native(1): late}
    assert backend.outcomes.activity(CONNECTION, native(1), 10) == [late, early]
    assert [backend.outcomes.history(CONNECTION, native(1), limit) for limit in (10, 2, 1)] == [
        (late, [late, early]),
        (late, [late, early]),
        (late, [late]),
    ]
    assert backend.outcomes.history(CONNECTION, native(2), 10) == (None, [])
    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, IN_SYNC): 1}


def test_several_outcomes_of_a_record_in_one_call(backend: Backend) -> None:
    history = [outcome(native(1), status, second) for second, status in enumerate([FAILING, WAITING, FAILING, IN_SYNC])]
    neighbour = outcome(native(2), FAILING, 1)

    backend.outcomes.record([*history, neighbour])

    assert backend.outcomes.activity(CONNECTION, native(1), 10) == history[::-1]
    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, IN_SYNC): 1, (INVOICE, FAILING): 1}


def test_pages_are_newest_first_and_complete(backend: Backend) -> None:
    expected = [outcome(native(number), FAILING, number) for number in range(7)]
    backend.outcomes.record([*expected, outcome(native(100), IN_SYNC, 100)])

    first = backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 3)
    backend.outcomes.record([outcome(native(50), FAILING, 50)])  # newer ones do not move the pages that follow
    second = backend.outcomes.page(CONNECTION, INVOICE, FAILING, first.next_page, 3)
    third = backend.outcomes.page(CONNECTION, INVOICE, FAILING, second.next_page, 3)

    assert [*first.outcomes, *second.outcomes, *third.outcomes] == expected[::-1]
    assert third.next_page == ""


def test_a_page_that_is_just_full_is_the_last(backend: Backend) -> None:
    backend.outcomes.record([outcome(native(number), FAILING, 1) for number in range(3)])

    page = backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 3)

    assert len(page.outcomes) == 3
    assert page.next_page == ""


def test_what_waits_is_due_when_its_time_has_come(backend: Backend) -> None:
    waiting = [outcome(native(number), WAITING, number) for number in (3, 1, 2)]
    for_ever = replace(outcome(native(9), WAITING, 0), retry_at=None)
    backend.outcomes.record([*waiting, for_ever, outcome(native(8), FAILING, 0)])

    overdue = waiting[1].retry_at
    assert overdue

    assert backend.outcomes.due(CONNECTION, overdue - timedelta(microseconds=1), 10) == []
    assert backend.outcomes.due(CONNECTION, overdue, 10) == [waiting[1]]
    assert backend.outcomes.due(CONNECTION, NOON + timedelta(hours=1), 2) == [waiting[1], waiting[2]]


def test_what_is_due_is_read_on_behind_a_place(backend: Backend) -> None:
    same_time = [outcome(native(number), WAITING, 1) for number in (1, 10, 2)]
    later = outcome(native(0), WAITING, 2)
    backend.outcomes.record([later, *same_time])
    evening = NOON + timedelta(hours=1)

    assert backend.outcomes.due(CONNECTION, evening, 2, same_time[0].due_place) == same_time[1:]
    assert backend.outcomes.due(CONNECTION, evening, 2, same_time[2].due_place) == [later]
    assert backend.outcomes.due(CONNECTION, evening, 2, later.due_place) == []
    assert backend.outcomes.due(CONNECTION, NOON, 2, later.due_place) == []


def test_what_no_longer_waits_is_not_due(backend: Backend) -> None:
    backend.outcomes.record([outcome(native(1), WAITING, 1)])
    backend.outcomes.record([outcome(native(1), IN_SYNC, 2)])

    assert backend.outcomes.due(CONNECTION, NOON + timedelta(hours=1), 10) == []


def test_of_many_connections_those_are_known_where_something_came_to_be_due(backend: Backend) -> None:
    waiting = outcome(native(1), WAITING, 1)
    elsewhere = replace(outcome(native(1), IN_SYNC, 1), connection_id="other")
    backend.outcomes.record([waiting, elsewhere])
    assert waiting.retry_at

    for later in (timedelta(), timedelta(minutes=29)):
        assert backend.outcomes.waiting([CONNECTION, "other", "third"], waiting.retry_at + later) == {CONNECTION}


def test_connections_do_not_see_one_another(backend: Backend) -> None:
    mine, theirs = outcome(native(1), WAITING, 1), outcome(native(1), FAILING, 1, connection_id="other")

    backend.outcomes.record([mine, theirs])

    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, WAITING): 1}
    assert backend.outcomes.counts("other") == {(INVOICE, FAILING): 1}
    assert backend.outcomes.latest("other", [native(1)]) == {native(1): theirs}
    assert backend.outcomes.due("other", NOON + timedelta(hours=1), 10) == []
    assert backend.outcomes.page("other", INVOICE, FAILING, "", 10).outcomes == (theirs,)


def test_any_number_of_outcomes(backend: Backend) -> None:
    numbers = range(backend.many)

    backend.outcomes.record([outcome(native(number), FAILING, 1) for number in numbers])
    backend.outcomes.record([outcome(native(number), IN_SYNC, 2) for number in numbers])

    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, IN_SYNC): backend.many}
    assert len(backend.outcomes.latest(CONNECTION, [native(number) for number in numbers])) == backend.many


def test_what_is_kept_for_a_link_is_not_kept_with_the_activity(backend: Backend) -> None:
    recorded = replace(outcome(native(1), OutcomeStatus.IN_SYNC, 1), showing=Showing(2, "shown", "3 looks"))

    backend.outcomes.record([recorded])

    assert backend.outcomes.latest(CONNECTION, [native(1)]) == {native(1): recorded}
    assert backend.outcomes.activity(CONNECTION, native(1), 1) == [replace(recorded, showing=None)]


def test_calls_are_kept_with_the_activity_only(backend: Backend) -> None:
    call = VendorCall(
        system=System.HUBSPOT, method="POST", path="/batch/read", status=200, milliseconds=140, request_id="abc"
    )
    recorded = replace(outcome(native(1), OutcomeStatus.IN_SYNC, 1), calls=(call, replace(call, status=0, request_id="")))

    backend.outcomes.record([recorded])

    assert backend.outcomes.activity(CONNECTION, native(1), 5) == [recorded]
    assert backend.outcomes.latest(CONNECTION, [native(1)]) == {native(1): replace(recorded, calls=())}
    (shown,) = backend.outcomes.page(CONNECTION, EntityKind.INVOICE, OutcomeStatus.IN_SYNC, "", 5).outcomes
    assert shown.calls == ()
