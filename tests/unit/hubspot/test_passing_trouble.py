"""HubSpot fails once: whatever only reads is asked again on the spot, and nothing that writes is."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.hubspot.client import Association, HubSpotClient
from counterfoil.adapters.repeating import Pauses
from counterfoil.domain.errors import VendorError
from tests.unit.hubspot.support import http

ANSWER = {"status": "COMPLETE", "results": [], "total": 0, "portalId": 1, "timeZone": "UTC", "companyCurrency": "USD"}


class FailingOnce:
    """Answers the first request with 500, all others well."""

    def __init__(self) -> None:
        self.requests = 0
        self._answers: Iterator[httpx2.Response] = chain([httpx2.Response(500)], repeat(httpx2.Response(200, json=ANSWER)))
        self.client = HubSpotClient(http(self._answer, Pauses(broken=(0.1,))))

    def _answer(self, _: httpx2.Request) -> httpx2.Response:
        self.requests += 1
        return next(self._answers)


@pytest.mark.parametrize(
    "read",
    [
        lambda client: client.read("contacts", ["1"], ["email"]),
        lambda client: client.search("contacts", [], ["email"]),
        lambda client: client.associations("invoices", "contacts", ["1"]),
        lambda client: client.properties("invoices"),
    ],
    ids=["batch read", "search", "associations", "properties"],
)
def test_reads_are_repeated(read: Callable[[HubSpotClient], Any]) -> None:
    hubspot = FailingOnce()
    read(hubspot.client)
    assert hubspot.requests == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda client: client.batch("contacts", "create", [{}]),
        lambda client: client.batch("contacts", "update", [{}]),
        lambda client: client.associate("invoices", "contacts", [Association("1", "2", 3)]),
        lambda client: client.create_property("invoices", {}),
    ],
    ids=["create", "update", "associate", "create property"],
)
def test_writes_are_not(write: Callable[[HubSpotClient], Any]) -> None:
    hubspot = FailingOnce()
    with pytest.raises(VendorError):
        write(hubspot.client)
    assert hubspot.requests == 1
