"""One way to call a vendor: a budget, a bearer token, exact JSON, one table from trouble to failure.

Both vendors' clients are thin layers over `VendorHttp`; neither knows the other.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from random import SystemRandom
from typing import Any

import httpx2
import simplejson

from counterfoil.adapters.access import AccessTokens, RequestBudget
from counterfoil.adapters.calling import Calling, in_turn
from counterfoil.adapters.repeating import AT_ONCE, Pauses, Repetition
from counterfoil.adapters.unanswered import no_document, tokens_refused, unanswered
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A vendor's answer: its status, its body as exact JSON (None when it is none), its own id of the request.

    `stream` is a document that was asked for and has not been read yet.
    """

    status: int
    body: Any
    request_id: str
    headers: Mapping[str, str]
    stream: httpx2.Response | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that was made, and what came of it: the answer's status is 0 where there was none."""

    method: str
    path: str
    content: object
    status: int
    milliseconds: int
    request_id: str


OnCall = Callable[[Sent], None]
"""Told of every request."""


Translate = Callable[[Answer], Failure | None]
"""The vendor's table: the failure that an answer means, or None for success."""


_JSON = "application/json"
_PIECE = 64 * 1024
"""Bytes of a document that are held at once."""

by_chance = SystemRandom().random
"""A number between 0 and 1 that nobody can foresee."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked. One that only `reads` may be repeated whatever became of it; anything but JSON comes as a stream."""

    method: str
    path: str
    query: Mapping[str, str] | None
    body: object
    text: str | None
    reads: bool
    accept: str = _JSON


class VendorHttp:
    """Calls one vendor for one connection, and repeats on the spot what is safe to repeat and may soon succeed.

    That is: once with a renewed token after a 401; what the vendor answers with 429, since others share its allowance and
    a limit per second is over in a moment; what was never sent; and reads that were not answered, or not readably. A
    write that may have happened is never repeated here. A second token that is refused as well only means to try later:
    whether the permission has ended, the token endpoint alone can say. `elapsed` is the clock, in seconds, of how long
    calls take; `each` makes several calls of which none needs another's answer.
    """

    def __init__(
        self,
        *,
        client: httpx2.Client,
        base_url: str,
        tokens: AccessTokens,
        budget: RequestBudget,
        translate: Translate,
        request_id_header: str,
        pauses: Pauses = AT_ONCE,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = by_chance,
        elapsed: Callable[[], float] = time.monotonic,
        calling: Calling = in_turn,
    ) -> None:
        self._pauses, self._sleep, self._chance = pauses, sleep, chance
        self.elapsed, self.each = elapsed, calling
        self._client, self._base_url = client, base_url.rstrip("/")
        self._tokens, self._budget, self._translate = tokens, budget, translate
        self._request_id_header = request_id_header
        self.on_call: OnCall = lambda _: None

    def call(
        self,
        method: str,
        path: str,
        *,
        reads: bool = False,
        resource: str = "request",
        query: Mapping[str, str] | None = None,
        body: object = None,
        text: str | None = None,
    ) -> Answer:
        """The vendor's successful answer. `body` is sent as JSON, `text` as application/text.

        `reads` says of a POST that it changes nothing; a GET never does. Raises VendorError: the failure that the vendor's
        table gives, or one with the cure LOOKING when no answer came, or the token's or budget's own.
        """
        return self._answered(_Request(method, path, query, body, text, reads or method == "GET"), resource)

    def is_short(self, resource: str) -> bool:
        """See `RequestBudget.is_short`."""
        return self._budget.is_short(resource)

    @contextmanager
    def document(self, path: str, *, accept: str, query: Mapping[str, str] | None = None) -> Iterator[Iterator[bytes]]:
        """A document of the type `accept`, in pieces as they come, never all of it at once.

        Raises VendorError as `call` does, or while it is read, also when the answer is something else.
        """
        answer = self._answered(_Request("GET", path, query, None, None, reads=True, accept=accept), "request")
        if answer.stream is None:
            raise VendorError(no_document(answer.status, answer.request_id))
        with closing(answer.stream):
            yield _pieces(answer.stream)

    def _answered(self, request: _Request, resource: str) -> Answer:
        repetition = Repetition(self._pauses, self._chance, self.elapsed)
        while True:
            self._budget.take(resource)
            answer, failure = self._try(request)
            pause = None
            if answer.status == httpx2.codes.TOO_MANY_REQUESTS:
                pause = repetition.while_throttled()
            elif _is_passing(request, answer, failure):
                pause = repetition.while_broken()
            if pause is not None:
                self._sleep(pause)
            elif failure:
                raise VendorError(failure)
            else:
                return answer

    def _try(self, request: _Request) -> tuple[Answer, Failure | None]:
        """One answer, and what it means. Raises VendorError when the tokens or the vendor's refusal of them say so."""
        try:
            answer, token = self._send_renewing(request)
        except httpx2.TransportError as error:
            return _NO_ANSWER, unanswered(error)
        failure = None if answer.stream else self._translate(answer)
        if failure and failure.category is ErrorCategory.NEEDS_RECONNECT:
            self._tokens.ended(token)
        return answer, failure

    def _send_renewing(self, request: _Request) -> tuple[Answer, str]:
        """The answer, and the token that it was given for."""
        answer, token = self._send(request)
        if answer.status != httpx2.codes.UNAUTHORIZED:
            return answer, token
        self._tokens.rejected(token)
        answer, renewed = self._send(request)
        if answer.status == httpx2.codes.UNAUTHORIZED and renewed != token:
            self._tokens.rejected(renewed)
            raise VendorError(tokens_refused(answer.status, answer.request_id))
        return answer, renewed

    def _send(self, request: _Request) -> tuple[Answer, str]:
        token = self._tokens.current()
        headers = {"Authorization": f"Bearer {token}", "Accept": request.accept}
        content: bytes | None = None
        if request.body is not None:
            headers["Content-Type"] = _JSON
            content = simplejson.dumps(request.body, use_decimal=True, separators=(",", ":")).encode()
        elif request.text is not None:
            headers["Content-Type"] = "application/text"
            content = request.text.encode()
        url = f"{self._base_url}{request.path}"
        built = self._client.build_request(request.method, url, params=request.query, content=content, headers=headers)
        return self._told(request, built), token

    def _told(self, request: _Request, built: httpx2.Request) -> Answer:
        """The answer, with everybody told who listens; also of a request that is not answered."""
        began, answer = self.elapsed(), _NO_ANSWER
        try:
            answer = self._answer(request, self._client.send(built, stream=request.accept != _JSON))
        finally:
            took = round((self.elapsed() - began) * 1000)
            said = request.text if request.body is None else request.body
            self.on_call(Sent(request.method, request.path, said, answer.status, took, answer.request_id))
        return answer

    def _answer(self, request: _Request, response: httpx2.Response) -> Answer:
        request_id, headers = response.headers.get(self._request_id_header, ""), dict(response.headers)
        if request.accept != _JSON:
            if response.is_success and response.headers.get("Content-Type", "").startswith(request.accept):
                return Answer(response.status_code, None, request_id, headers, response)
            with closing(response):
                response.read()
        try:
            body = simplejson.loads(response.content, use_decimal=True) if response.content else None
        except ValueError:
            body = None
        return Answer(response.status_code, body, request_id, headers)


def _pieces(document: httpx2.Response) -> Iterator[bytes]:
    try:
        yield from document.iter_bytes(_PIECE)
    except httpx2.TransportError as error:
        raise VendorError(unanswered(error)) from error


_NO_ANSWER = Answer(0, None, "", {})


def _is_passing(request: _Request, answer: Answer, failure: Failure | None) -> bool:
    """Whether the same request may be repeated on the spot: it was never sent, or it only reads and was not answered."""
    if failure is None:
        return request.reads and answer.body is None and answer.stream is None
    if failure.cure is Cure.LOOKING:
        return request.reads
    return answer is _NO_ANSWER
