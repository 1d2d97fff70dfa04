"""What both vendors granted, and what was checked of their accounts."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState, Left
from counterfoil.domain.connection import Connection, Told
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.permissions import asked
from counterfoil.domain.texts.checks import CHECKS
from counterfoil_console.domain.audit import Action, AuditEntry
from counterfoil_console.pages.connect import CheckLine, Checks, Grant, Scope
from counterfoil_console.pages.parts import By

_GRAVEST_FIRST = (CheckState.MUST_BE_MENDED, CheckState.ADVISED, CheckState.UNKNOWN, CheckState.GOOD)
_ASKED_BY = {Check.PERMISSIONS: System.HUBSPOT, Check.CUSTOM_FIELDS: System.QUICKBOOKS}
"""Who asks for the permissions that a check names as missing."""
BOTH = (System.HUBSPOT, System.QUICKBOOKS)
"""In the order in which people see them."""


def grants_of(
    connection: Connection,
    states: Mapping[System, GrantState],
    entries: Sequence[AuditEntry],
    checked: Checked | None,
) -> tuple[Grant, ...]:
    """Both; the newest entry says who gave it. What was connected by a command has nobody there."""
    return tuple(_grant(connection, system, states[system], entries, checked) for system in BOTH)


def _grant(
    connection: Connection, system: System, state: GrantState, entries: Sequence[AuditEntry], checked: Checked | None
) -> Grant:
    given = (one for one in entries if one.action is Action.CONNECTED and one.details.get("vendor", system) == system)
    deed = next(given, None)
    return Grant(
        system=system,
        name=connection.company.name if system is System.QUICKBOOKS else "",
        account=connection.account(system),
        by=By(deed.who, deed.at) if deed else By("", connection.created_at),
        state=state,
        scopes=_scopes(connection, system, checked),
    )


def _scopes(connection: Connection, system: System, checked: Checked | None) -> tuple[Scope, ...]:
    missing = {name for one in checked.results for name in one.missing} if checked else set()
    every = asked(system, custom_fields=connection.company.told_further is not Told.NOT_ASKED)
    return tuple(Scope(one.scope, one.why, one.scope not in missing) for one in every)


def checks_of(checked: Checked) -> Checks:
    """The gravest first, and what people leave after what nobody has decided about."""
    lines = sorted((_line(one, checked.leaving(one)) for one in checked.results), key=_gravity)
    return Checks(at=checked.at, lines=tuple(lines))


def _gravity(line: CheckLine) -> tuple[bool, int]:
    return bool(line.left) or line.state is CheckState.GOOD, _GRAVEST_FIRST.index(line.state)


def _line(result: CheckResult, left: Left | None) -> CheckLine:
    """A permission that is missing comes with a new consent."""
    return CheckLine(
        check=result.check,
        state=result.state,
        title=CHECKS[result.check].title,
        finding=result.finding,
        consequence=result.consequence,
        steps=result.steps,
        reconnect=_ASKED_BY.get(result.check) if result.missing else None,
        leave=str(result.finding) if result.may_be_left and not left else "",
        left=By(left.who, left.at) if left else None,
    )
