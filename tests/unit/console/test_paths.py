"""Which route an address leads to, and what stands in its variable parts."""

import pytest

from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer, plain
from counterfoil_console.web.paths import Paths
from counterfoil_console.web.routes import Route


def nothing(_visit: object, _console: object) -> Answer:
    """Says nothing."""
    return plain("")


def route(path: str, method: str = "GET") -> Route:
    """A route that anybody may ask for."""
    return Route(method=method, path=path, access=Access.PUBLIC, handler=nothing)


@pytest.mark.parametrize(
    ("asked", "path", "arguments"),
    [
        ("/", "/", {}),
        ("/c/new", "/c/new", {}),
        ("/c/62515-9131", "/c/<id>", {"id": "62515-9131"}),
        ("/c/1/record/quickbooks:payment:1:2", "/c/<id>/record/<ref>", {"id": "1", "ref": "quickbooks:payment:1:2"}),
        ("/c/ä b/record/%41", "/c/<id>/record/<ref>", {"id": "ä b", "ref": "%41"}),
    ],
)
def test_an_address_leads_to_a_route(asked: str, path: str, arguments: dict[str, str]) -> None:
    paths = Paths(map(route, ("/", "/c/<id>", "/c/new", "/c/<id>/record/<ref>", "/c/<other>/record/<one>")))
    found = paths.find("GET", asked)
    assert found
    assert (found[0].path, found[1]) == (path, arguments)


@pytest.mark.parametrize(
    "asked", ["", "/c", "/c/", "/c//", "/c/1/", "c/1", "/C/1", "/c/1/2", '/c/"', "/c/\x00", "/c/1\n", "/c/1?a"]
)
def test_other_addresses_lead_nowhere(asked: str) -> None:
    assert Paths([route("/c/<id>")]).find("GET", asked) is None


def test_a_method_has_routes_of_its_own_and_the_head_of_a_page_is_the_pages() -> None:
    paths = Paths([route("/a"), route("/a", "POST"), route("/<b>", "POST")])
    asked = {method: paths.find(method, "/a") for method in ("GET", "HEAD", "POST", "PUT")}
    assert {method: found and found[0].method for method, found in asked.items()} == {
        "GET": "GET",
        "HEAD": "GET",
        "POST": "POST",
        "PUT": None,
    }
