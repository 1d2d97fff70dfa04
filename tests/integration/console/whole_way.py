"""A company that begins with Counterfoil: its two accounts, the people in them, and somebody at the console in Chromium."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx2
from playwright.sync_api import ConsoleMessage, Page

from infra.local.live import LiveBundle
from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Bookkeeper, Row, sold
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson

PATIENCE = 120.0
"""Seconds that anything may take on a busy machine."""


class Company:
    """An account at each vendor, with who sells and who keeps the books."""

    def __init__(self, live: LiveBundle, name: str) -> None:
        hubspot, quickbooks = (
            httpx2.Client(base_url=live.twins.hubspot_url),
            httpx2.Client(base_url=live.twins.quickbooks_url),
        )
        self.portal_id = str(Pages(hubspot).act("create_portal", name=name, seeded=False)["portal_id"])
        self.realm_id = str(Pages(quickbooks).act("create_company", name=f"{name} Co.")["realm_id"])
        self.portal = Portal.at(hubspot, self.portal_id)
        self.sales = Salesperson(self.portal, lambda: datetime.now(UTC))
        self.books = Bookkeeper(Pages(quickbooks, realm_id=self.realm_id))

    def sell(self, contact: str, price: str) -> str:
        """A finalised invoice of one line; its number."""
        invoice = self.sales.draft(contact, [{"name": "Pump", "quantity": "1", "price": price}], due_in=30)
        self.sales.finalise(invoice)
        return self.sales.number_of(invoice)

    def book(self, number: str) -> Row:
        """An invoice that the bookkeeper writes under a number of their own."""
        customer, item = (self.books.rows(entity)[0]["Id"] for entity in ("Customer", "Item"))
        return self.books.write_invoice(customer, sold(item, Decimal("5.00")), DocNumber=number)

    def booked(self, number: str) -> list[Decimal]:
        """The totals of the invoices in the books under a number."""
        return [Decimal(row["TotalAmt"]) for row in self.books.rows("Invoice") if row.get("DocNumber") == number]


class Person:
    """Somebody at the console; `heard` is whatever the browser complains of, and every host but the expected ones."""

    def __init__(self, page: Page, live: LiveBundle) -> None:
        self.page, self._live = page, live
        self.console = live.stack.console_base_url
        self.heard: list[str] = []
        ours = (self.console, live.twins.hubspot_url, live.twins.quickbooks_url, live.stack.aws.endpoint_url)
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on(
            "response", lambda answer: self.heard.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        )
        page.on("request", lambda sent: None if sent.url.startswith(ours) else self.heard.append(sent.url))

    def _listen(self, said: ConsoleMessage) -> None:
        """What is said of the console's own pages; the vendors' and the issuer's stand-ins have no icon."""
        where = said.location["url"]
        if said.type in {"error", "warning"} and where.startswith(self.console):
            self.heard.append(f"{said.text} {where}")

    def sign_in(self, who: str) -> None:
        """Through the issuer's own page."""
        credentials = self._live.stack.people[who]
        self.page.goto(self.console)
        self.page.get_by_role("link", name="Sign in").click()
        self.page.locator("input[name=username]").fill(credentials["email"])
        self.page.locator("input[name=password]").fill(credentials["password"])
        self.page.get_by_role("button").first.click()
        self.page.get_by_text("Sign out").wait_for()

    def connect(self, company: Company) -> str:
        """Both vendors' consent pages; the address of the connection's pages."""
        self.page.goto(f"{self.console}/connect")
        for vendor, account in (("HubSpot", company.portal_id), ("QuickBooks", company.realm_id)):
            self.page.get_by_role("link", name=f"Connect {vendor}").first.click()
            self.page.get_by_label("Account").select_option(account)
            self.page.get_by_role("button", name="Connect").click()
        self.page.get_by_text("Checks before you start").wait_for()
        return f"{self.console}/c/{company.portal_id}-{company.realm_id}"

    def press(self, name: str) -> None:
        """Click a button, and where it asks again, once more in its question."""
        self.page.get_by_role("button", name=name).first.click()
        dialog = self.page.get_by_role("dialog")
        if dialog.count() and dialog.first.is_visible():
            dialog.get_by_role("button", name=name.partition(" ")[0]).last.click()
        self.page.wait_for_load_state()

    def wait_for(self, address: str, *words: str) -> str:
        """Look at a page again until all these words are on it; its words."""
        words_there: str = until(lambda: self._words_at(address), lambda shown: all(one in shown for one in words))
        return words_there

    def _words_at(self, address: str) -> str:
        self.page.goto(address)
        return self.page.locator("#main").inner_text()


def until(look: Callable[[], Any], good: Callable[[Any], object]) -> Any:
    """Look until it is good. Raises AssertionError with what was seen last."""
    deadline = time.monotonic() + PATIENCE
    while not good(seen := look()):
        assert time.monotonic() < deadline, seen
        time.sleep(0.5)
    return seen
