"""Plans: made, looked at, applied, discarded."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from counterfoil.bootstrap import places
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import UnknownPlanError, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanScope, PlanState, RowState
from counterfoil.domain.texts.sentence import said_by
from counterfoil.engine.ports import ConcurrentChangeError, QueueError
from counterfoil.engine.preview.plans import PlanRefusedError
from counterfoil.engine.rules.invalid import InvalidRuleError, OutdatedRuleError
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.pages.plan import PlanFilter, PlanGroup
from counterfoil_console.presenting.plans import applied_page, plan_page, plans_page, wants
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.refusals import BadRequestError, NoSuchPageError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.showing import show

_PLANS_SHOWN = 50

routes = Routes()


@routes.get("/c/<connection>/plans", Access.VIEWER)
def plans(visit: Visit, console: Console) -> Answer:
    """All plans, the newest first."""
    connection = connection_of(visit, console)
    newest = console.product.plan_jobs.newest(connection.id, _PLANS_SHOWN)
    return show(plans_page(newest), visit, console, current=connection.id)


@routes.post("/c/<connection>/plans", Access.ADMINISTRATOR)
def make(visit: Visit, console: Console) -> Answer:
    """Have a plan of everything made."""
    connection = connection_of(visit, console)
    console.trail.note(visit.who, Action.PLANNED, scope=connection.id)
    job = console.product.plans.make(connection.id, PlanScope())
    return answers.redirect(addresses.plan(connection.id, job.id))


@routes.get("/c/<connection>/plans/<plan>", Access.VIEWER, places.of_plan)
def plan(visit: Visit, console: Console) -> Answer:
    """A plan with its rows; once it is applied, what became of them, or those rows that the address asks for."""
    job = _job(visit, console)
    if job.applied_at and not {"action", "became"} & visit.request.query.keys():
        results = console.product.plan_rows.results(job)
        compared = console.product.ledgers.latest(job.connection_id)
        page = applied_page(job, results, _who(job, console), job.applied_at, compared)
        page = replace(page, is_compared_soon=console.product.wanted_comparisons.is_asked(job.connection_id))
        return show(page, visit, console, current=job.connection_id)
    try:
        shown, (first, behind) = _filter(visit), _position(visit.request.query.get("after", ""))
    except ValueError as error:
        raise BadRequestError("the address asks for rows that there cannot be") from error
    listed = console.product.plan_rows.wanted(job, wants(shown), behind, became=shown.became)
    connection = connection_of(visit, console)
    opened, starts = partial(console.product.addresses, connection), connection.state is ConnectionState.PLANNED
    pending = plan_page(job, shown, listed, first, opened, starts=starts)
    return show(pending, visit, console, current=connection.id)


@routes.post("/c/<connection>/plans/<plan>/apply", Access.ADMINISTRATOR)
def apply(visit: Visit, console: Console) -> Answer:
    """Have just what the plan says carried."""
    job = _job(visit, console)
    here = addresses.plan(job.connection_id, job.id)
    try:
        console.trail.note(visit.who, Action.PLAN_APPLIED, scope=job.connection_id, subject=job.id)
        console.drafts.apply(job.connection_id, job.id, visit.who.name)
    except (PlanRefusedError, InvalidRuleError, OutdatedRuleError) as error:
        page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=said_by(error), back=here)
        return show(page, visit, console, status=409, current=job.connection_id)
    except (VendorError, QueueError):
        return show(ErrorPage(trouble=Trouble.BUSY, back=here), visit, console, status=503, current=job.connection_id)
    return answers.redirect(here)


@routes.post("/c/<connection>/plans/<plan>/discard", Access.ADMINISTRATOR)
def discard(visit: Visit, console: Console) -> Answer:
    """Let a plan that was not applied be none. One that has just come further is shown as it is, to be decided anew."""
    job = _job(visit, console)
    here = addresses.plan(job.connection_id, job.id)
    try:
        console.trail.note(visit.who, Action.PLAN_DISCARDED, scope=job.connection_id, subject=job.id)
        console.product.plans.discard(job.connection_id, job.id)
    except PlanRefusedError as error:
        page = ErrorPage(trouble=Trouble.NOT_POSSIBLE, explanation=said_by(error), back=here)
        return show(page, visit, console, status=409, current=job.connection_id)
    except ConcurrentChangeError:
        return answers.redirect(here)
    return answers.redirect(addresses.with_query(addresses.connection(job.connection_id, "plans"), done=Done.PLAN_DISCARDED))


@routes.post("/c/<connection>/plans/<plan>/resume", Access.ADMINISTRATOR)
def resume(visit: Visit, console: Console) -> Answer:
    """Let a plan that stopped go on where it was. One that somebody else has let go on meanwhile is shown as it is."""
    job = _job(visit, console)
    here = addresses.plan(job.connection_id, job.id)
    if job.state is PlanState.STOPPED:
        console.trail.note(visit.who, Action.PLAN_RESUMED, scope=job.connection_id, subject=job.id)
    try:
        with suppress(ConcurrentChangeError):
            console.product.plans.resume(job.connection_id, job.id)
    except QueueError:
        return show(ErrorPage(trouble=Trouble.BUSY, back=here), visit, console, status=503, current=job.connection_id)
    return answers.redirect(here)


@routes.post("/c/<connection>/plans/<plan>/again", Access.ADMINISTRATOR)
def again(visit: Visit, console: Console) -> Answer:
    """Plan anew what had changed since this plan."""
    job = _job(visit, console)
    changed = console.product.plan_rows.changed(job)
    if not changed:
        return answers.redirect(addresses.plan(job.connection_id, job.id))
    console.trail.note(visit.who, Action.PLANNED, scope=job.connection_id, subject=job.id)
    anew = console.product.plans.make_again(job, changed)
    return answers.redirect(addresses.plan(job.connection_id, anew.id))


def _job(visit: Visit, console: Console) -> PlanJob:
    """The plan that the path names. Raises NoSuchPageError."""
    try:
        return console.product.plan_jobs.get(connection_of(visit, console).id, visit.arguments["plan"])
    except UnknownPlanError as error:
        raise NoSuchPageError("no such plan is known") from error


def _who(job: PlanJob, console: Console) -> str:
    """Who applied it last, as far as the audit trail knows."""
    entries = console.audit.of(job.connection_id, job.id, limit=10)
    return next((entry.who for entry in entries if entry.action is Action.PLAN_APPLIED), "")


def _filter(visit: Visit) -> PlanFilter:
    """Raises ValueError naming what the address asks for and is nothing."""
    query = visit.request.query
    return PlanFilter(
        action=PlanGroup(query["action"]) if query.get("action") else None,
        kind=EntityKind(query["kind"]) if query.get("kind") else None,
        became=RowState(query["became"]) if query.get("became") else None,
        q=query.get("q", "")[:200],
    )


def _position(text: str) -> tuple[int, RecordRef | None]:
    """At which row a page begins, and behind which record. Raises ValueError."""
    if not text:
        return 1, None
    first, _, behind = text.partition("~")
    return max(int(first[:9]), 1), RecordRef.parse(behind)
