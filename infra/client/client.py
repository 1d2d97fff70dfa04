"""All calls together, and how a client is opened."""

from urllib.parse import urlsplit

import httpx2

from infra.client.accounts import AccountCalls
from infra.client.connections import ConnectionCalls
from infra.client.dead_letters import DeadLetterCalls
from infra.client.deciding import DecidingCalls
from infra.client.documents import DocumentCalls
from infra.client.notices import NoticeCalls
from infra.client.people import PeopleCalls
from infra.client.plans import PlanCalls
from infra.client.rules import RuleCalls
from infra.client.standing import StandingCalls

ANSWER_WITHIN = 35.0
"""Seconds: a little more than API Gateway waits."""


class ConsoleClient(
    StandingCalls,
    DocumentCalls,
    ConnectionCalls,
    DecidingCalls,
    PlanCalls,
    RuleCalls,
    AccountCalls,
    PeopleCalls,
    DeadLetterCalls,
    NoticeCalls,
):
    """Every operation that the console has for programs. All raise ProblemError."""


def opened(url: str, token: str) -> ConsoleClient:
    """The client of the console at `url`. Raises ValueError where the token would travel in the open."""
    address, host = httpx2.URL(url.rstrip("/")), urlsplit(url).hostname or ""
    is_here = host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")
    if address.scheme != "https" and not (is_here and address.scheme == "http"):
        raise ValueError(f"{url} does not begin with https://")
    headers = {"Authorization": f"Bearer {token}"}
    if host.endswith(".localhost"):  # this machine, as browsers know by themselves and Python does not
        headers["Host"] = address.netloc.decode()
        address = address.copy_with(host="127.0.0.1")
    return ConsoleClient(http=httpx2.Client(base_url=address, headers=headers, timeout=ANSWER_WITHIN))
