"""A whole sign-in through the deployed console and the local AWS's own issuer."""

import re
from collections.abc import Iterator

import pytest

from infra.local.stack import LocalStack
from tests.integration.console.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def visitor(stack: LocalStack) -> Iterator[Visitor]:
    """Somebody who opens the console."""
    with Visitor(stack.console_base_url) as opened:
        yield opened


@pytest.fixture
def administrator(stack: LocalStack) -> Iterator[Visitor]:
    """Somebody else, who may do everything."""
    with Visitor(stack.console_base_url) as opened:
        opened.sign_in(**stack.people["administrator"])
        yield opened


def test_an_administrator_signs_in_invites_and_signs_out(stack: LocalStack, visitor: Visitor) -> None:
    home = visitor.sign_in(**stack.people["administrator"])
    assert home.status_code == 200, stack.logs("ConsoleFunction")[-20:]
    assert "administrator" in home.text

    people = visitor.get("/people")
    invited = visitor.submit(people, {"email": "miguel@example.com", "role": "viewer"}, action="/people/invite")
    assert "miguel@example.com" in invited.text
    pool = stack.clients.people.admin_list_groups_for_user(UserPoolId=stack["UserPool"], Username="miguel@example.com")
    assert [group["GroupName"] for group in pool["Groups"]] == ["viewers"]

    farewell = visitor.submit(invited, {}, action="/sign-out")
    assert "You are signed out" in farewell.text
    assert "Sign in to Counterfoil" in visitor.get("/people").text


def test_a_viewer_looks_and_changes_nothing(stack: LocalStack, visitor: Visitor) -> None:
    visitor.sign_in(**stack.people["viewer"])
    people = visitor.get("/people")
    assert "People and tokens" in people.text
    assert "/people/invite" not in people.text
    (csrf,) = set(re.findall(r'name="csrf" value="([^"]*)"', people.text))
    refused = visitor.post("/people/invite", {"csrf": csrf, "email": "x@example.com", "role": "administrator"})
    assert refused.status_code == 403
    assert "Only administrators may do this" in refused.text


def test_who_is_invited_chooses_a_password_comes_in_and_is_removed(
    stack: LocalStack, visitor: Visitor, administrator: Visitor
) -> None:
    pool, email = stack["UserPool"], "priya@example.com"
    administrator.submit(administrator.get("/people"), {"email": email, "role": "administrator"}, action="/people/invite")
    stack.clients.people.admin_set_user_password(UserPoolId=pool, Username=email, Password="For-once-12345", Permanent=False)

    choosing = visitor.sign_in(email, "For-once-12345")
    chosen = {"new_password": "My-own-1234567", "confirm_password": "My-own-1234567"}
    home = visitor.submit(choosing, chosen)
    assert home.status_code == 200
    assert "priya@example.com" in visitor.get("/people").text

    person_id = stack.clients.people.admin_get_user(UserPoolId=pool, Username=email)["Username"]
    administrator.submit(administrator.get("/people"), {}, action=f"/people/{person_id}/remove")
    assert "Sign in to Counterfoil" in visitor.get("/people").text
    assert "Incorrect username or password" in visitor.sign_in(email, "My-own-1234567").text


def test_a_wrong_password_opens_nothing(stack: LocalStack, visitor: Visitor) -> None:
    page = visitor.sign_in(stack.people["administrator"]["email"], "Guessed-12345")
    assert "Incorrect username or password" in page.text
    assert "Sign in to Counterfoil" in visitor.get(f"{visitor.base_url}/people").text


def test_what_people_did_is_kept(stack: LocalStack, visitor: Visitor) -> None:
    visitor.sign_in(**stack.people["viewer"])
    kept = stack.clients.dynamodb.scan(TableName=stack["AuditTable"])["Items"]
    assert {"signed_in"} <= {item["body"]["M"]["action"]["S"] for item in kept}
