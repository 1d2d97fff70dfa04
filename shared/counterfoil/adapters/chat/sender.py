"""Posts messages to chats: over https, to public addresses, without following anybody elsewhere, and not for long."""

from collections.abc import Sequence
from datetime import timedelta

import httpx2
import simplejson

from counterfoil.adapters.chat.addresses import RefusedAddressError, Resolve, Target, parsed, resolved, target_of
from counterfoil.adapters.chat.messages import message_of
from counterfoil.domain.connection import Connection
from counterfoil.domain.notices import ChatKind, Notice
from counterfoil.domain.texts import notices as texts
from counterfoil.domain.texts.sentence import one_line, said_by
from counterfoil.domain.texts.speaking import Say
from counterfoil.engine.ports import Clock
from counterfoil.engine.ports.notices import Chat, RefusedMessageError

ANSWER_WITHIN = 5.0
"""Seconds, to connect and for each piece of an answer."""
_MOST_READ = 200
"""Bytes of an answer that is not what it should be."""
_LONGEST_WAIT = 3600


class WebhookChat(Chat):
    """Chats with incoming webhooks. The address is a secret: it is in no error and in no log."""

    def __init__(self, http: httpx2.Client, clock: Clock, resolve: Resolve = resolved) -> None:
        self._http, self._clock, self._resolve = http, clock, resolve

    def send(self, kind: ChatKind, address: str, connection: Connection, notices: Sequence[Notice], say: Say) -> None:
        try:
            target = target_of(address, self._resolve)
        except RefusedAddressError as error:
            raise RefusedMessageError(said_by(error)) from None
        content = simplejson.dumps(message_of(kind, connection, notices, say)).encode()
        self._post(request_to(self._http, target, content))

    def fault(self, address: str) -> str:
        try:
            parsed(address)
        except RefusedAddressError as error:
            return str(error)
        return ""

    def _post(self, request: httpx2.Request) -> None:
        try:
            answer = self._http.send(request, stream=True, follow_redirects=False)
        except httpx2.TimeoutException:
            raise RefusedMessageError(texts.NO_ANSWER()) from None
        except httpx2.HTTPError:
            raise RefusedMessageError(texts.NOT_REACHED()) from None
        try:
            if not answer.is_success:
                raise self._refusal(answer)
        finally:
            answer.close()

    def _refusal(self, answer: httpx2.Response) -> RefusedMessageError:
        """What the chat says of itself is shown, as text, and only its beginning."""
        wait = answer.headers.get("Retry-After", "")
        seconds = min(int(wait), _LONGEST_WAIT) if wait.isdecimal() and len(wait) < 6 else 0
        retry_at = self._clock() + timedelta(seconds=seconds) if seconds else None
        said = one_line(_beginning(answer), _MOST_READ)
        if said:
            return RefusedMessageError(texts.ANSWERED_SAYING(status=answer.status_code, details=said), retry_at)
        return RefusedMessageError(texts.ANSWERED(status=answer.status_code), retry_at)


def request_to(http: httpx2.Client, target: Target, content: bytes) -> httpx2.Request:
    """A message on its way to an IP address; the certificate that is shown there must be of the name."""
    return http.build_request(
        "POST",
        target.url,
        content=content,
        headers={"Host": target.host, "Content-Type": "application/json", "User-Agent": "Counterfoil"},
        extensions={"sni_hostname": target.host},
        timeout=ANSWER_WITHIN,
    )


def _beginning(answer: httpx2.Response) -> str:
    try:
        first = next(answer.iter_raw(_MOST_READ), b"")
    except httpx2.HTTPError:
        return ""
    return first.decode(errors="replace") if "text/plain" in answer.headers.get("Content-Type", "") else ""
