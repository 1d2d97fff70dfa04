"""QuickBooks answered by a function of the test's own, through httpx2's transport."""

import json
import time
from collections.abc import Callable
from typing import Any

import httpx2

from counterfoil.adapters.access import AccessTokens, RequestBudget
from counterfoil.adapters.http import Translate, VendorHttp
from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.errors import REQUEST_ID_HEADER, translate
from counterfoil.adapters.repeating import AT_ONCE, Pauses

Answering = Callable[[httpx2.Request], httpx2.Response]
TIMES = {"CreateTime": "2026-03-01T02:00:00-08:00", "LastUpdatedTime": "2026-03-02T03:00:00-08:00"}


class _Token(AccessTokens):
    def current(self) -> str:
        return "token"

    def rejected(self, token: str) -> None:
        pass


class _Budget(RequestBudget):
    def take(self, resource: str, count: int = 1) -> None:
        pass


class Answers:
    """Answers each request with `answer` and remembers what it was asked."""

    def __init__(self, answer: Answering) -> None:
        self.requests: list[httpx2.Request] = []
        self._answer = answer

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return self._answer(request)

    def bodies(self) -> list[Any]:
        """What was asked, as JSON."""
        return [json.loads(request.content) for request in self.requests]


def http(
    answer: Answering,
    pauses: Pauses = AT_ONCE,
    elapsed: Callable[[], float] = time.monotonic,
    budget: RequestBudget | None = None,
    translated: Translate = translate,
) -> VendorHttp:
    """A way to call the QuickBooks that `answer` is."""
    return VendorHttp(
        client=httpx2.Client(transport=httpx2.MockTransport(answer)),
        base_url="https://quickbooks.api.test",
        tokens=_Token(),
        budget=budget or _Budget(),
        translate=translated,
        request_id_header=REQUEST_ID_HEADER,
        pauses=pauses,
        sleep=lambda _: None,
        elapsed=elapsed,
    )


def client(answer: Answering) -> QuickBooksClient:
    """The endpoints of a company of the QuickBooks that `answer` is."""
    return QuickBooksClient(http(answer), "9130")


def row(**members: Any) -> dict[str, Any]:
    """An object as QuickBooks sends it."""
    return {"Id": "7", "SyncToken": "3", "MetaData": TIMES, "domain": "QBO", "sparse": False, **members}
