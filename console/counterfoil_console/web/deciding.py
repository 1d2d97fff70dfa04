"""What people decide about records: each is noted with who and when, and takes effect at once."""

from collections.abc import Callable
from dataclasses import dataclass

from counterfoil.domain.errors import ImpossibleChoiceError
from counterfoil.domain.identity import RecordRef, is_id
from counterfoil.engine.choose.author import Author
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import category_of, connection_of, record_of
from counterfoil_console.web.refusals import BadRequestError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

type Decide = Callable[[Choosing, str, RecordRef, Author], None]
type DecideAboutTwo = Callable[[Choosing, str, RecordRef, RecordRef, Author], None]

routes = Routes()


@dataclass(frozen=True, slots=True)
class _Deed:
    """One thing that can be decided, and what is said of it afterwards."""

    action: Action
    done: Done


_ABOUT_ONE: dict[str, tuple[Decide, _Deed]] = {
    "unlink": (Choosing.unlink, _Deed(Action.UNLINKED, Done.UNLINKED)),
    "leave-out": (Choosing.leave_out, _Deed(Action.LEFT_OUT, Done.LEFT_OUT)),
    "take-back": (Choosing.take_back, _Deed(Action.TAKEN_BACK, Done.TAKEN_BACK)),
    "accept": (Choosing.accept, _Deed(Action.ACCEPTED, Done.ACCEPTED)),
    "send-again": (Choosing.send_again, _Deed(Action.SENT_AGAIN, Done.SENT_AGAIN)),
}
_ABOUT_TWO: dict[str, tuple[DecideAboutTwo, _Deed]] = {
    "choose": (Choosing.choose, _Deed(Action.CHOSEN, Done.CHOSEN)),
    "link": (Choosing.link, _Deed(Action.LINKED, Done.LINKED)),
}


@routes.post("/c/<connection>/needs-you/<category>/retry", Access.ADMINISTRATOR)
def retry_cause(visit: Visit, console: Console) -> Answer:
    """Try all records of a cause again at once."""
    connection, category = connection_of(visit, console), category_of(visit)
    console.trail.note(visit.who, Action.TRIED_AGAIN, scope=connection.id, category=category)
    console.product.retry.now(connection.id, category)
    return _after(addresses.connection(connection.id, "needs-you"), Done.TRIED_AGAIN)


@routes.post("/c/<connection>/records/<record>/retry", Access.ADMINISTRATOR)
def retry(visit: Visit, console: Console) -> Answer:
    """Try one record again at once."""
    connection, record = connection_of(visit, console), record_of(visit)
    console.trail.note(visit.who, Action.TRIED_AGAIN, scope=connection.id, subject=str(record))
    console.product.retry.now(connection.id, records=[record])
    return _after(addresses.record(connection.id, record), Done.TRIED_AGAIN)


def _about_one(name: str, decide: Decide, deed: _Deed) -> None:
    @routes.post(f"/c/<connection>/records/<record>/{name}", Access.ADMINISTRATOR)
    def decided(visit: Visit, console: Console) -> Answer:
        def carry_out(connection_id: str, record: RecordRef, author: Author) -> None:
            decide(console.product.choosing, connection_id, record, author)

        return _decided(visit, console, deed, carry_out)


def _about_two(name: str, decide: DecideAboutTwo, deed: _Deed) -> None:
    @routes.post(f"/c/<connection>/records/<record>/{name}", Access.ADMINISTRATOR)
    def decided(visit: Visit, console: Console) -> Answer:
        def carry_out(connection_id: str, record: RecordRef, author: Author) -> None:
            decide(console.product.choosing, connection_id, record, _other(visit, record), author)

        return _decided(visit, console, deed, carry_out)


for _name, (_decide, _deed) in _ABOUT_ONE.items():
    _about_one(_name, _decide, _deed)
for _name, (_decide_about_two, _deed) in _ABOUT_TWO.items():
    _about_two(_name, _decide_about_two, _deed)


def _decided(visit: Visit, console: Console, deed: _Deed, carry_out: Callable[[str, RecordRef, Author], None]) -> Answer:
    """Note it, carry it out, and show the record; or say why it cannot be done."""
    connection, record = connection_of(visit, console), record_of(visit)
    here = addresses.record(connection.id, record)
    reason = visit.request.form().get("why", "").strip() or deed.done.replace("_", " ")
    try:
        author = Author(who=visit.who.name, why=reason)
        console.trail.note(visit.who, deed.action, scope=connection.id, subject=str(record), why=author.why)
        carry_out(connection.id, record, author)
    except (ImpossibleChoiceError, ConcurrentChangeError) as error:
        page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=str(error), back=here)
        return show(page, visit, console, status=409, current=connection.id)
    return _after(here, deed.done)


def _other(visit: Visit, record: RecordRef) -> RecordRef:
    """The record of the other system that the form names, whole or by its id there. Raises BadRequestError."""
    text = visit.request.form().get("other", "").strip()
    if is_id(text):
        return RecordRef(record.system.other, record.kind, text)
    try:
        return RecordRef.parse(text)
    except ValueError as error:
        raise BadRequestError("no record is named") from error


def _after(address: str, done: Done) -> Answer:
    return answers.redirect(addresses.with_query(address, done=done))
