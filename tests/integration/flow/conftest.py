"""One bundle between both twins for all tests of this folder, with a connection that is live.

It ends with the last of them: as long as it lives it polls, at the cost of whatever else runs.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.demo.calm import wait_until_calm
from infra.demo.mailbox import Mailbox
from infra.local.live import LiveBundle, connect_as_operator
from infra.local.stack import LocalStack
from infra.sandbox.pair import TwinPair
from infra.sandbox.remote import Twin
from tests.integration.flow.books import Books
from tests.integration.flow.sales import Sales


@pytest.fixture(scope="session", autouse=True)
def insecure_transport() -> Iterator[None]:
    """QuickBooks' OAuth library must be told that plain HTTP is meant."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        yield


@pytest.fixture(scope="package")
def live() -> Iterator[LiveBundle]:
    """The bundle at work."""
    with LiveBundle(TwinPair()) as running:
        yield running


@pytest.fixture(scope="package")
def stack(live: LiveBundle) -> LocalStack:
    """Where it is deployed: nothing here deploys another one."""
    return live.stack


@pytest.fixture(scope="package")
def sales(live: LiveBundle) -> Iterator[Sales]:
    """Works in the connected portal."""
    with Twin(live.twins.hubspot_url) as twin:
        yield Sales(twin, str(live.description()["hubspot"]["portal_id"]))


@pytest.fixture(scope="package")
def books(live: LiveBundle) -> Iterator[Books]:
    """Works in the connected company."""
    with Twin(live.twins.quickbooks_url) as twin:
        yield Books(twin, live.description()["quickbooks"]["realm_id"])


@pytest.fixture
def connect(live: LiveBundle, sales: Sales, books: Books) -> Callable[[str], tuple[Sales, Books]]:
    """Connect a new, empty portal and company of this name."""

    def connected(name: str) -> tuple[Sales, Books]:
        portal = sales.twin.act("create_portal", name=name, seeded=False)
        company = books.twin.act("create_company", name=f"{name} LLC")
        connect_as_operator(live.stack, {"hubspot": portal, "quickbooks": company})
        return Sales(sales.twin, str(portal["portal_id"])), Books(books.twin, company["realm_id"])

    return connected


@pytest.fixture
def calm(live: LiveBundle, sales: Sales, books: Books) -> Callable[[], None]:
    """Wait until nothing is under way."""
    return lambda: wait_until_calm(live.stack, (sales.twin, books.twin), within=60)


@pytest.fixture
def unpolled(live: LiveBundle, calm: Callable[[], None]) -> Iterator[None]:
    """Until the end of the test nothing is polled but by the test itself: nothing else happens meanwhile."""
    scheduler = live.stack.clients.scheduler
    names = [one["Name"] for one in scheduler.list_schedules()["Schedules"] if "ScheduledPoller" in one["Name"]]
    schedules: list[Any] = [scheduler.get_schedule(Name=name) for name in names]
    polling = [
        {key: one[key] for key in ("Name", "ScheduleExpression", "FlexibleTimeWindow", "Target")} for one in schedules
    ]
    assert len(polling) == 2, "polls, and retries between them"
    for one in polling:
        scheduler.update_schedule(**one, State="DISABLED")
    live.stack.poll()  # one that was at work is done with when this one is
    calm()
    yield
    for one in polling:
        scheduler.update_schedule(**one, State="ENABLED")


def told_about(mailbox: Mailbox, *words: str) -> str:
    """The next report that has all these words in it; others, about other records, may come before."""

    def told() -> str:
        report = mailbox.take(within=2)
        return report if all(word in report for word in words) else ""

    return eventually(told)


def mentioned(mailbox: Mailbox, *words: str) -> bool:
    """Whether any of the reports that have come by now has one of these words in it."""
    reports = iter(lambda: mailbox.take(within=2), "")
    return any(word in report for report in reports for word in words)


def eventually[T](look: Callable[[], T], *, within: float = 60) -> T:
    """What `look` finds as soon as it is something; an assertion error after `within` seconds of nothing."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing after {within} seconds"
        time.sleep(0.2)
    return found
