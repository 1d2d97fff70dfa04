"""A connection as a whole, for programs: named, paused, resumed, tried out, disconnected, deleted; its ledgers."""

from collections.abc import Callable

from counterfoil.domain.connection import Connection
from counterfoil_console.api.connections import Confirmation, WantedName
from counterfoil_console.api.ledgers import Ledgers
from counterfoil_console.api.standing import ConnectionSummary
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.routes import Visit

_CONNECTION = "/connections/<connection>"

type Act = Callable[[str], Connection]

routes = Operations()


@routes.read(f"{_CONNECTION}/ledgers", takes=Nothing, answers=Ledgers)
def ledgers(visit: Visit, console: Console, _taken: Nothing) -> Ledgers:
    """What is open in both ledgers as of last night, and each difference with its cause."""
    return Ledgers.of(console.product.ledgers.latest(named.connection_id(visit, console)))


@routes.act(f"{_CONNECTION}/name", takes=WantedName, answers=ConnectionSummary)
def rename_connection(visit: Visit, console: Console, taken: WantedName) -> ConnectionSummary:
    """Call it otherwise."""
    rename = console.product.switching.rename
    return _done(visit, console, Action.RENAMED, lambda one: rename(one, taken.name), name=taken.name[:100])


@routes.act(f"{_CONNECTION}/pause", takes=Nothing, answers=ConnectionSummary)
def pause_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionSummary:
    """Carry nothing any more, at once; every rule keeps its own switch."""
    return _done(visit, console, Action.PAUSED, console.product.switching.pause)


@routes.act(f"{_CONNECTION}/resume", takes=Nothing, answers=ConnectionSummary)
def resume_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionSummary:
    """Carry again, and what changed meanwhile."""
    return _done(visit, console, Action.RESUMED, console.product.switching.resume)


@routes.act(f"{_CONNECTION}/probe", takes=Nothing, answers=ConnectionSummary)
def probe_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionSummary:
    """Try anew what HubSpot lets be written."""
    return _done(visit, console, Action.PROBED, console.vendors.capabilities.find_out)


@routes.act(f"{_CONNECTION}/disconnect", takes=Nothing, answers=ConnectionSummary)
def disconnect(visit: Visit, console: Console, _taken: Nothing) -> ConnectionSummary:
    """Give both permissions up; what was carried stays where it is."""
    return _done(visit, console, Action.DISCONNECTED, console.vendors.disconnecting.disconnect)


@routes.act(f"{_CONNECTION}/delete", takes=Confirmation, answers=ConnectionSummary)
def delete_connection(visit: Visit, console: Console, taken: Confirmation) -> ConnectionSummary:
    """Disconnect, and have all that is kept of it erased for good."""
    deleting = console.vendors.deleting
    deleting.confirm(named.connection_id(visit, console), taken.typed)
    return _done(visit, console, Action.DELETED, lambda one: deleting.begin(one, taken.typed))


def _done(visit: Visit, console: Console, action: Action, act: Act, **details: str) -> ConnectionSummary:
    connection_id = named.connection_id(visit, console)
    console.trail.note(visit.who, action, scope=connection_id, **details)
    return ConnectionSummary.of(act(connection_id))
