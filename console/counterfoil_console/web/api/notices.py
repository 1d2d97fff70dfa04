"""Who is told when something needs a person, for programs: read, changed, and tried out."""

from counterfoil.engine.notices.desk import Wanted
from counterfoil_console.api.notices import Notices, WantedNotices
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.web import connection_deeds
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.routes import Visit

_NOTICES = "/connections/<connection>/notices"

routes = Operations()


@routes.read(_NOTICES, takes=Nothing, answers=Notices)
def notices(visit: Visit, console: Console, _taken: Nothing) -> Notices:
    """Who is told, and whether that works."""
    return _kept(console, named.connection_id(visit, console))


@routes.act(_NOTICES, takes=WantedNotices, answers=Notices)
def save_notices(visit: Visit, console: Console, taken: WantedNotices) -> Notices:
    """Tell these people from now on. The trail says whom, and nothing of a chat's address."""
    connection = console.product.connections.get(named.connection_id(visit, console))
    wanted = Wanted(
        mails=taken.emails,
        chat=taken.chat,
        webhook=taken.webhook.strip(),
        time=taken.time,
        revision=taken.revision,
    )
    connection_deeds.tell(console, visit.who, connection, wanted)
    return _kept(console, connection.id)


@routes.act(f"{_NOTICES}/trial", takes=Nothing, answers=Notices)
def try_notices(visit: Visit, console: Console, _taken: Nothing) -> Notices:
    """Send everybody a trial message now."""
    connection = console.product.connections.get(named.connection_id(visit, console))
    console.trail.note(visit.who, Action.NOTICES_TRIED, scope=connection.id)
    console.heralding.notice_desk.try_out(connection)
    return _kept(console, connection.id)


def _kept(console: Console, connection_id: str) -> Notices:
    return Notices.of(console.heralding.notices.kept(connection_id))
