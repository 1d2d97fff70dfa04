"""DynamoDB as the design needs it: one winner per key, isolated transactions, a filtered stream."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from infra.local.clients import Clients
from tests.integration.local_aws.conftest import MakeWitness, eventually

pytestmark = pytest.mark.long

THREADS = 8
ROUNDS = 10


def test_one_of_many_creates_the_item(clients: Clients, table: str) -> None:
    def create(writer: int) -> bool:
        try:
            clients.dynamodb.put_item(
                TableName=table,
                Item={"pk": {"S": "link"}, "writer": {"N": str(writer)}},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except clients.dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as threads:
        assert sum(threads.map(create, range(2 * THREADS))) == 1


def test_transactions_lose_no_update(clients: Clients, table: str) -> None:
    def count(number: int) -> int:
        try:
            clients.dynamodb.transact_write_items(
                TransactItems=[
                    {
                        "Update": {
                            "TableName": table,
                            "Key": {"pk": {"S": "counter"}},
                            "UpdateExpression": "ADD amount :one",
                            "ExpressionAttributeValues": {":one": {"N": "1"}},
                        }
                    },
                    {
                        "Put": {
                            "TableName": table,
                            "Item": {"pk": {"S": f"mark-{number % (THREADS * ROUNDS // 2)}"}},
                            "ConditionExpression": "attribute_not_exists(pk)",
                        }
                    },
                ]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"TransactionCanceledException", "TransactionConflictException"}:
                raise
            return 0
        return 1

    with ThreadPoolExecutor(THREADS) as threads:
        acknowledged = sum(threads.map(count, range(THREADS * ROUNDS)))
    counter = clients.dynamodb.get_item(TableName=table, Key={"pk": {"S": "counter"}}, ConsistentRead=True)["Item"]
    assert 0 < acknowledged <= THREADS * ROUNDS // 2
    assert int(counter["amount"]["N"]) == acknowledged


def test_the_time_to_live_is_taken_from_the_named_attribute(clients: Clients, table: str) -> None:
    clients.dynamodb.update_time_to_live(
        TableName=table, TimeToLiveSpecification={"AttributeName": "expires_at", "Enabled": True}
    )
    described = clients.dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_a_stream_wakes_its_function_for_what_the_filter_lets_through(
    clients: Clients, table: str, witness: MakeWitness
) -> None:
    function = witness("{}")
    stream = clients.dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    clients.functions.create_event_source_mapping(
        EventSourceArn=stream,
        FunctionName=function.name,
        StartingPosition="TRIM_HORIZON",
        FilterCriteria={"Filters": [{"Pattern": '{"dynamodb": {"NewImage": {"status": {"S": ["failing"]}}}}'}]},
    )
    for key, status in (("a", "synced"), ("b", "failing"), ("c", "synced"), ("d", "failing")):
        clients.dynamodb.put_item(TableName=table, Item={"pk": {"S": key}, "status": {"S": status}})
    eventually(lambda: len(function.records()) >= 2)
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in function.records()] == ["b", "d"]
