"""What arrives on the local AWS is what template.yaml says, and what the local AWS cannot do is refused, not forgotten."""

import json
import urllib.error
import urllib.request

import pytest

from infra.local.clients import Clients
from infra.local.completion import UnsupportedByLocalAwsError, complete
from infra.local.stack import LocalStack
from tests.integration.local_aws.conftest import MakeWitness, deployed

pytestmark = pytest.mark.long


def test_the_table_is_complete(stack: LocalStack) -> None:
    dynamodb, table = stack.clients.dynamodb, stack.table_name
    described = dynamodb.describe_table(TableName=table)["Table"]
    assert described["DeletionProtectionEnabled"] is True
    assert {index["IndexName"] for index in described["GlobalSecondaryIndexes"]} == {
        "by_status",
        "by_due",
        "by_category",
        "by_name",
        "by_detail",
        "by_open",
        "by_failing",
    }
    time_to_live = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert time_to_live == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_bucket_of_exports_is_complete(stack: LocalStack) -> None:
    s3, bucket = stack.clients.s3, stack["ExportBucket"]
    [rule] = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert (rule["Status"], rule["Expiration"]["Days"]) == ("Enabled", 7)
    [encryption] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())


def test_the_queues_are_complete(stack: LocalStack) -> None:
    for url in stack.queue_urls.values():
        attributes = stack.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        assert attributes["FifoQueue"] == "true"
        assert attributes["VisibilityTimeout"] == "300"
        assert str(json.loads(attributes["RedrivePolicy"])["maxReceiveCount"]) == "50"


def test_every_queue_and_the_stream_have_their_function(stack: LocalStack) -> None:
    mappings = stack.clients.functions.list_event_source_mappings()["EventSourceMappings"]
    functions = sorted(mapping["FunctionArn"].rpartition(":")[2] for mapping in mappings)
    consumers = (
        "CustomerSync",
        "ProductSync",
        "InvoiceSync",
        "PaymentSync",
        "ConnectionPoller",
        "Planner",
        "Eraser",
        "Exporter",
        "ErrorReporter",
    )
    assert functions == sorted(stack[name] for name in consumers)


def test_functions_are_told_the_address_vendors_call(stack: LocalStack) -> None:
    intake = stack.clients.functions.get_function_configuration(FunctionName=stack["WebhookIntake"])
    assert intake["Environment"]["Variables"]["PUBLIC_BASE_URL"] == stack.api_base_url


def test_routes_lead_to_the_intake_and_nowhere_else(stack: LocalStack) -> None:
    routes = stack.clients.api_gateway.get_routes(ApiId=stack["HttpApi"])["Items"]
    assert {route["RouteKey"] for route in routes} == {"POST /webhooks/hubspot", "POST /webhooks/quickbooks"}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{stack.api_base_url}/webhooks/other", timeout=10)


def test_a_function_without_the_layer_has_boto3_and_nothing_else(clients: Clients, witness: MakeWitness) -> None:
    source = "import importlib.util as u\ndef handler(event, context): return [n for n in event if u.find_spec(n)]"
    names = ["boto3", "pydantic", "yaml", "httpx2", "werkzeug", "ministack", "counterfoil"]
    answer = clients.functions.invoke(FunctionName=witness(source).name, Payload=json.dumps(names).encode())
    assert json.loads(answer["Payload"].read()) == ["boto3"]


@pytest.mark.parametrize(
    "resource",
    [
        {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "x"}},
        {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 day)"}},
    ],
)
def test_a_resource_nobody_tried_is_refused(clients: Clients, resource: dict[str, object]) -> None:
    name = deployed(clients, {"Novelty": resource})
    with pytest.raises(UnsupportedByLocalAwsError, match="Novelty"):
        complete(clients, name)
