"""What guards secrets: the key's encryption context, the secret's current version, the function's role."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.clients import Clients
from tests.integration.local_aws.conftest import allow, create_stack, unique

pytestmark = pytest.mark.long

READS_SECRET = """
import boto3
def handler(event, context):
    return boto3.client("secretsmanager").get_secret_value(SecretId=event["secret"])["SecretString"]
"""


def test_a_token_opens_only_in_the_context_it_was_sealed_in(clients: Clients) -> None:
    key = clients.kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = clients.kms.encrypt(KeyId=key, Plaintext=b"token", EncryptionContext={"connection": "a"})["CiphertextBlob"]
    opened = clients.kms.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionContext={"connection": "a"})
    assert opened["Plaintext"] == b"token"
    with pytest.raises(clients.kms.exceptions.InvalidCiphertextException):
        clients.kms.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionContext={"connection": "b"})


def test_a_secret_is_read_in_its_latest_version(clients: Clients) -> None:
    name = unique("secret")
    clients.secrets.create_secret(Name=name, SecretString="old")
    clients.secrets.put_secret_value(SecretId=name, SecretString="new")
    assert clients.secrets.get_secret_value(SecretId=name)["SecretString"] == "new"
    assert clients.secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == "old"


def test_a_function_may_do_what_its_role_allows_and_nothing_else(clients: Clients) -> None:
    allowed = clients.secrets.create_secret(Name=unique("allowed"), SecretString="open")["ARN"]
    forbidden = clients.secrets.create_secret(Name=unique("forbidden"), SecretString="closed")["ARN"]
    reader = create_stack(clients, reader_of(allowed))["Reader"]

    def read(secret: str) -> Any:
        answer = clients.functions.invoke(FunctionName=reader, Payload=json.dumps({"secret": secret}).encode())
        return json.loads(answer["Payload"].read())

    assert read(allowed) == "open"
    assert "AccessDeniedException" in read(forbidden)["errorMessage"]


def reader_of(secret: str) -> dict[str, Any]:
    """One function that may read one secret."""

    role = {
        "AssumeRolePolicyDocument": allow(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"),
        "Policies": [
            {"PolicyName": "own", "PolicyDocument": allow(Action="secretsmanager:GetSecretValue", Resource=secret)}
        ],
    }
    function = {
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Timeout": 20,
        "Code": {"ZipFile": READS_SECRET},
    }
    return {
        "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        "Reader": {"Type": "AWS::Lambda::Function", "Properties": function},
    }


def test_an_unknown_secret_is_refused(clients: Clients) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        clients.secrets.get_secret_value(SecretId=unique("nowhere"))
