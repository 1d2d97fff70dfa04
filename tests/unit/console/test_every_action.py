"""Whatever people do on a page programs do by a documented route: each action names the operation that does it."""

import json

import pytest

from counterfoil_console.web.application import PAGES, for_changing, for_programs
from tests.unit.console.house import Browser

OF_A_BROWSER = {"/sign-out", "/connect/token"}
"""A program has no session to end; accounts are connected by `poe connect`, where no vendor asks a person."""
ELSEWHERE = {
    "/language": "/people/<person_id>/preferences",
    "/people/invite": "/people",
    "/people/tokens": "/tokens",
    "/c/<connection>/columns": "/people/<person_id>/preferences",
    "/c/<connection>/compare": "/connections/<connection>/ledgers/compare",
    "/c/<connection>/jobs": "/connections/<connection>/exports",
    "/c/<connection>/jobs/<job>/cancel": "/connections/<connection>/exports/<export>/cancel",
    "/c/<connection>/jobs/backfill": "/connections/<connection>/plans",
    "/c/<connection>/needs-you/<category>/retry": "/connections/<connection>/retry",
    "/c/<connection>/records/<record>/retry": "/connections/<connection>/retry",
    "/c/<connection>/redrive": "/dead-letters/redrive",
    "/c/<connection>/rules/<kind>/draft": "/connections/<connection>/rules",
    "/c/<connection>/rules/<kind>/plan": "/connections/<connection>/plans",
}
"""Actions whose operation has another place than their page."""
ACTIONS = sorted(
    {one.path for subject in (*PAGES, *for_changing()) for one in subject.declared if one.method != "GET"} - OF_A_BROWSER
)
OPERATIONS = {one.path for subject in for_programs() for one in subject.declared if one.method != "GET"}


def operation_of(action: str) -> str:
    """The route of the operation that does what the action does."""
    found = ELSEWHERE.get(action, action)
    for page, place in (("/c/<connection>/connection/", "/c/<connection>/"), ("/people/tokens/", "/tokens/")):
        found = found.replace(page, place)
    return f"/api/v1{found.replace('/c/<connection>', '/connections/<connection>')}"


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_of_a_page_is_an_operation(action: str) -> None:
    assert operation_of(action) in OPERATIONS


def test_each_of_them_is_documented(dana: Browser) -> None:
    described = json.loads(dana.get("/api/openapi.json").text)["paths"]
    for action in ACTIONS:
        path = operation_of(action).replace("<", "{").replace(">", "}")
        assert described[path]["post"]["summary"], action
