"""Lists of records: by how they stand and why, by what they are called, page by page and complete."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.browse.records import FEW, MOST_FOUND, Wanted
from tests.builders import NOON
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.unit.engine.browse.ground import Ground

FAILING, IN_SYNC = OutcomeStatus.FAILING, OutcomeStatus.IN_SYNC
CLOSED = ErrorCategory.BOOKS_CLOSED


def all_pages(ground: Ground, wanted: Wanted, limit: int) -> list[SyncOutcome]:
    """Every page, one after the other."""
    seen: list[SyncOutcome] = []
    after = ""
    while True:
        page = ground.records.records(ground.id, wanted, after, limit)
        assert len(page.outcomes) <= limit
        seen += page.outcomes
        after = page.next_page
        if not after:
            return seen
        assert page.outcomes


@pytest.mark.feature("H2")
@given(
    statuses=st.lists(st.sampled_from(OutcomeStatus), max_size=25),
    same_moment=st.booleans(),
    limit=st.integers(1, 7),
)
def test_all_statuses_together_are_newest_first_and_complete(
    *, statuses: list[OutcomeStatus], same_moment: bool, limit: int
) -> None:
    ground = Ground()
    told = [
        ground.stands(number, status, at=ground.clock.now if same_moment else None) for number, status in enumerate(statuses)
    ]
    expected = sorted(told, key=lambda one: (one.at, str(one.ref)), reverse=True)
    assert all_pages(ground, Wanted(), limit) == expected


class BeforeItsOwnList(InMemoryOutcomeStore):
    """What was left out long ago is still among what fails or waits."""

    def _is_open(self, outcome: SyncOutcome) -> bool:
        return outcome.status is not IN_SYNC


@given(statuses=st.lists(st.sampled_from(OutcomeStatus), max_size=25), limit=st.integers(1, 7))
def test_what_two_lists_have_is_shown_once(*, statuses: list[OutcomeStatus], limit: int) -> None:
    ground = Ground(BeforeItsOwnList())
    told = [ground.stands(number, status) for number, status in enumerate(statuses)]
    assert all_pages(ground, Wanted(), limit) == told[::-1]


def test_the_total_is_that_of_what_is_wanted(ground: Ground) -> None:
    ground.stands(1, FAILING, CLOSED)
    ground.stands(2, FAILING, ErrorCategory.NUMBER_TAKEN)
    ground.stands(3, IN_SYNC)
    ground.stands(4, IN_SYNC, kind=EntityKind.CUSTOMER)

    def total(wanted: Wanted) -> int | None:
        return ground.records.records(ground.id, wanted).total

    assert total(Wanted()) == 3
    assert total(Wanted(status=FAILING)) == 2
    assert total(Wanted(category=CLOSED)) == 1
    assert total(Wanted(kind=EntityKind.CUSTOMER)) == 1


def test_the_records_of_a_cause_come_longest_first(ground: Ground) -> None:
    outcomes = [ground.stands(number, FAILING, CLOSED) for number in range(5)]
    assert all_pages(ground, Wanted(category=CLOSED), 2) == outcomes


def test_what_is_looked_up_may_be_narrowed(ground: Ground) -> None:
    found = ground.stands(1, FAILING, CLOSED)
    ground.stands(10, IN_SYNC)

    listed = ground.records.records(ground.id, Wanted(text="inv-1", status=FAILING))

    assert (listed.outcomes, listed.total, listed.next_page) == ((found,), None, "")


@pytest.mark.parametrize("wanted", [Wanted(text="inv-", status=FAILING), Wanted(text="Ann", category=CLOSED)])
def test_of_few_that_stand_so_each_is_found_behind_however_many_others(ground: Ground, wanted: Wanted) -> None:
    for number in range(100, 180):
        ground.stands(number, IN_SYNC)
    failing = tuple(ground.stands(number, FAILING, CLOSED) for number in range(180, 185))

    listed = ground.records.records(ground.id, wanted)

    assert (listed.outcomes, listed.may_be_more) == (failing, False)


def test_no_more_of_few_that_stand_so_is_listed_than_of_a_search(ground: Ground) -> None:
    failing = [ground.stands(number, FAILING, CLOSED) for number in range(100, 101 + MOST_FOUND)]

    listed = ground.records.records(ground.id, Wanted(text="inv-", status=FAILING))

    assert (listed.outcomes, listed.may_be_more) == (tuple(failing[:MOST_FOUND]), True)


def test_a_search_says_when_it_did_not_look_at_all_that_are_called_so(ground: Ground) -> None:
    for number in range(1000, 1000 + FEW + 1):
        ground.stands(number, FAILING, CLOSED)
    late = ground.stands(1999, FAILING, CLOSED, at=NOON + timedelta(days=1))

    listed = ground.records.records(ground.id, Wanted(text="inv-", status=FAILING, since=late.at))

    assert (listed.outcomes, listed.may_be_more) == ((), True)


def test_what_is_called_so_comes_by_name_before_what_is_for_somebody_called_so(ground: Ground) -> None:
    told = [ground.stands(number, FAILING, CLOSED) for number in (3, 1, 2)]
    for outcome, name, detail in zip(told, ("RE-3", "Ann-2", "Ann-1"), ("Ann", "Bob", "Cid"), strict=True):
        ground.outcomes.record(
            [replace(outcome, at=outcome.at + timedelta(days=1), listing=replace(outcome.listing, name=name, detail=detail))]
        )

    listed = ground.records.records(ground.id, Wanted(text="ann", status=FAILING))

    assert [one.listing.name for one in listed.outcomes] == ["Ann-1", "Ann-2", "RE-3"]


@pytest.mark.parametrize(
    "token", ["x", "{}x", '{"in_sync": 1}', '{"true": "x"}', "[]", '{"in_sync": "nothing"}', '{"open": "x"}']
)
def test_a_forged_page_is_refused(ground: Ground, token: str) -> None:
    ground.stands(1, IN_SYNC)
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, it is no page
        ground.records.records(ground.id, Wanted(), token)
