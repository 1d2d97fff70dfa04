"""The accounts of a connection, for programs. These routes ask vendors; the others of programs ask none."""

from counterfoil.engine.fees import Month
from counterfoil_console.api.accounts import Checks, Explained, Fees, WantedFees, WantedLeave
from counterfoil_console.bootstrap import Console
from counterfoil_console.web import connection_deeds
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.refusals import InvalidFieldsError, NoSuchRecordError
from counterfoil_console.web.routes import Visit

_CHECKS = "/connections/<connection>/checks"

routes = Operations()


@routes.read(_CHECKS, takes=Nothing, answers=Checks)
def checks(visit: Visit, console: Console, _taken: Nothing) -> Checks:
    """How the accounts are set up, as it was found last."""
    return Checks.of(console.product.checks.latest(named.connection_id(visit, console)))


@routes.act(_CHECKS, takes=Nothing, answers=Checks)
def check_again(visit: Visit, console: Console, _taken: Nothing) -> Checks:
    """Look at both accounts now."""
    connection_id = named.connection_id(visit, console)
    connection_deeds.CHECK.carry_out(console, visit.who, connection_id)
    return Checks.of(console.product.checks.latest(connection_id))


@routes.act(f"{_CHECKS}/<check>/leave", takes=WantedLeave, answers=Checks)
def leave_check(visit: Visit, console: Console, taken: WantedLeave) -> Checks:
    """Leave a check as it was found; it counts no more, until something else is found."""
    connection_id, check = named.connection_id(visit, console), named.check(visit)
    connection_deeds.leave_check(console, visit.who, connection_id, check, taken.finding)
    return Checks.of(console.product.checks.latest(connection_id))


@routes.act(f"{_CHECKS}/<check>/take-back", takes=Nothing, answers=Checks)
def take_back_check(visit: Visit, console: Console, _taken: Nothing) -> Checks:
    """Let a check that was left ask for a change again."""
    connection_id, check = named.connection_id(visit, console), named.check(visit)
    connection_deeds.take_back_check(console, visit.who, connection_id, check)
    return Checks.of(console.product.checks.latest(connection_id))


@routes.read("/connections/<connection>/fees", takes=WantedFees, answers=Fees)
def fees(visit: Visit, console: Console, taken: WantedFees) -> Fees:
    """What was kept back of a month's payments, read from HubSpot; nothing metered is read."""
    connection = console.product.connections.get(named.connection_id(visit, console))
    try:
        month = Month.parse(taken.month)
    except ValueError as error:
        raise InvalidFieldsError({"month": "not like 2026-10"}) from error
    return Fees.of(console.accounts.fees.of_month(connection, month))


@routes.read("/connections/<connection>/records/<record>/explanation", takes=Nothing, answers=tuple[Explained, ...])
def explain(visit: Visit, console: Console, _taken: Nothing) -> tuple[Explained, ...]:
    """A record as both vendors show it now, what would be done and why. Costs a metered read of QuickBooks."""
    found = console.accounts.explainer.explain(named.connection_id(visit, console), named.record(visit))
    if not found:
        raise NoSuchRecordError("the record is in neither system, and never was")
    return tuple(map(Explained.of, found))
