"""The table when AWS is busy or refuses."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from counterfoil.adapters.aws.changes import ABSENT, Put
from counterfoil.adapters.aws.table import Table
from tests.contract.stores.grounds import Ground
from tests.unit.aws.scripts import Script, refusal


class BusyTable:
    """A table of the ground whose pauses are noted and whose answers are scripted."""

    def __init__(self, ground: Ground, operation: str, *answers: dict[str, Any] | None) -> None:
        client = ground.clients("dynamodb")
        self.pauses: list[float] = []
        self.name = client.list_tables()["TableNames"][0]
        self.script = Script(client, operation, *answers)
        self.table = Table(client, self.name, sleep=self.pauses.append)


def put(number: int) -> Put:
    return Put({"pk": f"p{number}", "sk": "s"}, ABSENT)


def test_keys_left_over_are_asked_for_again(ground: Ground) -> None:
    keys = [(f"p{number}", "s") for number in range(3)]
    busy = BusyTable(ground, "BatchGetItem")
    for number in range(3):
        busy.table.put(put(number))
    wire_keys = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]
    left_over = {busy.name: {"Keys": wire_keys[1:], "ConsistentRead": True}}
    first = {"Responses": {busy.name: [{**wire_keys[0]}]}, "UnprocessedKeys": left_over}

    busy = BusyTable(ground, "BatchGetItem", first)

    assert set(busy.table.get_many(keys)) == set(keys)
    assert busy.script.requests[1]["RequestItems"] == left_over
    assert len(busy.pauses) == 1


def test_keys_left_over_for_ever_are_an_error(ground: Ground) -> None:
    name = BusyTable(ground, "BatchGetItem").name
    left_over = {name: {"Keys": [{"pk": {"S": "p"}, "sk": {"S": "s"}}]}}
    busy = BusyTable(ground, "BatchGetItem", *[{"Responses": {}, "UnprocessedKeys": left_over}] * 20)

    with pytest.raises(TimeoutError):
        busy.table.get_many([("p", "s")])


def test_equal_keys_are_asked_for_once(ground: Ground) -> None:
    busy = BusyTable(ground, "BatchGetItem")

    assert busy.table.get_many([("p", "s"), ("p", "s")]) == {}
    assert len(busy.script.requests[0]["RequestItems"][busy.name]["Keys"]) == 1


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_in_the_way_of_another_is_tried_again(ground: Ground, code: str) -> None:
    cancelled = refusal("TransactionCanceledException", CancellationReasons=[{"Code": "None"}, {"Code": code}])
    busy = BusyTable(ground, "TransactWriteItems", cancelled, cancelled)

    assert busy.table.transact([put(1), put(2)]) == frozenset()
    assert busy.table.get(("p2", "s"))
    assert len(busy.pauses) == 2


def test_conflicts_without_end_are_an_error(ground: Ground) -> None:
    cancelled = refusal("TransactionCanceledException", CancellationReasons=[{"Code": "TransactionConflict"}])
    busy = BusyTable(ground, "TransactWriteItems", *[cancelled] * 20)

    with pytest.raises(TimeoutError):
        busy.table.transact([put(1)])
    assert sum(busy.pauses) < 10


def test_refused_conditions_are_told_by_position(ground: Ground) -> None:
    busy = BusyTable(ground, "TransactWriteItems")
    busy.table.put(put(1))
    busy.table.put(put(3))

    assert busy.table.transact([put(0), put(1), put(2), put(3)]) == {1, 3}
    assert busy.table.get(("p0", "s")) is None


def test_a_transaction_that_is_wrong_is_an_error(ground: Ground) -> None:
    cancelled = refusal("TransactionCanceledException", CancellationReasons=[{"Code": "ValidationError"}])
    busy = BusyTable(ground, "TransactWriteItems", cancelled)

    with pytest.raises(ClientError):
        busy.table.transact([put(1)])


def test_a_long_query_goes_on_behind_its_first_page(ground: Ground) -> None:
    for number in range(4):
        ground.table.put(Put({"pk": "p", "sk": f"{number}", "filler": "x" * 390_000}))

    assert [item["sk"] for item in ground.table.query("p")] == ["0", "1", "2", "3"]
    assert [item["sk"] for item in ground.table.query("p", newest_first=True, limit=3)] == ["3", "2", "1"]
    assert ground.clients.calls["Query"] > 2
