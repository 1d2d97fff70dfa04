"""All calls together, and how a client is opened."""

from urllib.parse import urlsplit

import httpx

from infra.client.accounts import AccountCalls
from infra.client.connections import ConnectionCalls
from infra.client.dead_letters import DeadLetterCalls
from infra.client.deciding import DecidingCalls
from infra.client.people import PeopleCalls
from infra.client.plans import PlanCalls
from infra.client.rules import RuleCalls
from infra.client.standing import StandingCalls

ANSWER_WITHIN = 35.0
"""Seconds: a little more than API Gateway waits."""


class ConsoleClient(
    StandingCalls, ConnectionCalls, DecidingCalls, PlanCalls, RuleCalls, AccountCalls, PeopleCalls, DeadLetterCalls
):
    """Every operation that the console has for programs. All raise ProblemError."""


def opened(url: str, token: str) -> ConsoleClient:
    """The client of the console at `url`. Raises ValueError where the token would travel in the open."""
    parts = urlsplit(url)
    is_here = (parts.hostname or "") == "localhost" or (parts.hostname or "").endswith(".localhost")
    if parts.scheme != "https" and not (is_here or parts.hostname == "127.0.0.1"):
        raise ValueError(f"{url} does not begin with https://")
    headers = {"Authorization": f"Bearer {token}"}
    return ConsoleClient(http=httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=ANSWER_WITHIN))
