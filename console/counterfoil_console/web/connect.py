"""Connecting HubSpot and QuickBooks, and connecting one of them again."""

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import CounterfoilError, UnknownConnectionError, VendorError
from counterfoil.domain.identity import System
from counterfoil.engine.connections.request import BeingDeletedError, WrongAccountError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.connecting.consenting import ConsentDeniedError, ConsentExpiredError, Finished, NotRenewedError
from counterfoil_console.pages.connect import ConnectStep
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.connect_page import connect_page
from counterfoil_console.web.consent_words import words_of
from counterfoil_console.web.cookies import SESSION
from counterfoil_console.web.refusals import NoSuchPageError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import language_of, show

routes = Routes()

_TROUBLES = (BeingDeletedError, ConsentDeniedError, ConsentExpiredError, WrongAccountError, VendorError)


@routes.get(addresses.CONNECT, Access.VIEWER)
def connect(visit: Visit, console: Console) -> Answer:
    """How far it has come: HubSpot, QuickBooks, checks."""
    query = visit.request.query
    step = query.get("step", "")
    wanted = ConnectStep(step) if step in {ConnectStep.HUBSPOT, ConnectStep.QUICKBOOKS} else None
    return _shown(visit, console, query.get("connection", ""), wanted)


@routes.get("/oauth/<vendor>/start", Access.ADMINISTRATOR)
def start(visit: Visit, console: Console) -> Answer:
    """To the vendor's consent page."""
    system, connection_id = _vendor(visit), visit.request.query.get("connection", "")
    try:
        return answers.redirect(console.consenting.begin(visit.request.cookies[SESSION], system, connection_id))
    except UnknownConnectionError as error:
        raise NoSuchPageError("there is no such connection") from error
    except VendorError as error:
        if connection_id:
            return _not_renewed(visit, console, connection_id, error)
        return _shown(visit, console, trouble=words_of(error, system, language_of(visit)))


@routes.get("/oauth/<vendor>/callback", Access.ADMINISTRATOR)
def callback(visit: Visit, console: Console) -> Answer:
    """Back from the vendor's consent page. What came with the address goes no further than here."""
    system = _vendor(visit)
    try:
        finished = console.consenting.finish(visit.who, visit.request.cookies[SESSION], system, visit.request.query)
    except NotRenewedError as error:
        return _not_renewed(visit, console, error.connection_id, error.cause)
    except _TROUBLES as error:
        return _shown(visit, console, trouble=words_of(error, system, language_of(visit)))
    return _further(finished)


@routes.post(f"{addresses.CONNECT}/token", Access.ADMINISTRATOR)
def static_token(visit: Visit, console: Console) -> Answer:
    """A token of a HubSpot app in place of the consent."""
    try:
        finished = console.consenting.take_static_token(visit.who, visit.request.form().get("token", ""))
    except _TROUBLES as error:
        return _shown(visit, console, trouble=words_of(error, System.HUBSPOT, language_of(visit)))
    return _further(finished)


def _further(finished: Finished) -> Answer:
    if not finished.renewed:
        return answers.redirect(addresses.connect(finished.connection_id))
    page = addresses.connection(finished.connection_id, "connection")
    return answers.redirect(addresses.with_query(page, done=Done.RECONNECTED if finished.is_whole else None))


def _not_renewed(visit: Visit, console: Console, connection_id: str, error: CounterfoilError) -> Answer:
    """The connection is as it was, and it goes on where somebody began to renew its permission."""
    is_new = _connection(console, connection_id).state is ConnectionState.PLANNED
    back = addresses.connect(connection_id) if is_new else addresses.connection(connection_id, "connection")
    words = words_of(error, _vendor(visit), language_of(visit))
    page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=words, back=back)
    return show(page, visit, console, status=409, current=connection_id)


def _connection(console: Console, connection_id: str) -> Connection:
    """Raises NoSuchPageError where it was deleted meanwhile."""
    try:
        return console.product.connections.get(connection_id)
    except UnknownConnectionError as error:
        raise NoSuchPageError("there is no such connection any more") from error


def _shown(
    visit: Visit, console: Console, connection_id: str = "", wanted: ConnectStep | None = None, trouble: str = ""
) -> Answer:
    try:
        page = connect_page(console, visit.who, connection_id, wanted, trouble)
    except UnknownConnectionError as error:
        raise NoSuchPageError("there is no such connection") from error
    return show(page, visit, console, status=409 if trouble else 200, current=connection_id or None)


def _vendor(visit: Visit) -> System:
    given = visit.arguments["vendor"]
    if given not in set(System):
        raise NoSuchPageError("there is no such vendor")
    return System(given)
