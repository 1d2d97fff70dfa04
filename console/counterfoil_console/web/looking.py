"""The pages that show how a connection stands: health, what needs you, records, one record. They change nothing."""

from dataclasses import replace

from counterfoil.bootstrap import places
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory, UnknownConnectionError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.pages.records import Column, RecordFilter
from counterfoil_console.presenting.causes import needs_you_page, vanished_in
from counterfoil_console.presenting.health import health_page
from counterfoil_console.presenting.help import help_cause_page, help_page
from counterfoil_console.presenting.ledgers import ledgers_page, unexplained_in
from counterfoil_console.presenting.record import record_page
from counterfoil_console.presenting.records import position_of, records_page, wanted_by
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.cookies import SESSION
from counterfoil_console.web.refusals import BadRequestError, NoSuchPageError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

routes = Routes()


@routes.get("/c/<connection>", Access.VIEWER, places.of_health)
def health(visit: Visit, console: Console) -> Answer:
    """How the connection stands as a whole."""
    connection = connection_of(visit, console)
    wanted = console.product.wanted_comparisons.is_asked(connection.id)
    vanished = bool(vanished_in(console.product.acceptance, connection.id))
    page = replace(health_page(console.product.health.health(connection)), is_compared_soon=wanted, vanished=vanished)
    return show(page, visit, console, current=connection.id)


@routes.get("/c/<connection>/ledgers", Access.VIEWER, places.of_ledgers)
def ledgers(visit: Visit, console: Console) -> Answer:
    """Every difference between both ledgers, as the last night found it."""
    connection = connection_of(visit, console)
    page = ledgers_page(console.product.ledgers.latest(connection.id), connection, console.product.addresses)
    page = replace(page, is_compared_soon=console.product.wanted_comparisons.is_asked(connection.id))
    return show(page, visit, console, current=connection.id)


@routes.get("/c/<connection>/needs-you", Access.VIEWER, places.of_needs_you)
def needs_you(visit: Visit, console: Console) -> Answer:
    """What needs a person, cause by cause."""
    connection = connection_of(visit, console)
    causes = console.product.causes.with_records(connection.id)
    page = needs_you_page(causes, connection, console.product.addresses, console.clock())
    unexplained = unexplained_in(console.product.ledgers.latest(connection.id))
    page = replace(page, ledgers=unexplained, vanished=vanished_in(console.product.acceptance, connection.id))
    return show(page, visit, console, current=connection.id)


@routes.get("/c/<connection>/records", Access.VIEWER)
def records(visit: Visit, console: Console) -> Answer:
    """The records of one kind, as the address filters them."""
    connection = connection_of(visit, console)
    try:
        shown, position = (
            _filter(visit),
            position_of(visit.request.query.get("after", ""), visit.request.query.get("before", "")),
        )
        wanted = wanted_by(shown, console.clock())
        listed = console.product.records.records(connection.id, wanted, position.after)
    except ValueError as error:
        raise BadRequestError("the address asks for records that cannot be listed") from error
    page = records_page(shown, listed, _columns(visit), position)
    return show(page, visit, console, current=connection.id)


@routes.post("/c/<connection>/columns", Access.VIEWER)
def choose_columns(visit: Visit, console: Console) -> Answer:
    """Which columns this person's lists of records show from now on; back to the list, filtered as it was."""
    connection = connection_of(visit, console)
    sent = visit.request.pairs()
    chosen = {value for name, value in sent if name == "cols"}
    columns = tuple(one for one in Column if one in chosen)
    session = visit.signed_in
    console.sessions.choose(visit.request.cookies[SESSION], session, replace(session.preferences, columns=columns))
    shown = {name: value for name, value in sent if name in RecordFilter().query}
    return answers.redirect(addresses.records(connection.id, **shown))


@routes.get("/c/<connection>/records/<record>", Access.VIEWER, places.of_record)
def record(visit: Visit, console: Console) -> Answer:
    """One record; of a payment that is put to several invoices, the share that the address names.

    A pair has one page, at its source: whoever comes by the counterpart is led there, which costs neither page a read more.
    """
    connection, ref = connection_of(visit, console), record_of(visit)
    sources = [link.source_ref for link in console.product.links.find(connection.id, [ref]).get(ref, ())]
    if sources and ref not in sources:
        there = addresses.record(connection.id, sources[0])
        return answers.redirect(addresses.with_query(there, **visit.request.query))
    found = console.product.record.record(connection.id, ref)
    known = next((one for one in found if one.is_known), None)
    if known is None:
        raise NoSuchPageError("no such record is known")
    return show(record_page(known, connection, console.product.addresses), visit, console, current=connection.id)


@routes.get("/help", Access.VIEWER)
def helping(visit: Visit, console: Console) -> Answer:
    """Every cause that keeps a record from being in step."""
    return show(help_page(), visit, console)


@routes.get("/help/<category>", Access.VIEWER)
def helping_with(visit: Visit, console: Console) -> Answer:
    """One of them."""
    return show(help_cause_page(category_of(visit)), visit, console)


def connection_of(visit: Visit, console: Console) -> Connection:
    """The connection that the path names. Raises NoSuchPageError."""
    try:
        return console.product.connections.get(visit.arguments["connection"])
    except UnknownConnectionError as error:
        raise NoSuchPageError("no such connection is known") from error


def record_of(visit: Visit) -> RecordRef:
    """The record that the path names. Raises NoSuchPageError."""
    try:
        return RecordRef.parse(visit.arguments["record"])
    except ValueError as error:
        raise NoSuchPageError("no such record is known") from error


def category_of(visit: Visit) -> ErrorCategory:
    """The cause that the path names. Raises NoSuchPageError."""
    try:
        return ErrorCategory(visit.arguments["category"])
    except ValueError as error:
        raise NoSuchPageError("no such cause is known") from error


def _filter(visit: Visit) -> RecordFilter:
    """Raises ValueError naming what the address asks for and is nothing."""
    query = visit.request.query
    changed, category, status = query.get("changed", ""), query.get("category", ""), query.get("status", "")
    if changed not in {"", "day", "week", "month"}:
        raise ValueError(f"no period: {changed!r}")
    return RecordFilter(
        kind=EntityKind(query.get("kind") or EntityKind.INVOICE),
        status=OutcomeStatus(status) if status else None,
        category=ErrorCategory(category) if category else "",
        changed=changed,  # type: ignore[arg-type]  # looked at above
        q=query.get("q", "")[:200],
    )


def _columns(visit: Visit) -> tuple[Column, ...]:
    """Those that the address names, else those that the person chose; all of them where there are none."""
    chosen = visit.session.preferences.columns if visit.session else ()
    asked = visit.request.query["cols"].split(",") if visit.request.query.get("cols") else chosen
    named = {one for one in asked if one in set(Column)}
    return tuple(one for one in Column if not named or one in named)
