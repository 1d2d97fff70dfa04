"""The page of connecting, filled in."""

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.domain.permissions import asked
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.consents import Given
from counterfoil_console.pages.connect import ConnectPage, ConnectStep, Grant, Scope
from counterfoil_console.pages.parts import By
from counterfoil_console.presenting.grants import checks_of, grants_of

_STEPS = {System.HUBSPOT: ConnectStep.HUBSPOT, System.QUICKBOOKS: ConnectStep.QUICKBOOKS}


def connect_page(console: Console, who: Actor, connection_id: str, wanted: ConnectStep | None, trouble: str) -> ConnectPage:
    """Of a connection, or of what somebody has allowed so far. Raises UnknownConnectionError."""
    if connection_id:
        return _of_connection(console, console.product.connections.get(connection_id), wanted, trouble)
    consents = console.consents.of(who.id, console.clock())
    step = wanted or _STEPS[consents.next or System.QUICKBOOKS]
    return ConnectPage(
        step=step,
        hubspot=_allowed(System.HUBSPOT, consents.hubspot, who),
        quickbooks=_allowed(System.QUICKBOOKS, consents.quickbooks, who),
        asked=_asked(console, step),
        trouble=trouble,
    )


def _of_connection(console: Console, connection: Connection, wanted: ConnectStep | None, trouble: str) -> ConnectPage:
    step = wanted or ConnectStep.CHECKS
    checked = console.product.checks.latest(connection.id)
    states, entries = console.product.grant_states.states(connection.id), console.audit.of(connection.id)
    hubspot, quickbooks = grants_of(connection, states, entries, checked)
    return ConnectPage(
        step=step,
        connection=connection.id,
        hubspot=hubspot,
        quickbooks=quickbooks,
        asked=_asked(console, step),
        checks=checks_of(checked) if checked and step is ConnectStep.CHECKS else None,
        trouble=trouble,
    )


def _asked(console: Console, step: ConnectStep) -> tuple[Scope, ...]:
    system = next((system for system, of in _STEPS.items() if of is step), None)
    every = asked(system, custom_fields=console.maps_every_custom_field) if system else ()
    return tuple(Scope(one.scope, one.why) for one in every)


def _allowed(system: System, given: Given | None, who: Actor) -> Grant | None:
    return Grant(system=system, name="", account=given.account_id, by=By(who.name, given.at)) if given else None
