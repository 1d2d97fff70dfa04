"""Takes pictures of every page with made-up figures: `poe gallery FOLDER [NAME ...]`, outside the repository."""

import sys
from pathlib import Path

from counterfoil_console.rendering import render
from tests.console.browsing import CHROMIUM, MISSING, SCREENS, chromium, page_on
from tests.console.gallery import serving
from tests.console.samples.every import SAMPLES


def main(arguments: list[str]) -> int:
    """Write the pages and their pictures."""
    if not arguments or arguments[0].startswith("-") or not CHROMIUM.exists():
        print(__doc__ if CHROMIUM.exists() else MISSING)
        return 2
    folder, names = Path(arguments[0]), arguments[1:] or list(SAMPLES)
    folder.mkdir(parents=True, exist_ok=True)
    pages = {name: render(*SAMPLES[name]) for name in SAMPLES}
    with serving(pages) as address, chromium() as browser:
        for screen in SCREENS:
            with page_on(browser, screen) as page:
                for name in names:
                    page.goto(f"{address}/{name}")
                    page.screenshot(path=folder / f"{name}-{screen.name}.png", full_page=True)
    print(f"{len(names) * len(SCREENS)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
