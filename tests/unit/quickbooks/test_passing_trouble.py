"""QuickBooks fails once: whatever only reads is asked again on the spot, and nothing that writes is."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.quickbooks.client import BatchItem, QuickBooksClient
from counterfoil.adapters.repeating import Pauses
from counterfoil.domain.errors import Failure
from tests.unit.quickbooks.support import Answers, http

ANSWER = {"QueryResponse": {}, "CDCResponse": [], "BatchItemResponse": [{"bId": "b0", "QueryResponse": {}}]}


def failing_once() -> Answers:
    answers = chain([httpx2.Response(500)], repeat(httpx2.Response(200, json=ANSWER)))
    return Answers(lambda _: next(answers))


def client(answers: Answers) -> QuickBooksClient:
    return QuickBooksClient(http(answers, Pauses(broken=(0.1,))), "9130")


@pytest.mark.parametrize(
    "read",
    [
        lambda client: client.query("SELECT * FROM Item", "Item"),
        lambda client: client.changes(["Invoice"], datetime(2026, 3, 1, tzinfo=UTC)),
        lambda client: client.ask({"one": "SELECT * FROM Item"})["one"],
    ],
    ids=["query", "changes", "batch of queries"],
)
def test_reads_are_repeated(read: Callable[[QuickBooksClient], Any]) -> None:
    answers = failing_once()
    assert not isinstance(read(client(answers)), Failure)
    assert len(answers.requests) == 2


@pytest.mark.parametrize("operation", ["create", "update", "void"])
def test_writes_are_not(operation: str) -> None:
    answers = failing_once()
    written = client(answers).write([BatchItem("1", {"operation": operation, "Invoice": {}})])
    assert isinstance(written["1"], Failure)
    assert len(answers.requests) == 1
