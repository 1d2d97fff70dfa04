"""The page of connecting, filled in."""

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.identity import System
from counterfoil.domain.permissions import ASKED
from counterfoil.domain.texts.checks import CHECKS
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.consents import Given
from counterfoil_console.pages.connect import CheckLine, Checks, ConnectPage, ConnectStep, Grant, GrantState, Scope
from counterfoil_console.pages.parts import By

_GRAVEST_FIRST = (CheckState.MUST_BE_MENDED, CheckState.ADVISED, CheckState.UNKNOWN, CheckState.GOOD)
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
        asked=_asked(step),
        trouble=trouble,
    )


def _of_connection(console: Console, connection: Connection, wanted: ConnectStep | None, trouble: str) -> ConnectPage:
    step = wanted or ConnectStep.CHECKS
    checked = console.product.checks.latest(connection.id)
    hubspot, quickbooks = (_grant(console, connection, system) for system in (System.HUBSPOT, System.QUICKBOOKS))
    return ConnectPage(
        step=step,
        connection=connection.id,
        hubspot=hubspot,
        quickbooks=quickbooks,
        asked=_asked(step),
        checks=_checks(checked) if checked and step is ConnectStep.CHECKS else None,
        trouble=trouble,
    )


def _asked(step: ConnectStep) -> tuple[Scope, ...]:
    system = next((system for system, of in _STEPS.items() if of is step), None)
    return tuple(Scope(asked.scope, asked.why) for asked in ASKED[system]) if system else ()


def _allowed(system: System, given: Given | None, who: Actor) -> Grant | None:
    return Grant(system=system, name="", account=given.account_id, by=By(who.name, given.at)) if given else None


def _grant(console: Console, connection: Connection, system: System) -> Grant:
    """Who gave it is in the trail; what was connected by a command has nobody there."""
    deeds = (deed for deed in console.audit.of(connection.id) if deed.action is Action.CONNECTED)
    deed = next((deed for deed in deeds if deed.details.get("vendor", system) == system), None)
    return Grant(
        system=system,
        name=connection.company.name if system is System.QUICKBOOKS else "",
        account=connection.account(system),
        by=By(deed.who, deed.at) if deed else By("", connection.created_at),
        state=GrantState.DEAD if connection.state is ConnectionState.NEEDS_RECONNECT else GrantState.WORKS,
    )


def _checks(checked: Checked) -> Checks:
    lines = sorted(checked.results, key=lambda result: _GRAVEST_FIRST.index(result.state))
    return Checks(at=checked.at, lines=tuple(map(_line, lines)))


def _line(result: CheckResult) -> CheckLine:
    """A permission that is missing comes with a new consent."""
    is_missing = result.check is Check.PERMISSIONS and result.state is CheckState.MUST_BE_MENDED
    return CheckLine(
        check=result.check,
        state=result.state,
        title=CHECKS[result.check].title,
        finding=f"{result.finding} {result.consequence}".strip(),
        steps=result.steps,
        reconnect=System.HUBSPOT if is_missing else None,
    )
