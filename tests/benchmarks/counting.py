"""What is counted of calls to both vendors."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from counterfoil.domain.identity import System
from tests.simulation.house import House

Calls = Counter[str]
"""Calls by vendor; of those to QuickBooks, also those that are metered."""


@contextmanager
def counted(house: House) -> Iterator[Calls]:
    """Counts what the functions ask of vendors meanwhile."""
    calls: Calls = Counter()

    def count(system: System, _account: str, request: httpx2.Request) -> None:
        if house.current is not None:
            calls[system] += 1
            calls["metered"] += system is System.QUICKBOOKS and is_metered(request)

    house.before_call = count
    yield calls
    house.before_call = lambda *_: None


def vendor_calls(calls: Calls) -> int:
    """All calls, whoever was asked."""
    return sum(calls[system] for system in System)


def is_metered(request: httpx2.Request) -> bool:
    """Whether it reads: https://developer.intuit.com/app/developer/qbo/docs/get-started/app-partner-program."""
    asks = request.method == "GET" or request.url.path.endswith("/query") or b'"Query"' in request.content
    return asks and "/company/" in request.url.path
