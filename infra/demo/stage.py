"""Where the demo plays: both vendors as people use them, the twins' control routes, and the deployed bundle between them."""

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from infra.demo.calm import wait_until_calm
from infra.demo.mailbox import Mailbox
from infra.local.live import LiveBundle
from infra.local.stack import LocalStack
from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Bookkeeper
from infra.sandbox.people.portal import Portal
from infra.sandbox.remote import Calls, Twin

LOOK_EVERY = 0.4
"""Seconds between two looks at what has arrived."""
type Say = Callable[[str], None]
Counted = tuple[Calls, Calls]
"""Calls to HubSpot and to QuickBooks."""


class TooLateError(RuntimeError):
    """Something did not arrive in time; the message names it."""


@dataclass(slots=True)
class Stage:
    """All that an act of the demo needs. `say` tells the audience what happens."""

    portal: Portal
    bookkeeper: Bookkeeper
    hubspot_twin: Twin
    quickbooks_twin: Twin
    stack: LocalStack
    webhook: str
    portal_id: str
    realm_id: str
    say: Say
    mailbox: Mailbox
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def between(cls, live: LiveBundle, say: Say, closing: ExitStack) -> Self:
        """The stage that a live bundle makes; `closing` ends its connections."""
        told = live.description()
        hubspot, quickbooks = told["hubspot"], told["quickbooks"]
        twins = [closing.enter_context(Twin(one["base_url"])) for one in (hubspot, quickbooks)]
        return cls(
            portal=Portal.at(twins[0].http, hubspot["portal_id"]),
            bookkeeper=Bookkeeper(Pages(twins[1].http, realm_id=quickbooks["realm_id"])),
            hubspot_twin=twins[0],
            quickbooks_twin=twins[1],
            stack=live.stack,
            webhook=told["api"]["hubspot_webhook"],
            portal_id=str(hubspot["portal_id"]),
            realm_id=quickbooks["realm_id"],
            say=say,
            mailbox=Mailbox(live.stack),
        )

    @property
    def connection_id(self) -> str:
        """The connection between the portal and the company."""
        return f"{self.portal_id}-{self.realm_id}"

    def writes(self) -> int:
        """How often the product has called either vendor to write something so far."""
        return self.hubspot_twin.writes() + self.quickbooks_twin.writes()

    def calls(self) -> Counted:
        """What the product has asked of both vendors so far."""
        return self.hubspot_twin.calls(), self.quickbooks_twin.calls()

    def wait(self, since: Mapping[str, float], look: Callable[[], Collection[str]], within: float = 30) -> dict[str, float]:
        """Seconds from each moment in `since` until `look` first names it. Raises TooLateError for what it never names."""
        seconds: dict[str, float] = {}
        deadline = time.monotonic() + within
        while missing := sorted(since.keys() - seconds.keys()):
            if time.monotonic() > deadline:
                raise TooLateError(f"After {within:.0f} seconds still missing: {', '.join(missing)}")
            seen = look()
            now = time.monotonic()
            for name in missing:
                if name in seen:
                    seconds[name] = now - since[name]
                    self.say(f"  {name}: arrived after {seconds[name]:.1f} s")
            time.sleep(LOOK_EVERY)
        return seconds

    def calm(self, within: float = 30) -> None:
        """Wait until nothing is under way. Raises RestlessError after so many seconds."""
        wait_until_calm(self.stack, (self.hubspot_twin, self.quickbooks_twin), within)
