"""What a person does at the vendors' consent pages."""

from counterfoil.domain.identity import System
from counterfoil.engine.ports import GivenConsent
from tests.unit.console.house import Answered, Browser, asked

ACCOUNTS = {"hubspot": "62515", "quickbooks": "9130"}
ID = "62515-9130"


def come_back(browser: Browser, started: Answered, vendor: str, account: str = "") -> Answered:
    """From a vendor's consent page, with a new code."""
    account = account or ACCOUNTS[vendor]
    system, code = System(vendor), f"code-{vendor}-{len(browser.house.audit.entries)}"
    said = account if system is System.HUBSPOT else ""
    browser.house.vendors.codes[code] = system, GivenConsent(said, f"refresh-{vendor}")
    realm = f"&realmId={account}" if system is System.QUICKBOOKS else ""
    return browser.get(f"/oauth/{vendor}/callback?code={code}&state={asked(started)['state']}{realm}")


def allow(browser: Browser, vendor: str, connection: str = "", account: str = "") -> Answered:
    """All of it."""
    return come_back(browser, browser.get(f"/oauth/{vendor}/start?connection={connection}"), vendor, account)
