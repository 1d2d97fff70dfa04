"""Batches whose results stay per record, whatever HubSpot makes of the batch as a whole."""

import json
from collections.abc import Iterable
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.hubspot.batches import Written, write_each
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.domain.errors import Cure, Failure
from tests.unit.hubspot.support import Answering, http

TIMES = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-01T10:00:00Z"}
REFUSED = {"status": "error", "category": "VALIDATION_ERROR", "message": "bad"}


def inputs(count: int, bad: Iterable[int] = ()) -> dict[str, dict[str, Any]]:
    wrong = set(bad)
    return {f"key{number}": {"properties": {"name": "bad" if number in wrong else "good"}} for number in range(count)}


def sent(request: httpx2.Request) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(request.content)["inputs"]
    return found


def made(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": each["objectWriteTraceId"].removeprefix("key") + "1",
        "objectWriteTraceId": each["objectWriteTraceId"],
        **TIMES,
    }


def is_bad(each: dict[str, Any]) -> bool:
    return bool(each["properties"]["name"] == "bad")


def write(answering: Answering, given: dict[str, dict[str, Any]]) -> tuple[dict[str, Written], list[int]]:
    sizes: list[int] = []

    def counted(request: httpx2.Request) -> httpx2.Response:
        sizes.append(len(sent(request)))
        return answering(request)

    return write_each(HubSpotClient(http(counted)), "contacts", "create", given), sizes


def answers_each(request: httpx2.Request) -> httpx2.Response:
    """207: bad ones in `errors`, by trace id."""
    errors = [
        {**REFUSED, "context": {"objectWriteTraceId": [one["objectWriteTraceId"]]}} for one in sent(request) if is_bad(one)
    ]
    results = [made(one) for one in reversed(sent(request)) if not is_bad(one)]
    return httpx2.Response(207 if errors else 201, json={"status": "COMPLETE", "results": results, "errors": errors})


def all_or_nothing(request: httpx2.Request) -> httpx2.Response:
    """400 for the whole batch when one input is bad."""
    return httpx2.Response(400, json=REFUSED) if any(map(is_bad, sent(request))) else answers_each(request)


def failures(written: dict[str, Written]) -> set[str]:
    return {key for key, result in written.items() if isinstance(result, Failure)}


@pytest.mark.parametrize("answering", [answers_each, all_or_nothing])
@pytest.mark.parametrize("bad", [[], [0], [99], [3, 70, 149]])
def test_bad_records_fail_alone(answering: Answering, bad: list[int]) -> None:
    given = inputs(150, bad)
    written, sizes = write(answering, given)
    assert written.keys() == given.keys()
    assert failures(written) == {f"key{number}" for number in bad}
    assert all(size <= 100 for size in sizes)


def test_results_come_in_any_order() -> None:
    written, _ = write(answers_each, inputs(3))
    assert {key: one.id for key, one in written.items() if not isinstance(one, Failure)} == {
        "key0": "01",
        "key1": "11",
        "key2": "21",
    }


@pytest.mark.parametrize(
    ("response", "cure"),
    [
        (httpx2.Response(429, json={"policyName": "SECONDLY"}), Cure.WAITING),
        (httpx2.Response(500), Cure.LOOKING),
        (httpx2.Response(401), Cure.PERSON),
        (httpx2.Response(403, json={"category": "MISSING_SCOPES"}), Cure.PERSON),
    ],
)
def test_what_is_wrong_with_the_whole_call_is_not_tried_piece_by_piece(response: httpx2.Response, cure: Cure) -> None:
    written, sizes = write(lambda _: response, inputs(100))
    assert {result.cure for result in written.values() if isinstance(result, Failure)} == {cure}
    assert len(written) == 100
    assert set(sizes) == {100}


def test_no_answer_is_uncertain_for_all_of_its_batch_only() -> None:
    def second_is_lost(request: httpx2.Request) -> httpx2.Response:
        if any(one["objectWriteTraceId"] == "key0" for one in sent(request)):
            raise httpx2.ReadTimeout("too late")
        return answers_each(request)

    written, _ = write(second_is_lost, inputs(150))
    lost = [result for result in written.values() if isinstance(result, Failure)]
    assert len(lost) == 100
    assert {failure.cure for failure in lost} == {Cure.LOOKING}


def test_a_record_that_the_answer_leaves_out_is_uncertain() -> None:
    written, _ = write(lambda _: httpx2.Response(200, json={"status": "COMPLETE", "results": []}), inputs(1))
    [failure] = written.values()
    assert isinstance(failure, Failure)
    assert failure.cure is Cure.LOOKING


def test_an_error_that_names_nobody_is_that_of_those_left_out() -> None:
    def answering(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(207, json={"results": [made(sent(request)[0])], "errors": [REFUSED]})

    written, _ = write(answering, inputs(2))
    assert failures(written) == {"key1"}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"results": [{"id": "1"}]}', b'{"results": {}}'])
def test_an_answer_that_cannot_be_understood_is_uncertain(body: bytes) -> None:
    written, _ = write(lambda _: httpx2.Response(200, content=body), inputs(1))
    [failure] = written.values()
    assert isinstance(failure, Failure)
    assert failure.cure is Cure.LOOKING
