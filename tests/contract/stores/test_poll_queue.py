"""The contract of PollQueue: slices to poll come out as they went in, in any order."""

from datetime import timedelta

import pytest

from counterfoil.adapters.aws.poll_queue import decode_slice
from counterfoil.domain.errors import InvalidValueError
from counterfoil.engine.ports import PollSlice
from tests.builders import NOON
from tests.contract.stores.backends import Backend


def test_slices_come_out_as_they_went_in(backend: Backend) -> None:
    slices = [PollSlice(NOON + timedelta(microseconds=7), (f"c{number}", "other")) for number in range(23)]
    backend.polls.ask(slices)
    assert sorted(backend.asked(), key=str) == sorted(slices, key=str)
    assert backend.asked() == []


def test_nothing_to_ask_for_is_no_trouble(backend: Backend) -> None:
    backend.polls.ask([])
    assert backend.asked() == []


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "no JSON", '{"asked_at": "noon", "connection_ids": []}', '{"asked_at": "2026-11-02T09:00:00"}'],
)
def test_what_is_no_slice_is_named(text: str) -> None:
    with pytest.raises(InvalidValueError):
        decode_slice(text)
