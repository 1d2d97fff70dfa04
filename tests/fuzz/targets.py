"""What is attacked: the function in this process, or a running stack over HTTP."""

from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx2

from tests.fuzz.requests import Hostile
from tests.unit.entrypoints.gateway import Gateway, request

Target = Callable[[Hostile], int]
"""Sends one request; the status of the answer, 500 for an error that nobody caught."""


def in_process(gateway: Gateway, errors: Counter[str]) -> Target:
    """The real function on fakes. `errors` counts what it raised, which Lambda makes a 500 of."""

    def send(hostile: Hostile) -> int:
        event = request(hostile.path, hostile.body, hostile.headers, query=hostile.query)
        try:
            return gateway.deliver(event)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            errors[f"{hostile.kind}: {error!r}"[:300]] += 1
            return 500

    return send


def over_http(base_url: str) -> Target:
    """A running stack on this machine. Raises ValueError for any other address: this is not for other people's doors."""
    if urlsplit(base_url).hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ValueError(f"{base_url} is not on this machine")
    client = httpx2.Client(base_url=base_url, timeout=60, limits=httpx2.Limits(max_keepalive_connections=0))

    def send(hostile: Hostile) -> int:
        headers = [(name.encode(), value.encode()) for name, value in hostile.headers.items() if _travels(name, value)]
        query = f"?{httpx2.QueryParams({'q': hostile.query})}" if hostile.query else ""
        return client.post(hostile.path + query, content=hostile.body, headers=headers).status_code

    return send


def _travels(name: str, value: str) -> bool:
    """Whether a client may send this header at all."""
    return name.replace("-", "").isalnum() and name.isascii() and value.isprintable() and value == value.strip()
