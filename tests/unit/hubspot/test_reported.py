"""What polls remember to have reported, through its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.reported import LONGEST_TEXT, Reported, State
from counterfoil.domain.errors import InvalidValueError

STATES = st.sets(st.builds(State, st.integers(0, 2**42), st.integers(0, 2**50).map(str)), max_size=50)


@given(reported=STATES, asked=STATES, since=st.integers(0, 2**42))
def test_exactly_what_was_reported_since_then_is_known(reported: set[State], asked: set[State], since: int) -> None:
    before = Reported()
    assert before.news(reported) == reported
    known = {state for state in reported if state.moment >= since}
    assert Reported(before.text(since)).news(asked | reported) == (asked | reported) - known


def test_more_than_ten_thousand_records_of_one_moment_are_remembered() -> None:
    bulk = {State(1_772_323_200_000, str(90_000_000_000 + 1_000_003 * number)) for number in range(10_500)}
    reported = Reported()
    reported.news(bulk)
    text = reported.text(0)
    assert Reported(text).news(bulk) == set()
    assert len(text) <= LONGEST_TEXT


def test_what_does_not_fit_is_forgotten_from_the_oldest_on() -> None:
    states = [State(1_772_323_200_000 + number, str(90_000_000_000 + number)) for number in range(20_000)]
    reported = Reported()
    reported.news(states)
    text = reported.text(0)
    forgotten = sorted(Reported(text).news(states))
    assert forgotten == states[: len(forgotten)]
    assert 0 < len(forgotten) < len(states)
    assert LONGEST_TEXT - 20 <= len(text) <= LONGEST_TEXT


def test_an_odd_id_is_always_news() -> None:
    reported, odd = Reported(), State(1, "x")
    assert [reported.news([odd]), reported.news([odd]), reported.text(0)] == [{odd}, {odd}, ""]


@pytest.mark.parametrize("text", ["!", "1", "1:", ":1", "1:2,", "1:2;3"])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="cursor"):
        Reported(text)
