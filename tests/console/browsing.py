"""A real browser, as Debian ships it: nothing is downloaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
MISSING = f"{CHROMIUM} is missing: install it with `apt-get install -y --no-install-recommends chromium`"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Screen:
    """How somebody looks at a page."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


SCREENS = (
    Screen("light", 1280, 900, "light"),
    Screen("dark", 1280, 900, "dark"),
    Screen("phone", 390, 844, "light"),
    Screen("phone-dark", 390, 844, "dark"),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for as long as the context lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_on(browser: Browser, screen: Screen, *, scripts: bool = True) -> Iterator[Page]:
    """An empty page on such a screen."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height}, color_scheme=screen.scheme, java_script_enabled=scripts
    )
    try:
        yield context.new_page()
    finally:
        context.close()
