"""What is remembered survives mistakes, and nothing secret stands in the template."""

import json
from typing import Any

import pytest

from tests.template.bundle import Bundle


@pytest.fixture(scope="module")
def table(bundle: Bundle) -> dict[str, Any]:
    """The one table."""
    found: dict[str, Any] = bundle.translated["Table"]["Properties"]
    return found


@pytest.mark.parametrize("name", ["Table", "TokenKey", "AppSecret", "ConsoleTable", "AuditTable", "UserPool"])
def test_what_cannot_be_made_again_outlives_the_stack(bundle: Bundle, name: str) -> None:
    resource = bundle.translated[name]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_the_table_is_protected(table: dict[str, Any]) -> None:
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_the_table_has_the_keys_the_stores_use(table: dict[str, Any]) -> None:
    def keys(schema: list[dict[str, str]]) -> list[str]:
        return [part["AttributeName"] for part in sorted(schema, key=lambda part: part["KeyType"])]

    assert keys(table["KeySchema"]) == ["pk", "sk"]
    indexes = {index["IndexName"]: index for index in table["GlobalSecondaryIndexes"]}
    assert {name: keys(index["KeySchema"]) for name, index in indexes.items()} == {
        "by_status": ["status_pk", "status_sk"],
        "by_due": ["due_pk", "due_sk"],
        "by_category": ["category_pk", "category_sk"],
        "by_name": ["sought_pk", "name_sk"],
        "by_detail": ["sought_pk", "detail_sk"],
        "by_open": ["open_pk", "status_sk"],
        "by_failing": ["failing_pk", "status_sk"],
    }
    whole = {name for name, index in indexes.items() if index["Projection"] == {"ProjectionType": "ALL"}}
    keys_alone = {name for name, index in indexes.items() if index["Projection"] == {"ProjectionType": "KEYS_ONLY"}}
    assert whole == {"by_status", "by_due", "by_category", "by_failing", "by_open"}
    assert keys_alone == {"by_name", "by_detail"}
    assert {attribute["AttributeType"] for attribute in table["AttributeDefinitions"]} == {"S"}


def test_what_may_be_forgotten_is_forgotten(table: dict[str, Any]) -> None:
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_tokens_are_sealed_with_a_key_that_rotates(bundle: Bundle) -> None:
    assert bundle.translated["TokenKey"]["Properties"]["EnableKeyRotation"] is True


def test_the_secret_is_born_without_credentials(bundle: Bundle) -> None:
    generated = bundle.translated["AppSecret"]["Properties"]["GenerateSecretString"]
    placeholders = json.loads(generated["SecretStringTemplate"])
    assert set(placeholders) == {
        "hubspot_client_id",
        "hubspot_client_secret",
        "quickbooks_client_id",
        "quickbooks_client_secret",
    }
    assert set(placeholders.values()) == {""}
    assert generated["GenerateStringKey"] == "quickbooks_verifier_token"
    assert "SecretString" not in bundle.translated["AppSecret"]["Properties"]


def test_no_secret_comes_through_a_parameter_or_the_environment(bundle: Bundle) -> None:
    telling = ("secret", "password", "verifier", "refresh")
    assert not [name for name in bundle.parameters if any(word in name.lower() for word in telling)]
    for _, function in bundle.of_type("AWS::Lambda::Function"):
        variables = function["Environment"]["Variables"]
        assert not [
            name
            for name in variables.keys() - {"APP_SECRET_ID", "OIDC_SECRET_ID"}
            if any(w in name.lower() for w in telling)
        ]
        assert "resolve:" not in json.dumps(variables)


def test_reports_are_encrypted(bundle: Bundle) -> None:
    assert bundle.translated["ReportTopic"]["Properties"]["KmsMasterKeyId"] == "alias/aws/sns"
