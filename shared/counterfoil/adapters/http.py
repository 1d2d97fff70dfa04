"""One way to call a vendor: a budget, a bearer token, exact JSON, one table from trouble to failure.

Both vendors' clients are thin layers over `VendorHttp`; neither knows the other.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import simplejson

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError


class AccessTokens(Protocol):
    """The bearer token of one connection at one vendor; refreshes itself."""

    def current(self) -> str:
        """A token that is valid for at least the next minute. Raises VendorError (category E12 when the grant is dead)."""
        ...

    def rejected(self, token: str) -> None:
        """The vendor refused `token` although it looked valid: do not hand it out again."""
        ...


class RequestBudget(Protocol):
    """The shared allowance of one connection at one vendor."""

    def take(self, resource: str, count: int = 1) -> None:
        """Wait for and use up `count` of `resource` ("request", "search", "batch"). Raises VendorError (E16) when it would
        take too long."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A vendor's answer: its status, its body as exact JSON (None when it is none), its own id of the request."""

    status: int
    body: Any
    request_id: str
    headers: Mapping[str, str]


Translate = Callable[[Answer], Failure | None]
"""The vendor's table: the failure that an answer means, or None for success."""


class VendorHttp:
    """Calls one vendor for one connection.

    Retries only what certainly did not happen: once with a renewed token after a 401, and after each of `pauses` (seconds)
    while the vendor answers 429. Others share its allowance, and a limit per second is over in a moment. A second token
    that is refused as well only means to try later: whether the permission has ended, the token endpoint alone can say.
    """

    def __init__(
        self,
        *,
        client: httpx.Client,
        base_url: str,
        tokens: AccessTokens,
        budget: RequestBudget,
        translate: Translate,
        request_id_header: str,
        pauses: Sequence[float] = (),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pauses, self._sleep = pauses, sleep
        self._client, self._base_url = client, base_url.rstrip("/")
        self._tokens, self._budget, self._translate = tokens, budget, translate
        self._request_id_header = request_id_header

    def call(
        self,
        method: str,
        path: str,
        *,
        resource: str = "request",
        query: Mapping[str, str] | None = None,
        body: object = None,
        text: str | None = None,
    ) -> Answer:
        """The vendor's successful answer. `body` is sent as JSON, `text` as application/text.

        Raises VendorError: the failure that the vendor's table gives, or one with the cure LOOKING when no answer came
        (a read may then simply be repeated), or the token's or budget's own.
        """
        request = method, path, query, body, text
        self._budget.take(resource)
        answer = self._send_renewing(*request)
        for pause in self._pauses:
            if answer.status != httpx.codes.TOO_MANY_REQUESTS:
                break
            self._sleep(pause)
            self._budget.take(resource)
            answer = self._send_renewing(*request)
        if failure := self._translate(answer):
            raise VendorError(failure)
        return answer

    def _send_renewing(
        self, method: str, path: str, query: Mapping[str, str] | None, body: object, text: str | None
    ) -> Answer:
        answer, token = self._send(method, path, query, body, text)
        if answer.status != httpx.codes.UNAUTHORIZED:
            return answer
        self._tokens.rejected(token)
        answer, renewed = self._send(method, path, query, body, text)
        if answer.status == httpx.codes.UNAUTHORIZED and renewed != token:
            self._tokens.rejected(renewed)
            raise VendorError(_tokens_refused(answer))
        return answer

    def _send(
        self, method: str, path: str, query: Mapping[str, str] | None, body: object, text: str | None
    ) -> tuple[Answer, str]:
        token = self._tokens.current()
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        content: bytes | None = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = simplejson.dumps(body, use_decimal=True, separators=(",", ":")).encode()
        elif text is not None:
            headers["Content-Type"] = "application/text"
            content = text.encode()
        try:
            response = self._client.request(
                method, f"{self._base_url}{path}", params=query, content=content, headers=headers
            )
        except httpx.TransportError as error:
            raise VendorError(_no_answer(error)) from error
        return self._answer(response), token

    def _answer(self, response: httpx.Response) -> Answer:
        try:
            body = simplejson.loads(response.content, use_decimal=True) if response.content else None
        except ValueError:
            body = None
        return Answer(response.status_code, body, response.headers.get(self._request_id_header, ""), dict(response.headers))


def _tokens_refused(answer: Answer) -> Failure:
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text="two access tokens in turn were refused",
        code=str(answer.status),
        request_id=answer.request_id,
    )


def _no_answer(error: httpx.TransportError) -> Failure:
    """No answer. Only a connection that was never made proves that nothing happened."""
    never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING if never_sent else Cure.LOOKING,
        text=f"no answer: {type(error).__name__}",
    )
