"""The first page: all connections."""

from counterfoil.domain.checks.check import Check
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.pages.connections import ConnectionCard, ConnectionsPage
from counterfoil_console.pages.parts import Counted, Sum
from counterfoil_console.pages.sign_in import WelcomePage
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

routes = Routes()


@routes.get("/", Access.VIEWER)
def home(visit: Visit, console: Console) -> Answer:
    """The connections; how to begin when there is none; the health of the only one."""
    connections = console.product.connections.every()
    if not connections:
        first_name = visit.signed_in.name.partition(" ")[0] or visit.signed_in.email
        begun = console.consents.of(visit.who.id, console.clock())
        page = WelcomePage(first_name=first_name, checks=_checks(console), next=begun.next or System.HUBSPOT)
        return show(page, visit, console)
    if len(connections) == 1:
        return answers.redirect(
            addresses.with_query(addresses.connection(connections[0].id), done=visit.request.query.get("done"))
        )
    return show(ConnectionsPage(connections=tuple(_card(one, console) for one in connections)), visit, console)


def _checks(console: Console) -> int:
    """How many there are: that of the custom fields is made only where all of them may be mapped."""
    return len(Check) if console.maps_every_custom_field else len(Check) - 1


def _card(connection: Connection, console: Console) -> ConnectionCard:
    counts = console.product.outcomes.counts(connection.id)
    failing = tuple(Counted(kind, count) for kind in EntityKind if (count := counts.get((kind, OutcomeStatus.FAILING), 0)))
    return ConnectionCard(
        id=connection.id,
        label=connection.label,
        portal_id=connection.portal_id,
        realm_id=connection.realm_id,
        state=connection.state,
        needs_you=Sum(counts=failing),
        waiting=sum(count for (_, status), count in counts.items() if status is OutcomeStatus.WAITING),
    )
