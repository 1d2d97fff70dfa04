"""A connection as a whole, for programs: paused, resumed, named, disconnected, deleted."""

from counterfoil_console.api.connections import ConnectionDetails, WantedDeletion, WantedLanguage, WantedName
from counterfoil_console.bootstrap import Console
from counterfoil_console.web import connection_deeds
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.connection_deeds import DISCONNECT, PAUSE, PROBE, RESUME, ConnectionDeed
from counterfoil_console.web.routes import Visit

_CONNECTION = "/connections/<connection>"

routes = Operations()


@routes.read(_CONNECTION, takes=Nothing, answers=ConnectionDetails)
def connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionDetails:
    """A connection, and how each vendor's permission stands."""
    return _details(console, named.connection_id(visit, console))


@routes.act(f"{_CONNECTION}/pause", takes=Nothing, answers=ConnectionDetails)
def pause_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionDetails:
    """Carry nothing any more, messages under way included; every rule keeps its own switch."""
    return _done(visit, console, PAUSE)


@routes.act(f"{_CONNECTION}/resume", takes=Nothing, answers=ConnectionDetails)
def resume_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionDetails:
    """Carry again, and what changed meanwhile."""
    return _done(visit, console, RESUME)


@routes.act(f"{_CONNECTION}/name", takes=WantedName, answers=ConnectionDetails)
def name_connection(visit: Visit, console: Console, taken: WantedName) -> ConnectionDetails:
    """Call it otherwise."""
    connection_id = named.connection_id(visit, console)
    connection_deeds.rename(console, visit.who, connection_id, taken.name)
    return _details(console, connection_id)


@routes.act(f"{_CONNECTION}/language", takes=WantedLanguage, answers=ConnectionDetails)
def speak_language(visit: Visit, console: Console, taken: WantedLanguage) -> ConnectionDetails:
    """Write mails and chats about it in this language."""
    connection_id = named.connection_id(visit, console)
    connection_deeds.speak(console, visit.who, connection_id, taken.language)
    return _details(console, connection_id)


@routes.act(f"{_CONNECTION}/probe", takes=Nothing, answers=ConnectionDetails)
def probe_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionDetails:
    """Try anew what HubSpot lets be written: one invoice is made there and deleted at once."""
    return _done(visit, console, PROBE)


@routes.act(f"{_CONNECTION}/disconnect", takes=Nothing, answers=ConnectionDetails)
def disconnect_connection(visit: Visit, console: Console, _taken: Nothing) -> ConnectionDetails:
    """Tell both vendors, and erase the permissions; links, rules and history stay."""
    return _done(visit, console, DISCONNECT)


@routes.act(f"{_CONNECTION}/delete", takes=WantedDeletion, answers=ConnectionDetails)
def delete_connection(visit: Visit, console: Console, taken: WantedDeletion) -> ConnectionDetails:
    """Disconnect, and have all that is kept of it erased; what people did stays. It is under way then."""
    connection_id = named.connection_id(visit, console)
    connection_deeds.delete(console, visit.who, connection_id, taken.name)
    return _details(console, connection_id)


def _done(visit: Visit, console: Console, deed: ConnectionDeed) -> ConnectionDetails:
    connection_id = named.connection_id(visit, console)
    deed.carry_out(console, visit.who, connection_id)
    return _details(console, connection_id)


def _details(console: Console, connection_id: str) -> ConnectionDetails:
    product = console.product
    return ConnectionDetails.of(product.connections.get(connection_id), product.grant_states.states(connection_id))
