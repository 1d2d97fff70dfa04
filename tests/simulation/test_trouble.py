"""AWS in trouble: what is refused is not done, what is uncertain may be, and nobody else's errors count as trouble."""

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from counterfoil.adapters.aws.changes import Change, Put, Update
from counterfoil.adapters.aws.table import Table
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.aws.trouble import REFUSED, UNCERTAIN, AwsTroubleError, TroubledClient, is_trouble

ITEM = {"pk": "connection", "sk": "1"}


class Struck:
    """A table of which every call, or only the first, meets trouble."""

    def __init__(self, seed: int, *, times: int = 1_000) -> None:
        self._random, self._left = Random(seed), times
        self.told: list[str] = []
        self.dynamodb = FakeDynamoDB(lambda _what: None)
        client: Any = TroubledClient(self.dynamodb, "dynamodb", self._strikes, self.told.append)
        self.table = Table(client, "table", sleep=lambda _seconds: None)

    def _strikes(self, _service: str) -> Random | None:
        self._left -= 1
        return self._random if self._left >= 0 else None


def outcome(seed: int) -> tuple[str, bool]:
    """The code that a put fails with, and whether it was done all the same."""
    struck = Struck(seed)
    with pytest.raises(AwsTroubleError) as told:
        struck.table.put(Put(ITEM))
    return told.value.response["Error"]["Code"], bool(struck.dynamodb.items["connection"])


def test_only_what_is_uncertain_may_have_been_done() -> None:
    uncertain = UNCERTAIN["dynamodb"]
    expected = {(code, False) for code in REFUSED["dynamodb"]} | {(uncertain, False), (uncertain, True)}
    assert {outcome(seed) for seed in range(60)} == expected


def test_passing_trouble_of_a_transaction_is_tried_again() -> None:
    told = set[str]()
    for seed in range(20):
        struck = Struck(seed, times=1)
        changes: list[Change] = [Update(("connection", "1"), "SET a = :a", {":a": 1}), Put({"pk": "connection", "sk": "2"})]
        with suppress(AwsTroubleError):
            assert struck.table.transact(changes) == frozenset()
            assert len(struck.dynamodb.items["connection"]) == 2
        told |= set(struck.told)
    assert {"    trouble: TransactionConflict in a transaction", "    trouble: ThrottlingError in a transaction"} <= told


def test_what_is_left_over_is_read_afterwards() -> None:
    told = set[str]()
    keys = [("connection", str(number)) for number in range(3)]
    for seed in range(20):
        struck = Struck(seed, times=1)
        struck.dynamodb.items["connection"] = {sk: {"pk": {"S": "connection"}, "sk": {"S": sk}} for _, sk in keys}
        with suppress(AwsTroubleError):
            assert struck.table.get_many(keys).keys() == set(keys)
        told |= set(struck.told)
    assert "    trouble: 2 of 3 keys are left over" in told


def test_only_trouble_is_trouble() -> None:
    trouble = AwsTroubleError({"Error": {"Code": "ThrottlingException"}}, "GetItem")
    defect = ValueError("a defect")
    other = ClientError({"Error": {"Code": "ThrottlingException"}}, "GetItem")
    caused = RuntimeError("not sent")
    caused.__cause__ = trouble
    assert is_trouble(trouble)
    assert is_trouble(caused)
    assert is_trouble(ExceptionGroup("both", [trouble, caused]))
    assert not is_trouble(ExceptionGroup("one of them", [trouble, defect]))
    assert not is_trouble(other)
