"""Act out a year of a small company through both vendors' APIs on the local stack, and close the books.

Ends with 0 when every step came to be as it says, and both ledgers and Counterfoil are as the story's own books say in the
end; otherwise with 1 and what differs. Leaves nothing running.
"""

import argparse
import sys
import time

from rich.console import Console

from infra.demo.calm import RestlessError
from infra.demo.tables import console
from infra.local.interruption import unwind_when_told
from infra.local.live import LiveBundle
from infra.sandbox.pair import TwinPair
from tests.story.audit import Audit, Ledgers
from tests.story.calls import calls_for_much_work
from tests.story.chapters import CHAPTERS
from tests.story.play import nobody, opened, play
from tests.story.story import NotSoError, Story
from tests.story.tables import reconciliation, steps_by_month, verdict


def main() -> int:
    """Tell the story once."""
    given, began, screen = _arguments(), time.monotonic(), console()
    unwind_when_told()

    def say(text: str) -> None:
        screen.print(f"{time.monotonic() - began:6.1f} s  {text}", soft_wrap=True, markup=False)

    try:
        with LiveBundle(TwinPair(seeded=False), connect=nobody, progress=say) as live, opened(live, say) as story:
            play(story, given.months)
            found = _reconcile(story, screen, began)
    except (NotSoError, RestlessError) as error:
        screen.print(str(error), style="red", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        say("Interrupted; everything was ended")
        return 130
    if given.figures:
        screen.print(calls_for_much_work(say))
    return 1 if found else 0


def _reconcile(story: Story, screen: Console, began: float) -> list[str]:
    """Show the year and what everybody owes; whatever differs."""
    screen.print(steps_by_month(story.steps))
    found = []
    for office in (story.office, *story.further):
        ledgers = Ledgers(office.firm)
        screen.print(reconciliation(office.name, office.firm.books, ledgers))
        found += Audit(office.firm, ledgers, story.told).differences()
    books = [office.firm.books for office in (story.office, *story.further)]
    screen.print(verdict(found, story.steps, books, time.monotonic() - began))
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="story", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--months", nargs="+", default=[], choices=[*CHAPTERS], metavar="MONTH", help="only January and these"
    )
    parser.add_argument("--figures", action="store_true", help="count the vendor calls of a thousand records as well")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
