"""Exports and plans over older records: begun, followed, cancelled, downloaded."""

from datetime import date
from zoneinfo import ZoneInfo

from counterfoil.domain.errors import ErrorCategory, InvalidValueError, UnknownPlanError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.preview.scope import first_moment
from counterfoil.languages import translations_of
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.exports import ExportForm, ExportJob, ExportScope, ExportSort, UnknownExportError
from counterfoil_console.pages.frame import Done
from counterfoil_console.presenting.jobs import job_title, jobs_page
from counterfoil_console.presenting.records import PERIODS
from counterfoil_console.web import answers, connection_deeds
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.refusals import BadRequestError, NoSuchPageError, NotPossibleError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import language_of, show

_SHOWN = 50

routes = Routes()


@routes.get("/c/<connection>/jobs", Access.VIEWER)
def jobs(visit: Visit, console: Console) -> Answer:
    """Both, the newest first."""
    connection = connection_of(visit, console)
    page = jobs_page(
        console.exports.newest(connection.id, _SHOWN),
        console.product.plan_jobs.newest(connection.id, _SHOWN),
        ZoneInfo(connection.portal.time_zone),
        translations_of(language_of(visit)),
        console.clock(),
    )
    return show(page, visit, console, current=connection.id)


@routes.post("/c/<connection>/jobs", Access.VIEWER)
def export(visit: Visit, console: Console) -> Answer:
    """Have a file made of what the form names."""
    connection, form = connection_of(visit, console), visit.request.form()
    try:
        scope, kind = _scope(visit, console), ExportForm(form.get("form") or ExportForm.XLSX)
        if scope.plan:
            console.product.plan_jobs.get(connection.id, scope.plan)
    except (ValueError, UnknownPlanError) as error:
        raise BadRequestError("the form asks for what cannot be exported") from error
    language = language_of(visit)
    what = job_title(scope, translations_of(language))
    console.trail.note(visit.who, Action.EXPORTED, scope=connection.id, what=what, form=kind)
    tells = form.get("mail") == "yes"
    console.exports.begin(connection.id, scope, kind, visit.who, language=language, tells=tells)
    return _after(connection.id, Done.EXPORT_STARTED)


@routes.post("/c/<connection>/jobs/backfill", Access.ADMINISTRATOR)
def backfill(visit: Visit, console: Console) -> Answer:
    """Have a plan made over what changed since a day; it writes nothing before somebody applies it."""
    connection = connection_of(visit, console)
    try:
        day = date.fromisoformat(visit.request.form().get("since", ""))
        since = first_moment(day, connection)
    except ValueError as error:
        raise BadRequestError("the form names no day") from error
    except InvalidValueError as error:
        raise NotPossibleError(said_by(error)) from error
    console.trail.note(visit.who, Action.PLANNED, scope=connection.id, since=day.isoformat())
    job = console.product.plans.make(connection.id, PlanScope(since=since))
    return answers.redirect(addresses.with_query(addresses.plan(connection.id, job.id), done=Done.BACKFILL_STARTED))


@routes.post("/c/<connection>/jobs/<job>/cancel", Access.VIEWER)
def cancel(visit: Visit, console: Console) -> Answer:
    """Make it no further."""
    found = _job(visit, console)
    try:
        connection_deeds.cancel_export(console, visit.who, found, translations_of(language_of(visit)))
    except ConcurrentChangeError:
        return _after(found.connection_id)  # it has just come further, and may be ready
    return _after(found.connection_id, Done.CANCELLED)


@routes.get("/c/<connection>/jobs/<job>/file", Access.VIEWER)
def file(visit: Visit, console: Console) -> Answer:
    """The file, by a link that is good for a few minutes."""
    found = _job(visit, console)
    try:
        link = console.exports.link(found.connection_id, found.id)
    except UnknownExportError as error:
        raise NoSuchPageError("the file is kept no longer") from error
    what = job_title(found.scope, translations_of(language_of(visit)))
    console.trail.note(visit.who, Action.DOWNLOADED, scope=found.connection_id, what=what)
    return answers.redirect(link)


def _job(visit: Visit, console: Console) -> ExportJob:
    """The export that the path names. Raises NoSuchPageError."""
    try:
        return console.exports.get(connection_of(visit, console).id, visit.arguments["job"])
    except UnknownExportError as error:
        raise NoSuchPageError("no such export is known") from error


def _scope(visit: Visit, console: Console) -> ExportScope:
    """Raises ValueError naming what the form asks for and is nothing."""
    form = visit.request.form()
    sort = ExportSort(form.get("what") or ExportSort.RECORDS)
    if sort is not ExportSort.RECORDS:
        return ExportScope(sort=sort, plan=form.get("plan", "") if sort is ExportSort.PLAN else "")
    changed = form.get("changed", "")
    if changed and changed not in PERIODS:
        raise ValueError(f"no period: {changed!r}")
    kind, status, category = form.get("kind", ""), form.get("status", ""), form.get("category", "")
    return ExportScope(
        kind=EntityKind(kind) if kind else None,
        status=OutcomeStatus(status) if status else None,
        category=ErrorCategory(category) if category else None,
        text=form.get("q", "")[:200],
        since=console.clock() - PERIODS[changed] if changed else None,
    )


def _after(connection_id: str, done: Done | None = None) -> Answer:
    return answers.redirect(addresses.with_query(addresses.connection(connection_id, "jobs"), done=done))
