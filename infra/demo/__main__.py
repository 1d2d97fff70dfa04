"""`uv run poe demo`: watch invoices and payments flow both ways, then compare both ledgers to the cent.

Ends with 0 when everything arrived in time and both ledgers are the same, otherwise with 1. Leaves nothing running.
"""

import sys
import time
from contextlib import ExitStack
from functools import partial

from rich.console import Console

from infra.demo.calm import RestlessError
from infra.demo.cast import Cast
from infra.demo.ledgers import differences
from infra.demo.scenario import play
from infra.demo.stage import Stage, TooLateError
from infra.demo.tables import console, summary, verdict
from infra.local.interruption import unwind_when_told
from infra.local.live import LiveBundle, connect_as_operator
from infra.sandbox.pair import TwinPair

FUNCTIONS = (
    *("WebhookIntake", "ScheduledPoller", "ConnectionPoller", "CustomerSync", "ProductSync", "InvoiceSync", "PaymentSync"),
    *("Reconciler", "Planner", "ErrorReporter"),
)


def main() -> int:
    """Play the demo once."""
    started = time.monotonic()
    screen = console()
    unwind_when_told()

    def say(text: str) -> None:
        screen.print(f"{time.monotonic() - started:6.1f} s  {text}", soft_wrap=True, markup=False)

    try:
        with ExitStack() as running:
            connect = partial(connect_as_operator, and_start=False, invoices="both")
            live = running.enter_context(LiveBundle(TwinPair(), connect=connect, progress=say))
            say("Live: the portal and the company are connected")
            return _perform(Cast(Stage.between(live, say, running)), screen, started)
    except KeyboardInterrupt:
        say("Interrupted; everything was ended")
        return 130


def _perform(cast: Cast, screen: Console, started: float) -> int:
    try:
        play(cast)
    except (TooLateError, RestlessError) as error:
        screen.print(str(error), style="red", markup=False)
        _show_errors(cast, screen)
        return 1
    hubspot, quickbooks = cast.ledgers()
    found = differences(hubspot, quickbooks)
    screen.print(summary(cast, hubspot))
    screen.print(verdict(found, hubspot, time.monotonic() - started))
    return 1 if found else 0


def _show_errors(cast: Cast, screen: Console) -> None:
    """What the functions logged as errors."""
    for name in FUNCTIONS:
        for line in cast.stage.stack.logs(name):
            if '"level":"ERROR"' in line:
                screen.print(f"{name}: {line}", soft_wrap=True, markup=False)


if __name__ == "__main__":
    sys.exit(main())
