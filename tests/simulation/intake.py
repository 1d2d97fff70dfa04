"""The public address: what arrives there invokes webhook_intake, as API Gateway does."""

from collections.abc import Callable
from typing import Any

import httpx2

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.entrypoints.webhooks import receive
from tests.simulation.invocation import Context

Invoke = Callable[[str, Callable[[Bundle, Context], None]], None]
"""Runs the function for a path, from its beginning to its end."""


class Intake(httpx2.BaseTransport):
    """Delivers webhooks; an answer that no vendor should ever get is one of the `defects`."""

    def __init__(self, invoke: Invoke, defects: list[str]) -> None:
        self._invoke, self._defects = invoke, defects

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The function's answer; 500 when it died or failed."""
        event = {
            "rawPath": request.url.path,
            "rawQueryString": "",
            "headers": dict(request.headers),
            "requestContext": {"http": {"method": request.method}, "domainName": request.url.host},
            "body": request.content.decode(),
        }
        answers: list[dict[str, Any]] = []
        self._invoke(request.url.path, lambda here, _context: answers.append(receive(event, here)))
        status = answers[0]["statusCode"] if answers else 500
        if status not in {200, 500}:
            self._defects.append(f"intake answered {answers}")
        return httpx2.Response(status)
