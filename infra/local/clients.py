"""Typed boto3 clients of the local AWS. The types are loaded only where they are checked: they are large."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

REGION = "us-east-1"
ROOT = "local"
"""Access key and secret of the local account's owner; functions get their own role's."""


class Clients:
    """One client per service, made when first asked for."""

    def __init__(self, endpoint_url: str) -> None:
        self._endpoint_url = endpoint_url
        self._config = Config(retries={"total_max_attempts": 2}, read_timeout=300)
        self._session = boto3.Session(aws_access_key_id=ROOT, aws_secret_access_key=ROOT, region_name=REGION)

    @cached_property
    def api_gateway(self) -> ApiGatewayV2Client:
        """HTTP APIs, their routes and integrations."""
        return self._session.client("apigatewayv2", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def cloudformation(self) -> CloudFormationClient:
        """Stacks."""
        return self._session.client("cloudformation", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """Tables."""
        return self._session.client("dynamodb", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def kms(self) -> KMSClient:
        """Keys."""
        return self._session.client("kms", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def functions(self) -> LambdaClient:
        """Functions and their event source mappings."""
        return self._session.client("lambda", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def logs(self) -> CloudWatchLogsClient:
        """What functions print."""
        return self._session.client("logs", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def people(self) -> Any:
        """User pools."""
        return self._session.client("cognito-idp", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def s3(self) -> S3Client:
        """Buckets."""
        return self._session.client("s3", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def scheduler(self) -> EventBridgeSchedulerClient:
        """Schedules."""
        return self._session.client("scheduler", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def secrets(self) -> SecretsManagerClient:
        """Secrets."""
        return self._session.client("secretsmanager", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def sns(self) -> SNSClient:
        """Topics."""
        return self._session.client("sns", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def sqs(self) -> SQSClient:
        """Queues."""
        return self._session.client("sqs", endpoint_url=self._endpoint_url, config=self._config)
