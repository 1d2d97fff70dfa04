"""Connecting HubSpot and QuickBooks, and connecting one of them again."""

from counterfoil.domain.errors import UnknownConnectionError, VendorError
from counterfoil.domain.identity import System
from counterfoil.engine.connections.request import BeingDeletedError, WrongAccountError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.connecting.consenting import ConsentDeniedError, ConsentExpiredError, Finished, OtherAccountError
from counterfoil_console.pages.connect import ConnectStep
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

_TROUBLES = (BeingDeletedError, ConsentDeniedError, ConsentExpiredError, OtherAccountError, WrongAccountError, VendorError)


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
        return _shown(visit, console, connection_id, trouble=words_of(error, system, language_of(visit)))


@routes.get("/oauth/<vendor>/callback", Access.ADMINISTRATOR)
def callback(visit: Visit, console: Console) -> Answer:
    """Back from the vendor's consent page. What came with the address goes no further than here."""
    system = _vendor(visit)
    try:
        finished = console.consenting.finish(visit.who, visit.request.cookies[SESSION], system, visit.request.query)
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
