"""What axe finds on each page, in Chromium."""

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe

from tests.console.browsing import SCREENS, chromium, page_on
from tests.console.gallery import serving

SERIOUS = {"serious", "critical"}


def serious_findings(pages: Mapping[str, str]) -> Mapping[str, int]:
    """How many there are on each page, by its path: HTML that was answered, with the files that it loads."""
    names = {f"page-{number}": path for number, path in enumerate(pages)}
    found: dict[str, int] = {}
    served = {name: pages[path] for name, path in names.items()}
    with serving(served) as address, chromium() as browser, page_on(browser, SCREENS[0]) as page:
        for name, path in names.items():
            page.goto(f"{address}/{name}")
            violations = Axe().run(page).response["violations"]
            found[path] = sum(one["impact"] in SERIOUS for one in violations)
    return found
