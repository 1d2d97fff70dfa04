"""Every page in Chromium: accessible, quiet, and whole on every screen."""

import functools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

from counterfoil.domain.connection import ConnectionState
from counterfoil_console.pages.frame import Done, Toast
from counterfoil_console.rendering import render
from tests.console.browsing import CHROMIUM, MISSING, SCREENS, Screen, chromium, page_on
from tests.console.gallery import serving
from tests.console.hostile import EVERY, hostile, hostile_frame
from tests.console.samples.every import SAMPLES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING),
    # playwright leaves its sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
NAMES = sorted(SAMPLES)
LIGHT, DARK, PHONE, PHONE_DARK = SCREENS
_SIGNS_WITHOUT_A_PICTURE = """
[...document.querySelectorAll("use")].map(one => one.getAttribute("href")).filter(one => !document.querySelector(one))
"""


def _pages() -> dict[str, str]:
    plain = {name: render(*sample) for name, sample in SAMPLES.items()}
    attacked = {
        f"{sort}/{name}": render(hostile(page, value), hostile_frame(frame, value))
        for sort, value in EVERY.items()
        for name, (page, frame) in SAMPLES.items()
    }
    return plain | attacked


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(_pages()) as served_at:
        yield served_at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=SCREENS, ids=lambda screen: screen.name)
def screen(request: pytest.FixtureRequest) -> Screen:
    found: Screen = request.param
    return found


@pytest.fixture(scope="module")
def page(browser: Browser, screen: Screen) -> Iterator[Page]:
    with page_on(browser, screen) as opened:
        yield opened


def _opened(page: Page, url: str) -> list[str]:
    """Opens a page and tells what the browser complained of."""
    complaints: list[str] = []
    heard, failed = functools.partial(_hear, complaints), functools.partial(_fail, complaints)
    page.on("console", heard)
    page.on("pageerror", failed)
    page.goto(url)
    page.remove_listener("console", heard)
    page.remove_listener("pageerror", failed)
    return complaints


def _hear(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        complaints.append(message.text)


def _fail(complaints: list[str], error: Error) -> None:
    complaints.append(error.message)


def _too_wide(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(found, 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_quiet_and_fits(page: Page, address: str, name: str) -> None:
    complaints = _opened(page, f"{address}/{name}")
    findings = Axe().run(page).response["violations"]

    assert complaints == []
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in findings] == []
    assert _too_wide(page) == 0


@pytest.fixture(scope="module", params=[LIGHT, PHONE], ids=lambda screen: screen.name)
def plain_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with page_on(browser, request.param) as opened:
        yield opened


@pytest.mark.parametrize("sort", sorted(EVERY))
@pytest.mark.parametrize("name", NAMES)
def test_hostile_values_do_not_break_the_layout(plain_page: Page, address: str, name: str, sort: str) -> None:
    assert _opened(plain_page, f"{address}/{sort}/{name}") == []
    assert _too_wide(plain_page) == 0


def test_a_question_opens_and_closes_without_a_script(browser: Browser, address: str) -> None:
    with page_on(browser, LIGHT, scripts=False) as page:
        page.goto(f"{address}/record")
        page.get_by_role("button", name="Send HubSpot\N{RIGHT SINGLE QUOTATION MARK}s version").click()
        question = page.get_by_role("dialog", name="INV-20418")
        assert question.is_visible()
        page.get_by_role("button", name="Keep both as they are").click()
        assert not question.is_visible()


def test_the_keyboard_reaches_the_page_past_the_side_bar(browser: Browser, address: str) -> None:
    with page_on(browser, LIGHT) as page:
        page.goto(f"{address}/health")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_what_has_the_focus_is_seen(browser: Browser, address: str) -> None:
    with page_on(browser, DARK) as page:
        page.goto(f"{address}/people-tokens")
        for _ in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
            assert outline == "3px"


def test_a_filter_changes_the_list_in_place_once_it_is_touched(browser: Browser, address: str) -> None:
    with page_on(browser, LIGHT) as page:
        complaints = _opened(page, f"{address}/records")
        assert page.evaluate("typeof htmx") == "undefined"
        page.get_by_label("Object").focus()
        page.locator("form[data-htmx-powered]").wait_for()
        page.route(
            "**/c/northlight/records?**", lambda route: route.fulfill(body="<main><div id=list>No other</div></main>")
        )
        page.get_by_label("Object").select_option("payment")
        page.get_by_text("No other").wait_for()
        assert page.get_by_role("heading", name="Records").is_visible()
        assert complaints == []


def test_counts_are_looked_at_again_by_themselves_and_nothing_that_is_open_is_replaced(
    browser: Browser, address: str
) -> None:
    with page_on(browser, LIGHT) as page:
        page.clock.install()
        page.goto(f"{address}/health")
        assert page.evaluate("typeof htmx") == "undefined"
        asked = _answered_later(page, "health", "98,120", "98,121")
        page.get_by_role("button", name="Turn off").first.click()
        page.clock.fast_forward("00:31")
        page.locator("#live[data-htmx-powered]").wait_for()

        page.clock.fast_forward("00:31")
        assert page.get_by_role("dialog").is_visible()
        assert asked == []

        page.get_by_role("button", name="Leave it on").first.click()
        page.get_by_role("heading", name="Health").click()
        page.clock.fast_forward("00:31")
        page.get_by_text("98,121").wait_for()
        assert asked == ["true"]


def test_what_is_replaced_brings_its_signs_along_and_what_is_said_around_it(browser: Browser, address: str) -> None:
    page_model, around = SAMPLES["planning"]
    current = replace(around.current, state=ConnectionState.PLANNED, needs_you=0) if around.current else None
    began, made = render(page_model, replace(around, current=current)), render(*SAMPLES["plan"])
    with page_on(browser, LIGHT) as page:
        page.clock.install()
        page.route(f"{address}/planning", lambda route: route.fulfill(body=began, content_type="text/html"))
        page.route("**/plans/01JDPLAN", lambda route: route.fulfill(body=made, content_type="text/html"))
        page.goto(f"{address}/planning")
        assert "not turned on yet" in page.get_by_role("banner").inner_text()
        page.clock.fast_forward("00:03")
        page.locator("#progress[data-htmx-powered]").wait_for()
        page.clock.fast_forward("00:03")
        page.get_by_text("Made 28 Nov").wait_for()

        assert page.evaluate(_SIGNS_WITHOUT_A_PICTURE) == []
        assert "both connected" in page.get_by_role("banner").inner_text()
        assert page.get_by_role("link", name="Needs you").first.inner_text().split()[-1] == "16"


def test_a_filter_brings_the_signs_of_what_it_finds(browser: Browser, address: str) -> None:
    with page_on(browser, LIGHT) as page:
        page.goto(f"{address}/records-none")
        page.get_by_label("Object").focus()
        page.locator("form[data-htmx-powered]").wait_for()
        found = render(*SAMPLES["records"])
        page.route("**/c/northlight/records?**", lambda route: route.fulfill(body=found, content_type="text/html"))
        page.get_by_label("Object").select_option("payment")
        page.get_by_text("In step", exact=True).nth(1).wait_for()

        assert page.evaluate(_SIGNS_WITHOUT_A_PICTURE) == []


def test_what_somebody_decided_is_followed_until_it_is_done(browser: Browser, address: str) -> None:
    shown, around = SAMPLES["record"]
    decided = render(shown, replace(around, toast=Toast(done=Done.SENT_AGAIN, again="/now")))
    with page_on(browser, LIGHT) as page:
        page.clock.install()
        page.route(f"{address}/decided", lambda route: route.fulfill(body=decided, content_type="text/html"))
        page.route("**/now", lambda route: route.fulfill(body=render(*SAMPLES["nothing-needs-you"])))
        page.goto(f"{address}/decided")
        page.clock.fast_forward("00:02")
        page.locator(".toast[data-htmx-powered]").wait_for()
        page.clock.fast_forward("00:04")
        page.get_by_text("Nothing needs you").wait_for()
        assert page.evaluate(_SIGNS_WITHOUT_A_PICTURE) == []


def test_what_answers_as_another_page_replaces_nothing(browser: Browser, address: str) -> None:
    with page_on(browser, LIGHT) as page:
        page.clock.install()
        page.goto(f"{address}/exports")
        page.route("**/c/northlight/jobs", lambda route: route.fulfill(status=401, body="<main>Sign in</main>"))
        page.clock.fast_forward("00:03")
        page.locator("#jobs[data-htmx-powered]").wait_for()
        with page.expect_response("**/c/northlight/jobs"):
            page.clock.fast_forward("00:03")
        page.clock.fast_forward("00:01")
        assert page.get_by_text("Being made").is_visible()


def _answered_later(page: Page, name: str, before: str, after: str) -> list[str | None]:
    """From now on the connection's page says another thing; how each request for it said who asked."""
    asked: list[str | None] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers.get("x-by-itself"))
        route.fulfill(body=render(*SAMPLES[name]).replace(before, after), content_type="text/html")

    page.route("**/c/northlight", answer)
    return asked
