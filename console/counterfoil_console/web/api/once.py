"""A program's request is carried out once, however often it is sent: RFC draft-ietf-httpapi-idempotency-key-header-07."""

from collections.abc import Callable
from datetime import timedelta

from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.digests import digest
from counterfoil_console.ports import AnotherRequestError, UnderWayError
from counterfoil_console.web.refusals import BadRequestError, BusyError, NotPossibleError, UsedKeyError
from counterfoil_console.web.routes import Visit

HEADER = "Idempotency-Key"
KEPT = timedelta(days=1)
DONE_WITHIN = timedelta(minutes=1)
"""Twice as long as the function may take: who has not answered by then never will."""
LONGEST_KEY = 200
SHOWN_ONCE = "-"
"""Kept in place of an answer with a secret in it."""


def once(visit: Visit, console: Console, act: Callable[[], str], *, secret: bool) -> str:
    """What `act` answers now, or what it answered to the same request before.

    What is refused or fails is not kept, so that it may be sent again. Nor is a `secret` answer, and whoever asks for it
    again is told so. Raises RefusedError.
    """
    key, request = _key(visit), _request(visit)
    now = console.clock()
    try:
        kept = console.answers.begin(key, request, now, now + DONE_WITHIN)
    except AnotherRequestError as error:
        raise UsedKeyError(str(error)) from error
    except UnderWayError as error:
        raise BusyError(str(error)) from error
    if kept == SHOWN_ONCE:
        raise NotPossibleError("it was done, and what it answered is shown only once")
    return kept if kept is not None else _carried_out(key, request, console, act, secret=secret)


def _carried_out(key: str, request: str, console: Console, act: Callable[[], str], *, secret: bool) -> str:
    try:
        answer = act()
    except Exception:
        console.answers.release(key)
        raise
    console.answers.keep(key, request, SHOWN_ONCE if secret else answer, console.clock() + KEPT)
    return answer


def _key(visit: Visit) -> str:
    """Everybody has keys of their own."""
    given = visit.request.headers.get(HEADER.lower(), "").strip()
    if not 0 < len(given) <= LONGEST_KEY:
        raise BadRequestError(
            f"the header {HEADER} is missing: any text that no other request of yours has, at most 200 long"
        )
    return digest(f"{visit.who.id}\n{given}")


def _request(visit: Visit) -> str:
    return digest(f"{visit.request.method} {visit.request.path}\n{visit.request.body.hex()}")
