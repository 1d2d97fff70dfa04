"""Finds a deployed bundle, and acts on it with the bundle's own code."""

import boto3

from counterfoil.settings import Settings, load_settings

_KNOWS_ALL = "Reconciler"
"""The function whose environment names everything that connecting needs."""


def deployed_settings(stack_name: str) -> Settings:
    """The settings of the bundle deployed as `stack_name`, in the account, region and endpoint of the AWS environment.

    Raises botocore's ClientError when there is no such stack or the caller may not look.
    """
    resource = boto3.client("cloudformation").describe_stack_resource(StackName=stack_name, LogicalResourceId=_KNOWS_ALL)
    function_name = resource["StackResourceDetail"]["PhysicalResourceId"]
    configuration = boto3.client("lambda").get_function_configuration(FunctionName=function_name)
    return load_settings(configuration["Environment"]["Variables"])
