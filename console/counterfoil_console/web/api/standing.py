"""How connections and records stand."""

from counterfoil.engine.browse.records import PAGE, Wanted
from counterfoil_console.api.records import Record, Records, WantedRecords
from counterfoil_console.api.standing import Causes, CauseSummary, Connections, ConnectionSummary, Status
from counterfoil_console.bootstrap import Console
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.refusals import InvalidFieldsError, NoSuchRecordError
from counterfoil_console.web.routes import Visit

routes = Operations()


@routes.read("/connections", takes=Nothing, answers=Connections)
def connections(_visit: Visit, console: Console, _taken: Nothing) -> Connections:
    """Every connection of the deployment."""
    return Connections(connections=tuple(map(ConnectionSummary.of, console.product.connections.every())))


@routes.read("/connections/<connection>/status", takes=Nothing, answers=Status)
def status(visit: Visit, console: Console, _taken: Nothing) -> Status:
    """How a connection stands: counts and money of every kind, what needs a person, the last thirty days."""
    return Status.of(console.product.health.health(console.product.connections.get(visit.arguments["connection"])))


@routes.read("/connections/<connection>/causes", takes=Nothing, answers=Causes)
def causes(visit: Visit, console: Console, _taken: Nothing) -> Causes:
    """What needs a person, one entry for each cause, with the records that stand so longest."""
    found = console.product.causes.with_records(named.connection_id(visit, console))
    return Causes(causes=tuple(map(CauseSummary.of, found)))


@routes.read("/connections/<connection>/records", takes=WantedRecords, answers=Records)
def records(visit: Visit, console: Console, taken: WantedRecords) -> Records:
    """A page of records, newest first; those of one category are the longest first."""
    wanted = Wanted(kind=taken.kind, status=taken.status, category=taken.category, text=taken.q)
    try:
        return Records.of(console.product.records.records(named.connection_id(visit, console), wanted, taken.after, PAGE))
    except ValueError as error:
        raise InvalidFieldsError({"after": "no page of these records"}) from error


@routes.read("/connections/<connection>/records/<record>", takes=Nothing, answers=tuple[Record, ...])
def record(visit: Visit, console: Console, _taken: Nothing) -> tuple[Record, ...]:
    """All that is stored about a record of either system; several for a payment that is put to several invoices."""
    found = console.product.record.record(named.connection_id(visit, console), named.record(visit))
    if not any(known.is_known for known in found):
        raise NoSuchRecordError("no such record is known")
    return tuple(map(Record.of, found))
