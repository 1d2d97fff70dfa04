"""What one request reads twice is read once; what was written meanwhile, and the next request, are read anew."""

from typing import Any

from counterfoil_console.aws.read_once import ReadOnce
from tests.figures.tables import Tables

KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}


def read(client: ReadOnce, name: str = "table") -> Any:
    return client.get_item(TableName=name, Key=KEY).get("Item", {}).get("value")


def put(client: Any, value: str) -> None:
    client.put_item(TableName="table", Item={**KEY, "value": {"S": value}})


def test_nothing_is_read_twice_until_the_next_request() -> None:
    tables = Tables()
    client = ReadOnce(tables)
    put(tables, "old")
    assert [read(client), read(client)] == [{"S": "old"}] * 2
    assert tables.reads == 1
    put(tables, "new")
    assert read(client) == {"S": "old"}
    client.forget()
    assert read(client) == {"S": "new"}


def test_another_question_is_another_read() -> None:
    tables = Tables()
    client = ReadOnce(tables)
    put(tables, "old")
    assert [read(client), read(client, "other")] == [{"S": "old"}, None]


def test_what_was_written_by_it_is_read_anew() -> None:
    client = ReadOnce(Tables())
    put(client, "old")
    assert read(client) == {"S": "old"}
    put(client, "new")
    assert read(client) == {"S": "new"}


def test_what_was_read_of_one_table_is_kept_while_another_is_written_to() -> None:
    tables = Tables()
    client = ReadOnce(tables)
    put(tables, "old")
    client.ahead({"other": [("a", "b")]})
    assert [read(client), read(client, "other")] == [{"S": "old"}, None]
    client.put_item(TableName="third", Item={**KEY, "value": {"S": "new"}})
    client.transact_write_items(TransactItems=[{"Put": {"TableName": "third", "Item": {**KEY, "value": {"S": "new"}}}}])
    before = tables.reads
    assert [read(client), read(client, "other")] == [{"S": "old"}, None]
    assert tables.reads == before


def test_what_is_read_ahead_of_several_tables_is_one_read_and_no_other() -> None:
    tables = Tables()
    client = ReadOnce(tables)
    put(tables, "old")

    client.ahead({"table": [("a", "b"), ("a", "c"), ("a", "b")], "other": [("a", "b")]})

    asked = {"table": {"Keys": [KEY, {"pk": {"S": "a"}, "sk": {"S": "c"}}]}}
    assert [read(client), read(client, "other")] == [{"S": "old"}, None]
    assert client.batch_get_item(RequestItems=asked)["Responses"] == {"table": [{**KEY, "value": {"S": "old"}}]}
    assert tables.reads == 1


def test_what_was_read_ahead_is_read_anew_after_a_write_and_for_the_next_request() -> None:
    tables = Tables()
    client = ReadOnce(tables)
    client.ahead({"table": [("a", "b")]})
    put(client, "old")
    assert read(client) == {"S": "old"}
    client.ahead({"table": [("a", "b")]})
    put(tables, "new")
    client.forget()
    assert read(client) == {"S": "new"}


class Leaving(Tables):
    """Leaves everything unread that is asked for together."""

    def batch_get_item(self, **request: Any) -> Any:
        return {"Responses": {}, "UnprocessedKeys": request["RequestItems"]}


def test_what_is_left_unread_is_read_when_it_is_asked_for() -> None:
    tables = Leaving()
    client = ReadOnce(tables)
    put(tables, "old")
    client.ahead({"table": [("a", "b")]})
    assert read(client) == {"S": "old"}
