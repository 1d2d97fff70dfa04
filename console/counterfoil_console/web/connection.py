"""A connection as a whole: its accounts, checks and history; paused, resumed, named, disconnected, deleted."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from counterfoil.bootstrap import places
from counterfoil.domain.checks.leaving import LeavingRefusedError
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import CounterfoilError, VendorError
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.connections.delete import NotConfirmedError
from counterfoil.engine.connections.switching import SwitchRefusedError
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.languages import languages, translations_of
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.presenting.connection import connection_page
from counterfoil_console.presenting.deeds import deeds_of, records_in
from counterfoil_console.web import answers, connection_deeds
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.api import named
from counterfoil_console.web.connection_deeds import BY_PATH, ConnectionDeed
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import language_of, offered, show

DEEDS_SHOWN = 50
_LONGEST_TYPED = 1_000
_OF_CHECKS = frozenset({Done.CHECKED, Done.CHECK_LEFT, Done.CHECK_TAKEN_BACK})
"""What is done about checks, which a new connection has on the page of connecting."""

routes = Routes()


@routes.get("/c/<connection>/connection", Access.VIEWER, places.of_accounts)
def connection(visit: Visit, console: Console) -> Answer:
    """All about it."""
    return _shown(connection_of(visit, console), visit, console)


def _about(path: str, deed: ConnectionDeed) -> None:
    @routes.post(f"/c/<connection>/{path}", Access.ADMINISTRATOR)
    def done(visit: Visit, console: Console) -> Answer:
        return _done(visit, console, deed.done, lambda one: deed.carry_out(console, visit.who, one.id))


for _path, _deed in BY_PATH.items():
    _about(_path, _deed)


@routes.post("/c/<connection>/checks/<check>/leave", Access.ADMINISTRATOR)
def leave_check(visit: Visit, console: Console) -> Answer:
    """Leave it as it was found."""
    check, finding = named.check(visit), visit.request.form().get("finding", "")
    act = partial(connection_deeds.leave_check, console, visit.who, check=check, finding=finding)
    return _done(visit, console, Done.CHECK_LEFT, lambda one: act(one.id))


@routes.post("/c/<connection>/checks/<check>/take-back", Access.ADMINISTRATOR)
def take_back_check(visit: Visit, console: Console) -> Answer:
    """Let it ask for a change again."""
    act = partial(connection_deeds.take_back_check, console, visit.who, check=named.check(visit))
    return _done(visit, console, Done.CHECK_TAKEN_BACK, lambda one: act(one.id))


@routes.post("/c/<connection>/connection/name", Access.ADMINISTRATOR)
def rename(visit: Visit, console: Console) -> Answer:
    """Call it otherwise."""
    name = visit.request.form().get("name", "")[:_LONGEST_TYPED]
    return _done(visit, console, Done.RENAMED, lambda one: connection_deeds.rename(console, visit.who, one.id, name))


@routes.post("/c/<connection>/connection/language", Access.ADMINISTRATOR)
def speak(visit: Visit, console: Console) -> Answer:
    """Write its mails and chats in another language."""
    language = visit.request.form().get("language", "")
    return _done(
        visit, console, Done.LANGUAGE_CHOSEN, lambda one: connection_deeds.speak(console, visit.who, one.id, language)
    )


@routes.post("/c/<connection>/redrive", Access.ADMINISTRATOR)
def redrive(visit: Visit, console: Console) -> Answer:
    """Have what had stopped for good worked on again, of all connections; what cannot be moved now stays on the page."""
    found = connection_of(visit, console)
    connection_deeds.redrive(console, visit.who, None)
    return answers.redirect(addresses.with_query(_page(found), done=Done.REDRIVEN))


@routes.post("/c/<connection>/delete", Access.ADMINISTRATOR)
def delete(visit: Visit, console: Console) -> Answer:
    """Have all that is kept of it erased."""
    typed = visit.request.form().get("typed", "")[:_LONGEST_TYPED]
    try:
        return _done(visit, console, Done.DELETED, lambda one: connection_deeds.delete(console, visit.who, one.id, typed))
    except NotConfirmedError as error:
        return _shown(connection_of(visit, console), visit, console, faults={"typed": said_by(error)})


def _done(visit: Visit, console: Console, done: Done, act: Callable[[Connection], object]) -> Answer:
    """Carry it out, and show the page; or say why it cannot be done."""
    found = connection_of(visit, console)
    try:
        act(found)
    except (SwitchRefusedError, LeavingRefusedError, ConcurrentChangeError, VendorError) as error:
        page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=_why(error), back=_page(found))
        return show(page, visit, console, status=409, current=found.id)
    is_new = done in _OF_CHECKS and found.state is ConnectionState.PLANNED
    then = addresses.connect(found.id) if is_new else _page(found)
    return answers.redirect(addresses.with_query(then, done=done))


def _why(error: CounterfoilError | ConcurrentChangeError) -> str:
    return explanation_of(error.failure) if isinstance(error, VendorError) else said_by(error)


def _page(found: Connection) -> str:
    return addresses.connection(found.id, "connection")


def _shown(found: Connection, visit: Visit, console: Console, faults: dict[str, str] | None = None) -> Answer:
    """The page; with `faults`, what was sent is not taken."""
    product, after = console.product, visit.request.query.get("after", "")
    newest = console.audit.of(found.id, limit=DEEDS_SHOWN + 1)
    entries = console.audit.of(found.id, limit=DEEDS_SHOWN + 1, after=after) if after else newest
    shown = entries[:DEEDS_SHOWN]
    known = product.outcomes.latest(found.id, records_in(shown)) if records_in(shown) else {}
    page = connection_page(
        found,
        states=product.grant_states.states(found.id),
        checked=product.checks.latest(found.id),
        counts=product.outcomes.counts(found.id),
        entries=newest,
        deeds=deeds_of(shown, known, translations_of(language_of(visit))),
        stopped=console.dead_letters.total() if visit.who.role is Role.ADMINISTRATOR else 0,
        languages=offered() if len(languages()) > 1 else (),
    )
    older = shown[-1].place if len(entries) > len(shown) else ""
    whole = replace(page, older_deeds=older, faults=faults or {})
    return show(whole, visit, console, status=422 if faults else 200, current=found.id)
