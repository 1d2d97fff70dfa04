"""The acts in which something goes wrong: a forged webhook, a lost one, and a number that is not free."""

import time

from infra.demo.cast import Cast
from infra.demo.forgery import send_forged_webhook
from infra.demo.shapes import BROKEN, LOST
from infra.demo.stage import TooLateError


def forge(cast: Cast) -> None:
    """It must be refused. Raises RuntimeError when it is not."""
    answer = send_forged_webhook(cast.stage.webhook, cast.stage.portal_id)
    cast.seen.forged = f"{answer.status_code}: {answer.text}"
    cast.stage.say(f"  answered {cast.seen.forged}")
    if answer.status_code != 401:
        raise RuntimeError(f"a forged webhook was answered {cast.seen.forged}")


def lose(cast: Cast) -> None:
    """Every delivery about one finalised invoice is lost; the next poll must find it."""
    draft, twin = cast.drafts[LOST], cast.stage.hubspot_twin
    cast.stage.calm()
    twin.act("webhooks", drop=1_000)
    cast.sales.finalise(draft)
    while not twin.webhooks()["dropped"]:
        time.sleep(0.1)
    time.sleep(1)  # until the last delivery about it is lost too
    twin.act("webhooks")
    cast.stage.say(f"  {draft.number} finalised, its webhook lost; the poller asks HubSpot what it missed")
    cast.stage.stack.poll()
    seconds = cast.stage.wait({draft.number: draft.finalised_at}, cast.books.invoices)
    cast.seen.seconds |= seconds
    cast.seen.rescue = f"{draft.number} was found by the poll, {seconds[draft.number]:.1f} s after it was finalised"


def collide(cast: Cast) -> None:
    """A bookkeeper takes an invoice's number before the invoice arrives; a person must be told once."""
    draft, twin = cast.drafts[BROKEN], cast.stage.hubspot_twin
    twin.act("webhooks", paused=True)
    cast.sales.finalise(draft)
    cast.intruder_id = cast.books.write_invoice(draft.number)
    cast.stage.say(f"  {draft.number} finalised; a bookkeeper has just used that number in QuickBooks")
    twin.act("webhooks")
    failing = f"Invoice {draft.number} shown as needing somebody in HubSpot"
    cast.seen.seconds |= cast.stage.wait(
        {failing: time.monotonic()}, lambda: [failing] * (cast.told(BROKEN, "counterfoil_sync_status") == "failing")
    )
    cast.seen.failure = cast.told(BROKEN, "counterfoil_error")
    cast.seen.report = _report_about(cast, draft.number)
    cast.stage.say("  and somebody was told")


def _report_about(cast: Cast, number: str) -> str:
    """The next report that names an invoice; others may come before. Raises TooLateError when there is none."""
    while report := cast.stage.mailbox.take(within=30):
        if number in report:
            return report
    raise TooLateError(f"Nobody was told of {number}")
