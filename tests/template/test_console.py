"""The console: a way in of its own, with a table, a trail and an issuer of its own, and little that it may do."""

from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest

from counterfoil_console.domain.exports import KEPT
from tests.template.bundle import Bundle, target
from tests.template.test_policies import as_list, statements

POOL = ("UserPool", "UserPoolDomain", "UserPoolClient", "AdministratorGroup", "ViewerGroup", "PeopleGrant")


def properties(bundle: Bundle, name: str) -> dict[str, Any]:
    """A resource as CloudFormation creates it."""
    found: dict[str, Any] = bundle.translated[name]["Properties"]
    return found


def allowed(bundle: Bundle, resource: str) -> set[str]:
    """What the console's roles and policies may do to a resource."""
    return {
        action
        for owner, statement in statements(bundle)
        if owner in {"ConsoleFunctionRole", "PeopleGrant"}
        for named in as_list(statement["Resource"])
        if target(named) == resource
        for action in as_list(statement["Action"])
    }


def test_its_api_has_throttles_of_its_own(bundle: Bundle) -> None:
    stage = properties(bundle, "ConsoleStage")
    assert target(stage["ApiId"]) == "ConsoleApi"
    throttles = stage["DefaultRouteSettings"]
    assert 0 < throttles["ThrottlingRateLimit"] <= throttles["ThrottlingBurstLimit"] <= 100


def test_every_request_of_its_api_reaches_the_console_and_nothing_else_does(bundle: Bundle) -> None:
    route, integration = properties(bundle, "ConsoleRoute"), properties(bundle, "ConsoleIntegration")
    assert (target(route["ApiId"]), route["RouteKey"]) == ("ConsoleApi", "$default")
    assert target(route["Target"]) == "ConsoleIntegration"
    assert target(integration["IntegrationUri"]) == "ConsoleFunction"
    assert integration["PayloadFormatVersion"] == "2.0"
    permission = properties(bundle, "ConsolePermission")
    assert target(permission["FunctionName"]) == "ConsoleFunction"
    assert "${ConsoleApi}/*/$default" in str(permission["SourceArn"])


def test_it_answers_before_api_gateway_gives_up(bundle: Bundle) -> None:
    assert properties(bundle, "ConsoleFunction")["Timeout"] < 30


def test_no_sync_function_loads_its_layer(bundle: Bundle) -> None:
    loading = {name for name, found in bundle.of_type("AWS::Lambda::Function") if "ConsoleLayer" in str(found["Layers"])}
    assert loading == {"ConsoleFunction", "Exporter"}


def test_it_writes_what_people_decide_and_no_outcome(bundle: Bundle) -> None:
    """What it writes is named by its keys: connections and what belongs to them, choices with their links, plans."""
    writing = [
        statement
        for owner, statement in statements(bundle)
        if owner == "ConsoleFunctionRole" and "Table" in {target(one) for one in as_list(statement["Resource"])}
    ]
    reading, changing = (set(statement["Action"]) for statement in writing)
    assert reading == {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"}
    assert changing == {"dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}
    chosen = ("c#choices#hubspot:invoice:1", "c#link#hubspot:invoice:1", "c#plans", "c#exports")
    keys = writing[1]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    for partition in (
        "c#connection",
        "connections",
        "account#hubspot:1",
        "c#rule#invoice",
        "c#tokens",
        "c#cursors",
        "c#notices",
        *chosen,
    ):
        assert any(fnmatchcase(partition, key) for key in keys), partition
    for partition in ("c#record#hubspot:invoice:1", "c#counts", "c#days", "c#blocked", "c#plan#1", "c"):
        assert not any(fnmatchcase(partition, key) for key in keys), partition


def test_what_people_did_is_added_to_and_never_changed(bundle: Bundle) -> None:
    assert allowed(bundle, "AuditTable") == {"dynamodb:PutItem", "dynamodb:Query"}
    others = {
        (owner, action)
        for owner, statement in statements(bundle)
        if "AuditTable" in str(statement) and owner != "ConsoleFunctionRole"
        for action in as_list(statement["Action"])
    }
    assert others == {("ExporterRole", "dynamodb:Query")}


def test_the_exporter_reads_and_stores_only_how_far_it_has_come(bundle: Bundle) -> None:
    own = [statement for owner, statement in statements(bundle) if owner == "ExporterRole"]
    writing = [one for one in own if "dynamodb:PutItem" in as_list(one["Action"])]
    assert [one["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for one in writing] == [["*#exports"]]
    changing = {"dynamodb:DeleteItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "s3:GetObject", "s3:DeleteObject"}
    assert not changing & {action for one in own for action in as_list(one["Action"])}


def test_files_are_private_encrypted_and_gone_after_a_week(bundle: Bundle) -> None:
    bucket = properties(bundle, "ExportBucket")
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    [encryption] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], timedelta(days=rule["ExpirationInDays"])) == ("Enabled", KEPT)
    [statement] = properties(bundle, "ExportBucketPolicy")["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_only_the_console_hands_files_out(bundle: Bundle) -> None:
    touching = {
        (owner, action)
        for owner, statement in statements(bundle)
        for action in as_list(statement["Action"])
        if action.startswith("s3:")
    }
    assert touching == {("ConsoleFunctionRole", "s3:GetObject"), ("ExporterRole", "s3:PutObject")}


def test_it_says_who_is_sent_mails_and_tries_them_out(bundle: Bundle) -> None:
    assert allowed(bundle, "ReportTopic") == {"sns:Publish", "sns:Subscribe", "sns:Unsubscribe"}


def test_nobody_else_sees_who_is_signed_in(bundle: Bundle) -> None:
    assert {owner for owner, statement in statements(bundle) if "ConsoleTable" in str(statement)} == {"ConsoleFunctionRole"}


@pytest.mark.parametrize("name", ["ConsoleTable", "AuditTable"])
def test_its_tables_are_protected(bundle: Bundle, name: str) -> None:
    table = properties(bundle, name)
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"]["SSEEnabled"] is True
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]


def test_sessions_are_forgotten_and_the_trail_is_not(bundle: Bundle) -> None:
    assert properties(bundle, "ConsoleTable")["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert "TimeToLiveSpecification" not in properties(bundle, "AuditTable")


@pytest.mark.parametrize("kind", ["Customer", "Product", "Invoice", "Payment"])
def test_it_moves_dead_letters_back_and_takes_nothing_else_from_a_queue(bundle: Bundle, kind: str) -> None:
    assert allowed(bundle, f"{kind}Queue") == {"sqs:GetQueueAttributes"}
    assert allowed(bundle, f"{kind}DeadLetterQueue") == {
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ListMessageMoveTasks",
        "sqs:ReceiveMessage",
        "sqs:StartMessageMoveTask",
    }


@pytest.mark.parametrize("name", POOL)
def test_there_is_no_pool_for_whoever_has_an_issuer(bundle: Bundle, name: str) -> None:
    assert bundle.translated[name]["Condition"] == "HasOwnPool"


@pytest.mark.parametrize("name", ["FirstAdministrator", "FirstAdministratorRole"])
def test_the_first_administrator_is_who_the_operator_named(bundle: Bundle, name: str) -> None:
    assert bundle.translated[name]["Condition"] == "HasFirstAdministrator"
    assert bundle.parameters["AdminEmail"]["Default"] == ""


def test_nobody_signs_up(bundle: Bundle) -> None:
    pool = properties(bundle, "UserPool")
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["UsernameAttributes"] == ["email"]
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_its_client_has_a_secret_and_one_flow(bundle: Bundle) -> None:
    client = properties(bundle, "UserPoolClient")
    assert client["GenerateSecret"] is True
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    for addresses, path in (("CallbackURLs", "/auth/callback"), ("LogoutURLs", "/signed-out")):
        (address,) = client[addresses]
        condition, *either = address["Fn::If"]
        assert condition == "HasConsoleBaseUrl"
        assert all(one["Fn::Sub"].endswith(path) for one in either)


def test_it_may_keep_people_of_this_pool_and_no_more(bundle: Bundle) -> None:
    assert allowed(bundle, "UserPool") == {
        "cognito-idp:AdminAddUserToGroup",
        "cognito-idp:AdminCreateUser",
        "cognito-idp:AdminDeleteUser",
        "cognito-idp:AdminListGroupsForUser",
        "cognito-idp:AdminRemoveUserFromGroup",
    }
