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
            calls["metered"] += metered_reads(request) if system is System.QUICKBOOKS else 0

    house.before_call = count
    yield calls
    house.before_call = lambda *_: None


def vendor_calls(calls: Calls) -> int:
    """All calls, whoever was asked."""
    return sum(calls[system] for system in System)


def metered_reads(request: httpx2.Request) -> int:
    """How often it reads: https://developer.intuit.com/app/developer/qbo/docs/get-started/app-partner-program.

    Whether a batch with queries counts once or for each of them, nobody says: the dearer is assumed.
    """
    if "/company/" not in request.url.path:
        return 0
    asks = request.method == "GET" or request.url.path.endswith("/query")
    return 1 if asks else request.content.count(b'"Query"')
