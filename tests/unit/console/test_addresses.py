"""No page leads nowhere: what it links to and what its forms send is answered by a route."""

import re
from html.parser import HTMLParser

import pytest

from counterfoil_console.web import application
from tests.unit.console.house import Browser, House
from tests.unit.console.pages import PAGES, furnished

ROUTES = [
    (route.method, re.compile(re.sub(r"<\w+>", "[^/]+", route.path)))
    for subject in application.every_subject()
    for route in subject.declared
]


class Leads(HTMLParser):
    """Every address of ours that a page leads to, with the method."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"a", "link"} and given.get("href"):
            self._lead("GET", given["href"] or "")
        if tag == "script" and given.get("src"):
            self._lead("GET", given["src"] or "")
        if tag == "form":
            self._lead((given.get("method") or "get").upper(), given.get("action") or "")
        if tag == "button" and given.get("formaction"):
            self._lead("POST", given["formaction"] or "")

    def _lead(self, method: str, address: str) -> None:
        path = address.partition("#")[0].partition("?")[0]
        if path.startswith("/") and not path.startswith("//"):
            self.found.add((method, path))


def answered(method: str, path: str) -> bool:
    return any(method == declared and pattern.fullmatch(path) for declared, pattern in ROUTES)


@pytest.mark.parametrize("path", PAGES)
def test_every_lead_of_a_page_is_answered(dana: Browser, house: House, path: str) -> None:
    connection_id = furnished(house)
    page = dana.get(path.format(id=connection_id))
    assert page.status == 200
    leads = Leads()
    leads.feed(page.text)
    assert [one for one in sorted(leads.found) if not answered(*one)] == []
