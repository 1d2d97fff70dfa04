"""How people reach a vendor: its JSON API with a token, and its own pages."""

from collections.abc import Mapping
from typing import Any

import httpx2

from infra.sandbox.kernel import exact_json

PEOPLES_PATHS = ("/crm/v3/", "/crm/v4/", "/account-info/v3/")
"""Where people call HubSpot's API. The product calls dated paths only."""

_JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class RefusedError(Exception):
    """The vendor did not let the person do it; the message is the vendor's own text."""


class Api:
    """A vendor's API, reached through `http` with a bearer token. Numbers with a fraction are Decimals both ways."""

    def __init__(self, http: httpx2.Client, token: str) -> None:
        self._http = http
        self._headers = {**_JSON, "Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: object = None) -> Any:
        """The answer to one request, None when it has no body. Raises RefusedError."""
        content = None if body is None else exact_json.dumps(body)
        answer = self._http.request(method, path, params=query, content=content, headers=self._headers)
        if not answer.is_success:
            error = RefusedError(answer.text)
            error.add_note(f"{method} {path} was answered {answer.status_code}")
            raise error
        return exact_json.loads(answer.content) if answer.content else None


class Pages:
    """What a vendor's own pages let a person do in one account: actions of the twin (`POST /_twin/actions/<action>`).

    `account` names it in the twin's words: `portal_id` or `realm_id`; nothing means the twin's first. To visit a page is not
    to call the API: it costs nothing and no fault strikes it.
    """

    def __init__(self, http: httpx2.Client, **account: object) -> None:
        self._http, self._account = http, account

    def act(self, action: str, **arguments: object) -> Any:
        """Do one thing; the answer. Raises RefusedError."""
        content = exact_json.dumps({**self._account, **arguments})
        answer = self._http.post(f"/_twin/actions/{action}", content=content, headers=_JSON)
        found = exact_json.loads(answer.content)
        if not answer.is_success:
            raise RefusedError(str(found["message"]))
        return found
