"""Somebody chooses another language at the foot of a page, in Chromium, and reads the console in it from then on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.web.cookies import SESSION
from tests.console.browsing import CHROMIUM, MISSING, SCREENS, Screen, chromium, page_on
from tests.contract.stores.values import native, outcome
from tests.made_up import english_in, spoken
from tests.unit.console.house import DANA, House, signed_in
from tests.unit.console.test_over_http import served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING),
    # playwright leaves its sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
PAGES = ("NEEDS YOU", "RECORDS", "RULES", "PLANS", "EXPORTS", "CONNECTION", "PEOPLE AND TOKENS", "HELP", "HEALTH")
"""The side bar, in that language."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[2]], ids=lambda screen: screen.name)
def test_a_language_is_chosen_and_every_page_speaks_it(
    *, browser: Chromium, house: House, connection_id: str, tmp_path: Path, screen: Screen
) -> None:
    failing = outcome(native(1), OutcomeStatus.FAILING, 1, connection_id=connection_id)
    house.outcomes.record([replace(failing, category=ErrorCategory.BOOKS_CLOSED)])
    with spoken(tmp_path) as language, served(house) as address, page_on(browser, screen) as page:
        _let_in(page, house, address)
        page.goto(f"{address}c/{connection_id}")
        assert page.get_by_role("heading", name="Health").is_visible()

        page.get_by_label("Language").select_option(label="Italiano")
        page.get_by_role("button", name="Change").click()

        page.get_by_role("heading", name="HEALTH").wait_for()
        assert page.url == f"{address}c/{connection_id}", "it stays where it was"
        for name in PAGES:
            page.get_by_role("navigation").get_by_role("link", name=name).click()
            page.get_by_role("heading", level=1).wait_for()
            assert page.evaluate("document.documentElement.lang") == language
            assert english_in(page.content()) == [], name
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name

        page.get_by_label("LANGUAGE").select_option(label="English")
        page.get_by_role("button", name="CHANGE").click()
        page.get_by_role("heading", name="Health").wait_for()


def _let_in(page: Page, house: House, address: str) -> None:
    """What the browser of somebody has who signed in; that name of a cookie is for encrypted addresses, and this machine."""
    session, there = signed_in(house, DANA).cookies[SESSION], address.replace("http:", "https:")
    page.context.add_cookies([{"name": SESSION, "value": session, "url": there, "secure": True, "httpOnly": True}])
