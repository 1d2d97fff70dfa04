"""One bundle between both twins for all tests of a run, with a connection that is live."""

import time
from collections.abc import Callable, Iterator

import pytest

from infra.demo.calm import wait_until_calm
from infra.local.live import LiveBundle, connect_as_operator
from infra.sandbox.pair import TwinPair
from tests.integration.flow.books import Books
from tests.integration.flow.sales import Sales


@pytest.fixture(scope="session", autouse=True)
def insecure_transport() -> Iterator[None]:
    """QuickBooks' OAuth library must be told that plain HTTP is meant."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        yield


@pytest.fixture(scope="session")
def live() -> Iterator[LiveBundle]:
    """The bundle at work."""
    with LiveBundle(TwinPair()) as running:
        yield running


@pytest.fixture(scope="session")
def sales(live: LiveBundle) -> Sales:
    """Works in the connected portal."""
    return Sales(live.twins.hubspot_url, str(live.description()["hubspot"]["portal_id"]))


@pytest.fixture(scope="session")
def books(live: LiveBundle) -> Books:
    """Works in the connected company."""
    return Books(live.twins.quickbooks_url, live.description()["quickbooks"]["realm_id"])


@pytest.fixture
def connect(live: LiveBundle, sales: Sales, books: Books) -> Callable[[str], tuple[Sales, Books]]:
    """Connect a new, empty portal and company of this name."""

    def connected(name: str) -> tuple[Sales, Books]:
        portal = sales.twin.act("create_portal", name=name, seeded=False)
        company = books.twin.act("create_company", name=f"{name} LLC")
        connect_as_operator(live.stack, {"hubspot": portal, "quickbooks": company})
        urls = live.twins.hubspot_url, live.twins.quickbooks_url
        return Sales(urls[0], str(portal["portal_id"])), Books(urls[1], company["realm_id"])

    return connected


@pytest.fixture
def calm(live: LiveBundle, sales: Sales, books: Books) -> Callable[[], None]:
    """Wait until nothing is under way."""
    return lambda: wait_until_calm(live.stack, (sales.twin, books.twin))


def eventually[T](look: Callable[[], T], *, within: float = 25) -> T:
    """What `look` finds as soon as it is something; an assertion error after `within` seconds of nothing."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing after {within} seconds"
        time.sleep(0.2)
    return found
