"""Who is told when something needs a person: changed, and tried out."""

from dataclasses import replace

from counterfoil.domain.errors import VendorError
from counterfoil.domain.notices import ChatKind, NoticeTime
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.notices.desk import NoticesRefusedError, Wanted
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.ports.notices import RefusedMessageError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.frame import Done
from counterfoil_console.pages.notices import NoticesPage
from counterfoil_console.presenting.notices import notices_page
from counterfoil_console.web import answers, connection_deeds
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.refusals import BadRequestError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

routes = Routes()


@routes.get("/c/<connection>/notices", Access.VIEWER)
def notices(visit: Visit, console: Console) -> Answer:
    """Who is told, and whether that works."""
    return show(_page(visit, console), visit, console, current=connection_of(visit, console).id)


@routes.post("/c/<connection>/notices", Access.ADMINISTRATOR)
def keep(visit: Visit, console: Console) -> Answer:
    """Tell others, or otherwise."""
    connection, wanted = connection_of(visit, console), _wanted(visit)
    try:
        connection_deeds.tell(console, visit.who, connection, wanted)
    except NoticesRefusedError as error:
        return _again(visit, console, wanted, dict(error.faults))
    except ConcurrentChangeError:
        return _again(visit, console, wanted, {}, is_overtaken=True)
    except VendorError as error:
        return _again(visit, console, wanted, {"webhook": explanation_of(error.failure)})
    return _done(connection.id, Done.NOTICES_SAVED)


@routes.post("/c/<connection>/notices/trial", Access.ADMINISTRATOR)
def try_out(visit: Visit, console: Console) -> Answer:
    """Send everybody a trial message now, and say whether it was taken."""
    connection = connection_of(visit, console)
    console.trail.note(visit.who, Action.NOTICES_TRIED, scope=connection.id)
    try:
        console.heralding.notice_desk.try_out(connection)
    except (RefusedMessageError, VendorError) as error:
        why = said_by(error) if isinstance(error, RefusedMessageError) else explanation_of(error.failure)
        page = replace(_page(visit, console), trial_failure=why)
        return show(page, visit, console, status=502, current=connection.id)
    return _done(connection.id, Done.TEST_SENT)


def _wanted(visit: Visit) -> Wanted:
    form = visit.request.form()
    chat, time, revision = form.get("chat", ""), form.get("time", ""), form.get("revision", "0")
    try:
        return Wanted(
            mails=tuple(form.get("emails", "")[:10_000].split()),
            chat=ChatKind(chat) if chat else None,
            webhook=form.get("webhook", "").strip(),
            time=NoticeTime(time),
            revision=int(revision),
        )
    except ValueError as error:
        raise BadRequestError("the form asks for what there is not") from error


def _page(visit: Visit, console: Console) -> NoticesPage:
    return notices_page(console.heralding.notices.kept(connection_of(visit, console).id))


def _again(visit: Visit, console: Console, wanted: Wanted, faults: dict[str, str], *, is_overtaken: bool = False) -> Answer:
    """The page with what was sent, but for the secret, which whoever sent it has; with what somebody kept meanwhile."""
    kept = _page(visit, console)
    theirs = kept if is_overtaken else None
    page = replace(kept, emails=wanted.mails, chat=wanted.chat, time=wanted.time, faults=faults, theirs=theirs)
    return show(page, visit, console, status=409 if is_overtaken else 422, current=connection_of(visit, console).id)


def _done(connection_id: str, done: Done) -> Answer:
    return answers.redirect(addresses.with_query(addresses.connection(connection_id, "notices"), done=done))
