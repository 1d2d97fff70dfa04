"""Whether a request may be carried out: who makes it, whether the route is open to them, and whether they meant to."""

import hmac
from collections.abc import Sequence
from contextlib import suppress

from counterfoil.bootstrap.foundations import Key
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.texts import refusals
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.role import Role
from counterfoil_console.domain.session import Session
from counterfoil_console.web.access import Access
from counterfoil_console.web.cookies import SESSION
from counterfoil_console.web.refusals import ForeignFormError, NotAllowedError, NotPossibleError, SignedOutError
from counterfoil_console.web.requests import Request
from counterfoil_console.web.routes import Visit

_BEARER = "bearer "
_NEEDED = {Access.ADMINISTRATOR: Role.ADMINISTRATOR, Access.VIEWER: Role.VIEWER}


def visit(request: Request, console: Console, beside: Sequence[Key] = ()) -> Visit:
    """The request, with who makes it. Programs show a token, and only at addresses for programs.

    `beside` are the keys of what a page asks for next: read with the session, and shown to nobody who has none.
    """
    authorization = request.headers.get("authorization", "")
    if request.is_for_programs and authorization:
        return Visit(request=request, actor=_program(authorization, console))
    secret = request.cookies.get(SESSION, "")
    session = console.sessions.of(secret, beside, by_itself=request.is_by_itself) if secret else None
    return Visit(request=request, actor=session.actor if session else None, session=session)


def admit(visit: Visit, access: Access, own_origin: str) -> None:
    """Raises SignedOutError, NotAllowedError or ForeignFormError for whoever may not."""
    if access is Access.PUBLIC:
        return
    if not visit.who.role.includes(_NEEDED[access]):
        raise NotAllowedError("a viewer may look, and change nothing")
    if visit.session and not visit.request.is_safe:
        _was_meant(visit.request, visit.session, own_origin)


def check_that_it_stays(visit: Visit, console: Console) -> None:
    """Raises NotPossibleError where something would be kept of a connection that is being erased; deleting it goes on."""
    connection_id = visit.arguments.get("connection", "")
    if visit.request.is_safe or not connection_id or visit.request.path.endswith(f"/{connection_id}/delete"):
        return
    with suppress(UnknownConnectionError):
        if console.product.connections.get(connection_id).state is ConnectionState.BEING_DELETED:
            raise NotPossibleError(refusals.BEING_DELETED())


def _program(authorization: str, console: Console) -> Actor:
    token = None
    if authorization.lower().startswith(_BEARER):
        token = console.tokens.of(authorization[len(_BEARER) :].strip())
    if token is None:
        raise SignedOutError("the token is unknown or has ended")
    return token.actor


def _was_meant(request: Request, session: Session, own_origin: str) -> None:
    """Cookies may come along with other sites' forms. The browser says where one is from, and only our pages know the token.

    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
    """
    site = request.headers.get("sec-fetch-site")
    is_ours = request.headers.get("origin") == own_origin if site is None else site == "same-origin"
    if not is_ours:
        raise ForeignFormError("the form is from another site")
    shown = request.headers.get("x-csrf") or request.form().get("csrf", "")
    if not hmac.compare_digest(shown.encode(), session.csrf.encode()):
        raise ForeignFormError("the form is of another session")
