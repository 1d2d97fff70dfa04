"""Which route an address belongs to."""

from typing import Any

import pytest

from counterfoil_console.web.access import Access
from counterfoil_console.web.paths import Paths
from counterfoil_console.web.routes import Routes


def paths_of(*declared: tuple[str, str]) -> Paths:
    routes, nothing = Routes(), object()
    handler: Any = lambda *_: nothing  # noqa: E731 - a handler that is never called
    for method, path in declared:
        declare = routes.get if method == "GET" else routes.post
        declare(path, Access.VIEWER)(handler)
    return Paths([routes])


PATHS = paths_of(
    ("GET", "/c/<connection>"),
    ("GET", "/c/new"),
    ("POST", "/c/<connection>"),
    ("GET", "/c/<connection>/plans/<plan>"),
    ("GET", "/c/<connection>/records/<record>"),
)


@pytest.mark.parametrize(
    ("method", "path", "declared", "arguments"),
    [
        ("GET", "/c/new", "/c/new", {}),
        ("GET", "/c/62-93", "/c/<connection>", {"connection": "62-93"}),
        ("HEAD", "/c/62-93", "/c/<connection>", {"connection": "62-93"}),
        ("POST", "/c/new", "/c/<connection>", {"connection": "new"}),
        (
            "GET",
            "/c/a/records/hubspot:invoice:1#5",
            None,
            {},
        ),
        ("GET", "/c/a/records/x:y:1", "/c/<connection>/records/<record>", {"connection": "a", "record": "x:y:1"}),
        ("GET", "/c/a/plans/2026-11 %41", "/c/<connection>/plans/<plan>", {"connection": "a", "plan": "2026-11 %41"}),
    ],
)
def test_the_exact_address_comes_first_and_names_its_parts(
    method: str, path: str, declared: str | None, arguments: dict[str, str]
) -> None:
    found = PATHS.find(method, path)
    assert (found and found[0].path, dict(found[1]) if found else {}) == (declared, arguments)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/c/new"),
        ("POST", "/c/a/plans/b"),
        ("GET", "/c/"),
        ("GET", "/c/new/"),
        ("GET", "/c/a\n"),
        ("GET", ""),
        ("", ""),
    ],
)
def test_any_other_address_is_none(method: str, path: str) -> None:
    assert PATHS.find(method, path) is None
