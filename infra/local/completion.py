"""Applies, after a deployment, what the local AWS's CloudFormation leaves out.

Everything is derived from the translated template, so that it follows every change of template.yaml. What is not known
to work is refused: a resource that is silently missing on this machine would be found in production.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from infra.local.clients import Clients

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackResourceTypeDef

type Properties = Mapping[str, Any]

APPLIED_BY_CLOUDFORMATION = frozenset(
    {
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::Stage",
        "AWS::CloudWatch::Alarm",
        "AWS::Cognito::UserPool",
        "AWS::Cognito::UserPoolClient",
        "AWS::Cognito::UserPoolDomain",
        "AWS::Cognito::UserPoolGroup",
        "AWS::Cognito::UserPoolUser",
        "AWS::Cognito::UserPoolUserToGroupAttachment",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::KMS::Key",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::LayerVersion",
        "AWS::Lambda::Permission",
        "AWS::Logs::LogGroup",
        "AWS::SNS::Subscription",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::Scheduler::Schedule",
        "AWS::SecretsManager::Secret",
    }
)
"""Resource types of which the local AWS was seen to apply all that the template says."""

IGNORED_FUNCTION_PROPERTIES = frozenset({"DeadLetterConfig", "ReservedConcurrentExecutions"})
"""The local AWS's CloudFormation drops these."""


class UnsupportedByLocalAwsError(RuntimeError):
    """The template uses something of which nobody made sure that the local AWS does it."""


def complete(clients: Clients, stack: str) -> dict[str, str]:
    """Bring a deployed stack up to its template; answer the physical id of each logical one.

    Raises UnsupportedByLocalAwsError for a resource type or a property that is not known to work.
    """
    physical = physical_ids(clients, stack)
    for name, resource in translated(clients, stack).items():
        _complete_one(clients, resource["Type"], resource.get("Properties", {}), physical, name)
    return physical


def physical_ids(clients: Clients, stack: str) -> dict[str, str]:
    """The physical id of each resource of a stack, by logical id."""
    resources: list[StackResourceTypeDef] = clients.cloudformation.describe_stack_resources(StackName=stack)[
        "StackResources"
    ]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def translated(clients: Clients, stack: str) -> dict[str, Any]:
    """The resources of a deployed stack, after the SAM transform."""
    body = clients.cloudformation.get_template(StackName=stack, TemplateStage="Processed")["TemplateBody"]
    resources: dict[str, Any] = (json.loads(body) if isinstance(body, str) else body)["Resources"]
    return resources


def _complete_one(clients: Clients, kind: str, properties: Properties, physical: Mapping[str, str], name: str) -> None:
    match kind:
        case "AWS::ApiGatewayV2::Api":
            _import_routes(clients, physical[name], properties, physical)
        case "AWS::DynamoDB::Table":
            _protect_table(clients, physical[name], properties)
        case "AWS::S3::Bucket":
            _protect_bucket(clients, physical[name], properties)
        case "AWS::S3::BucketPolicy":
            _let_in_unencrypted(clients, properties, physical)
        case "AWS::Lambda::Function":
            _refuse_ignored_properties(name, properties)
        case "AWS::CloudFormation::Stack":
            _refuse_unknown(clients, physical[name])
        case _:
            _refuse_unknown_type(name, kind)


def _refuse_unknown(clients: Clients, nested_stack: str) -> None:
    for resource in clients.cloudformation.describe_stack_resources(StackName=nested_stack)["StackResources"]:
        _refuse_unknown_type(resource["LogicalResourceId"], resource["ResourceType"])


def _refuse_unknown_type(name: str, kind: str) -> None:
    if kind not in APPLIED_BY_CLOUDFORMATION:
        raise UnsupportedByLocalAwsError(f"{name} is a {kind}, which nobody has tried on the local AWS")


def _refuse_ignored_properties(name: str, properties: Properties) -> None:
    if ignored := IGNORED_FUNCTION_PROPERTIES & properties.keys():
        raise UnsupportedByLocalAwsError(f"The local AWS drops {', '.join(sorted(ignored))} of {name}")


def _protect_table(clients: Clients, table: str, properties: Properties) -> None:
    if time_to_live := properties.get("TimeToLiveSpecification"):
        clients.dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=time_to_live)
    if recovery := properties.get("PointInTimeRecoverySpecification"):
        clients.dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)


def _protect_bucket(clients: Clients, bucket: str, properties: Properties) -> None:
    if encryption := properties.get("BucketEncryption"):
        rules: list[Any] = [
            {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}
            for rule in encryption["ServerSideEncryptionConfiguration"]
        ]
        clients.s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})
    if life := properties.get("LifecycleConfiguration"):
        lives = [_lifecycle_rule(rule) for rule in life["Rules"]]
        clients.s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": lives})


def _let_in_unencrypted(clients: Clients, properties: Properties, physical: Mapping[str, str]) -> None:
    """The local AWS speaks nothing but unencrypted HTTP, and obeys a policy that forbids just this; it takes no other."""
    for statement in properties["PolicyDocument"]["Statement"]:
        if statement.get("Condition") != {"Bool": {"aws:SecureTransport": "false"}}:
            raise UnsupportedByLocalAwsError(f"A bucket's policy says more than that: {statement}")
    clients.s3.delete_bucket_policy(Bucket=physical[properties["Bucket"]["Ref"]])


def _lifecycle_rule(rule: Mapping[str, Any]) -> Any:
    """CloudFormation names some of it otherwise than S3 does."""
    kept = {name: rule[name] for name in ("Status", "AbortIncompleteMultipartUpload") if name in rule}
    return {"ID": rule["Id"], "Filter": {"Prefix": ""}, "Expiration": {"Days": rule["ExpirationInDays"]}, **kept}


def _import_routes(clients: Clients, api: str, properties: Properties, physical: Mapping[str, str]) -> None:
    """Of an API that names its routes itself; those of any other are resources of their own."""
    for route_key, operation in _operations(properties.get("Body", {"paths": {}})):
        if unknown := operation.keys() - {"x-amazon-apigateway-integration", "responses"}:
            raise UnsupportedByLocalAwsError(f"Route {route_key} uses {', '.join(sorted(unknown))}")
        integration = operation["x-amazon-apigateway-integration"]
        made = clients.api_gateway.create_integration(
            ApiId=api,
            IntegrationType="AWS_PROXY",
            IntegrationUri=_function_arn(clients, integration["uri"], physical),
            PayloadFormatVersion=integration["payloadFormatVersion"],
        )
        clients.api_gateway.create_route(ApiId=api, RouteKey=route_key, Target=f"integrations/{made['IntegrationId']}")


def _operations(body: Properties) -> Iterator[tuple[str, Properties]]:
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _function_arn(clients: Clients, uri: Properties, physical: Mapping[str, str]) -> str:
    """From `...functions/${LogicalId.Arn}/invocations`, the form SAM writes."""
    logical = uri["Fn::Sub"].rpartition("/functions/${")[2].partition(".Arn}")[0]
    return clients.functions.get_function_configuration(FunctionName=physical[logical])["FunctionArn"]
