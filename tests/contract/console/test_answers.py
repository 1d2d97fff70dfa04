"""The contract of kept answers: a request is carried out by one caller, and its answer is kept for a while."""

from datetime import timedelta

import pytest

from counterfoil_console.ports import AnotherRequestError, UnderWayError
from tests.builders import NOON
from tests.contract.console.conftest import Stores

MINUTE = timedelta(minutes=1)


def begin(stores: Stores, key: str = "key", request: str = "request", minutes: int = 0) -> str | None:
    now = NOON + minutes * MINUTE
    return stores.answers.begin(key, request, now, now + MINUTE)


def test_an_answer_is_kept_for_its_key(stores: Stores) -> None:
    assert begin(stores) is None
    stores.answers.keep("key", "request", '{"a": 1}', NOON + 10 * MINUTE)
    assert begin(stores, minutes=5) == '{"a": 1}'
    assert begin(stores, key="another") is None


def test_only_one_caller_carries_it_out(stores: Stores) -> None:
    assert begin(stores) is None
    with pytest.raises(UnderWayError):
        begin(stores)


def test_who_died_of_it_leaves_it_to_the_next(stores: Stores) -> None:
    assert begin(stores) is None
    assert begin(stores, minutes=1) is None
    with pytest.raises(UnderWayError):
        begin(stores, minutes=1)


def test_what_was_not_carried_out_may_be_at_once(stores: Stores) -> None:
    assert begin(stores) is None
    stores.answers.release("key")
    assert begin(stores) is None


def test_a_key_stands_for_one_request(stores: Stores) -> None:
    begin(stores)
    with pytest.raises(AnotherRequestError):
        begin(stores, request="another")
    stores.answers.keep("key", "request", "{}", NOON + 10 * MINUTE)
    with pytest.raises(AnotherRequestError):
        begin(stores, request="another")


def test_an_answer_is_forgotten_in_time(stores: Stores) -> None:
    begin(stores)
    stores.answers.keep("key", "request", "{}", NOON + 10 * MINUTE)
    assert begin(stores, request="another", minutes=10) is None
