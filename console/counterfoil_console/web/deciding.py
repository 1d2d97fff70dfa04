"""What people decide about records: each is noted with who and when, and takes effect at once."""

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ImpossibleChoiceError
from counterfoil.domain.identity import RecordRef, is_id
from counterfoil.domain.texts import impossible
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.web import answers, connection_deeds
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.deeds import ABOUT_ONE, ABOUT_TWO, Deed
from counterfoil_console.web.looking import category_of, connection_of, record_of
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show, unsaid

routes = Routes()


@routes.post("/c/<connection>/compare", Access.ADMINISTRATOR)
def compare(visit: Visit, console: Console) -> Answer:
    """Have both ledgers compared now."""
    connection = connection_of(visit, console)
    console.trail.note(visit.who, Action.COMPARED, scope=connection.id)
    console.product.wanted_comparisons.ask(connection.id)
    return answers.redirect(addresses.with_query(addresses.connection(connection.id), done=Done.COMPARE_STARTED))


@routes.post("/c/<connection>/accept-vanished", Access.ADMINISTRATOR)
def accept_vanished(visit: Visit, console: Console) -> Answer:
    """Confirm that what the last check could not find was deleted on purpose; nothing where it was not halted."""
    connection = connection_of(visit, console)
    accepted = connection_deeds.accept_vanished(console, visit.who, connection.id)
    here = addresses.connection(connection.id, "needs-you")
    return _after(here, Done.VANISHED_ACCEPTED) if accepted else answers.redirect(here)


@routes.post("/c/<connection>/needs-you/<category>/retry", Access.ADMINISTRATOR)
def retry_cause(visit: Visit, console: Console) -> Answer:
    """Try all records of a cause again at once."""
    connection, category = connection_of(visit, console), category_of(visit)
    console.trail.note(visit.who, Action.TRIED_AGAIN, scope=connection.id, category=category)
    console.product.retry.now(connection.id, category)
    return _after(addresses.connection(connection.id, "needs-you"), _tried(connection))


@routes.post("/c/<connection>/records/<record>/retry", Access.ADMINISTRATOR)
def retry(visit: Visit, console: Console) -> Answer:
    """Try one record again at once."""
    connection, record = connection_of(visit, console), record_of(visit)
    console.trail.note(visit.who, Action.TRIED_AGAIN, scope=connection.id, subject=str(record))
    console.product.retry.now(connection.id, records=[record])
    return _after(addresses.record(connection.id, record), _tried(connection))


def _about_one(name: str, deed: Deed) -> None:
    @routes.post(f"/c/<connection>/records/<record>/{name}", Access.ADMINISTRATOR)
    def decided(visit: Visit, console: Console) -> Answer:
        return _decided(visit, console, deed, with_other=False)


def _about_two(name: str, deed: Deed) -> None:
    @routes.post(f"/c/<connection>/records/<record>/{name}", Access.ADMINISTRATOR)
    def decided(visit: Visit, console: Console) -> Answer:
        return _decided(visit, console, deed, with_other=True)


for _name, _deed in ABOUT_ONE.items():
    _about_one(_name, _deed)
for _name, _deed in ABOUT_TWO.items():
    _about_two(_name, _deed)


def _decided(visit: Visit, console: Console, deed: Deed, *, with_other: bool) -> Answer:
    """Note it, carry it out, and show the record; or say why it cannot be done."""
    connection, record = connection_of(visit, console), record_of(visit)
    here = addresses.record(connection.id, record)
    try:
        records = (record, _other(visit, record)) if with_other else (record,)
        why = visit.request.form().get("why", "").strip() or unsaid(visit)
        deed.carry_out(console, visit.who, connection.id, records, why)
    except (ImpossibleChoiceError, ConcurrentChangeError) as error:
        page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=said_by(error), back=here)
        return show(page, visit, console, status=409, current=connection.id)
    return _after(here, deed.done)


def _other(visit: Visit, record: RecordRef) -> RecordRef:
    """The record of the other system that the form names, whole or by its id there, which people find as a number.

    Raises ImpossibleChoiceError.
    """
    text = visit.request.form().get("other", "").strip()
    if text.isascii() and text.isdecimal() and is_id(text):
        return RecordRef(record.system.other, record.kind, text)
    try:
        return RecordRef.parse(text)
    except ValueError as error:
        raise ImpossibleChoiceError(impossible.NAMES_NO_RECORD(system=record.system.other.brand)) from error


def _tried(connection: Connection) -> Done:
    """What is paused, or not connected, is not tried before that has changed."""
    return Done.TRIED_AGAIN if connection.state is ConnectionState.ACTIVE else Done.TRIED_LATER


def _after(address: str, done: Done) -> Answer:
    return answers.redirect(addresses.with_query(address, done=done))
