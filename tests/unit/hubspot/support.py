"""HubSpot answered by a function of the test's own, through httpx2's transport."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx2

from counterfoil.adapters.access import AccessTokens, RequestBudget
from counterfoil.adapters.calling import Calling, in_turn
from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.errors import REQUEST_ID_HEADER, translate
from counterfoil.adapters.repeating import AT_ONCE, Pauses

NOT_SINGLY = httpx2.Response(400, json={"category": "VALIDATION_ERROR", "message": "cannot be read"})
"""The answer to a question for one record that makes it be read in bulk."""

Answering = Callable[[httpx2.Request], httpx2.Response]


class _Token(AccessTokens):
    def current(self) -> str:
        return "token"

    def rejected(self, token: str) -> None:
        pass


class _Budget(RequestBudget):
    def take(self, resource: str, count: int = 1) -> None:
        pass


def http(answer: Answering, pauses: Pauses = AT_ONCE, calling: Calling = in_turn) -> VendorHttp:
    """A way to call the HubSpot that `answer` is."""
    return VendorHttp(
        client=httpx2.Client(transport=httpx2.MockTransport(answer)),
        base_url="https://api.hubapi.test",
        tokens=_Token(),
        budget=_Budget(),
        translate=translate,
        request_id_header=REQUEST_ID_HEADER,
        pauses=pauses,
        sleep=lambda _: None,
        calling=calling,
    )


def wire(record_id: str = "1", properties: Mapping[str, Any] | None = None, **members: Any) -> CrmObject:
    """A record as HubSpot sends it."""
    times = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-02T11:00:00.123Z"}
    return CrmObject.model_validate({"id": record_id, "properties": properties or {}, **times, **members})
