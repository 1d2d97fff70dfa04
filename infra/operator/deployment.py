"""Finds a deployed bundle, and acts on it with the bundle's own code."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import boto3

from counterfoil.bootstrap.operating import OperatingBundle
from counterfoil.settings import Settings, load_settings

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_KNOWS_ALL = "Planner"
"""The function whose environment names everything that connecting and planning need."""


def deployed_settings(stack_name: str) -> Settings:
    """The settings of the bundle deployed as `stack_name`, in the account, region and endpoint of the AWS environment.

    Raises botocore's ClientError when there is no such stack or the caller may not look.
    """
    return load_settings(environment_of(stack_name, _KNOWS_ALL))


def environment_of(stack_name: str, logical_id: str) -> Mapping[str, str]:
    """The environment of a function by its name in template.yaml. Raises ClientError as `deployed_settings` does."""
    function_name = _physical_id(stack_name, logical_id)
    configuration = boto3.client("lambda").get_function_configuration(FunctionName=function_name)
    return configuration["Environment"]["Variables"]


def deployed_bundle(stack_name: str) -> OperatingBundle:
    """What is stored by the bundle deployed as `stack_name`. Raises ClientError as `deployed_settings` does."""
    return OperatingBundle(deployed_settings(stack_name))


def deployed_queues(stack_name: str) -> tuple["SQSClient", Callable[[str], str]]:
    """SQS, and the URL of each queue of the bundle deployed as `stack_name` by its name in template.yaml.

    Asking for a URL raises botocore's ClientError as `deployed_settings` does.
    """
    return boto3.client("sqs"), lambda logical_id: _physical_id(stack_name, logical_id)


def outputs_of(stack_name: str) -> Mapping[str, str]:
    """The outputs of a deployed stack by their name in template.yaml. Raises ClientError as `deployed_settings` does."""
    described = boto3.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"][0]
    return {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", ())}


def _physical_id(stack_name: str, logical_id: str) -> str:
    found = boto3.client("cloudformation").describe_stack_resource(StackName=stack_name, LogicalResourceId=logical_id)
    return found["StackResourceDetail"]["PhysicalResourceId"]
