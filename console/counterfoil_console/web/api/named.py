"""What the path of a program's request names."""

from counterfoil.domain.checks.check import Check
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.plan_job import PlanJob
from counterfoil_console.bootstrap import Console
from counterfoil_console.web.refusals import InvalidFieldsError, NoSuchPageError, NoSuchRecordError
from counterfoil_console.web.routes import Visit


def connection_id(visit: Visit, console: Console) -> str:
    """The id of a connection that there is. Raises UnknownConnectionError."""
    return console.product.connections.get(visit.arguments["connection"]).id


def record(visit: Visit) -> RecordRef:
    """A record, known or not. Raises NoSuchPageError."""
    try:
        return RecordRef.parse(visit.arguments["record"])
    except ValueError as error:
        raise NoSuchRecordError("no such record is known") from error


def records(texts: tuple[str, ...]) -> tuple[RecordRef, ...]:
    """The records that a body names. Raises InvalidFieldsError."""
    try:
        return tuple(map(RecordRef.parse, texts))
    except ValueError as error:
        raise InvalidFieldsError({"records": str(error)}) from error


def check(visit: Visit) -> Check:
    """One of the checks that there are. Raises NoSuchPageError."""
    found = visit.arguments["check"]
    if found not in set(Check):
        raise NoSuchPageError("there is no such check")
    return Check(found)


def kind(visit: Visit) -> EntityKind:
    """A kind that has a rule: payments follow the invoices'. Raises NoSuchPageError."""
    found = visit.arguments["kind"]
    if found not in set(EntityKind) - {EntityKind.PAYMENT}:
        raise NoSuchPageError("there is no such rule")
    return EntityKind(found)


def plan(visit: Visit, console: Console) -> PlanJob:
    """A plan that there is. Raises UnknownConnectionError, UnknownPlanError."""
    return console.product.plan_jobs.get(connection_id(visit, console), visit.arguments["plan"])
