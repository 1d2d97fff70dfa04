"""A connection as a whole: its accounts, checks and history; paused, resumed, named, disconnected, deleted."""

from collections.abc import Callable
from dataclasses import replace

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import CounterfoilError, VendorError
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.engine.delete import NotConfirmedError
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.switching import SwitchRefusedError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.language import translations_of
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.presenting.connection import connection_page
from counterfoil_console.presenting.deeds import deeds_of, records_in
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import language_of, show

DEEDS_SHOWN = 50

routes = Routes()


@routes.get("/c/<connection>/connection", Access.VIEWER)
def connection(visit: Visit, console: Console) -> Answer:
    """All about it."""
    return _shown(connection_of(visit, console), visit, console)


@routes.post("/c/<connection>/checks", Access.ADMINISTRATOR)
def check(visit: Visit, console: Console) -> Answer:
    """Read both accounts anew, and check them."""

    def checked(found: Connection) -> None:
        console.vendors.profiles.refresh(found)

    found = connection_of(visit, console)
    page = addresses.connect(found.id) if found.state is ConnectionState.PLANNED else _page(found)
    return _done(visit, console, Action.CHECKED, Done.CHECKED, checked, then=page)


@routes.post("/c/<connection>/connection/probe", Access.ADMINISTRATOR)
def probe(visit: Visit, console: Console) -> Answer:
    """Try anew what HubSpot lets be written."""
    return _done(visit, console, Action.PROBED, Done.PROBED, lambda one: console.vendors.capabilities.find_out(one.id))


@routes.post("/c/<connection>/connection/name", Access.ADMINISTRATOR)
def rename(visit: Visit, console: Console) -> Answer:
    """Call it otherwise."""
    name = visit.request.form().get("name", "")[:1000]

    def renamed(found: Connection) -> None:
        console.product.switching.rename(found.id, name)

    return _done(visit, console, Action.RENAMED, Done.RENAMED, renamed, name=name[:100])


@routes.post("/c/<connection>/pause", Access.ADMINISTRATOR)
def pause(visit: Visit, console: Console) -> Answer:
    """Carry nothing any more, at once."""
    return _done(visit, console, Action.PAUSED, Done.PAUSED, lambda one: console.product.switching.pause(one.id))


@routes.post("/c/<connection>/resume", Access.ADMINISTRATOR)
def resume(visit: Visit, console: Console) -> Answer:
    """Carry again, and what changed meanwhile."""
    return _done(visit, console, Action.RESUMED, Done.RESUMED, lambda one: console.product.switching.resume(one.id))


@routes.post("/c/<connection>/disconnect", Access.ADMINISTRATOR)
def disconnect(visit: Visit, console: Console) -> Answer:
    """Give both permissions up."""
    return _done(
        visit, console, Action.DISCONNECTED, Done.DISCONNECTED, lambda one: console.vendors.disconnecting.disconnect(one.id)
    )


@routes.post("/c/<connection>/delete", Access.ADMINISTRATOR)
def delete(visit: Visit, console: Console) -> Answer:
    """Have all that is kept of it erased."""
    typed, deleting = visit.request.form().get("typed", "")[:1000], console.vendors.deleting
    found = connection_of(visit, console)
    try:
        deleting.confirm(found.id, typed)
    except NotConfirmedError as error:
        return _shown(found, visit, console, faults={"typed": str(error)})

    def deleted(one: Connection) -> None:
        console.heralding.notice_desk.end(one)
        deleting.begin(one.id, typed)

    return _done(visit, console, Action.DELETED, Done.DELETED, deleted)


def _done(
    visit: Visit,
    console: Console,
    action: Action,
    done: Done,
    act: Callable[[Connection], object],
    *,
    then: str = "",
    **details: str,
) -> Answer:
    """Note it, carry it out, and show the page; or say why it cannot be done."""
    found = connection_of(visit, console)
    try:
        console.trail.note(visit.who, action, scope=found.id, **details)
        act(found)
    except (SwitchRefusedError, ConcurrentChangeError, VendorError) as error:
        page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=_why(error), back=_page(found))
        return show(page, visit, console, status=409, current=found.id)
    return answers.redirect(addresses.with_query(then or _page(found), done=done))


def _why(error: CounterfoilError | ConcurrentChangeError) -> str:
    return explanation_of(error.failure) if isinstance(error, VendorError) else str(error)


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
    )
    older = shown[-1].place if len(entries) > len(shown) else ""
    whole = replace(page, older_deeds=older, faults=faults or {})
    return show(whole, visit, console, status=422 if faults else 200, current=found.id)
