"""Plans, for programs: made, read, applied, discarded. A backfill is a plan with a day since when it counts."""

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.plan_job import PlanRow, PlanScope, PlanState
from counterfoil.engine.preview.listed import Wants
from counterfoil.engine.preview.scope import first_moment
from counterfoil.engine.rules.files import check_file
from counterfoil_console.api.plans import Plan, PlanResults, Plans, Rows, WantedPlan, WantedRows
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.web.api import named
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.refusals import InvalidFieldsError, NotPossibleError
from counterfoil_console.web.routes import Visit

_NEWEST = 50
_PLANS = "/connections/<connection>/plans"
_PLAN = f"{_PLANS}/<plan>"

routes = Operations()


@routes.read(_PLANS, takes=Nothing, answers=Plans)
def plans(visit: Visit, console: Console, _taken: Nothing) -> Plans:
    """The newest plans of a connection."""
    newest = console.product.plan_jobs.newest(named.connection_id(visit, console), _NEWEST)
    return Plans(plans=tuple(map(Plan.of, newest)))


@routes.act(_PLANS, takes=WantedPlan, answers=Plan)
def make_plan(visit: Visit, console: Console, taken: WantedPlan) -> Plan:
    """Have a plan made; it is under way then, and writes nothing to either vendor."""
    connection_id = named.connection_id(visit, console)
    scope = _scope(console, connection_id, taken)
    console.trail.note(visit.who, Action.PLANNED, scope=connection_id)
    return Plan.of(console.product.plans.make(connection_id, scope))


@routes.read(_PLAN, takes=Nothing, answers=Plan)
def plan(visit: Visit, console: Console, _taken: Nothing) -> Plan:
    """A plan as far as it has come."""
    return Plan.of(named.plan(visit, console))


@routes.read(f"{_PLAN}/rows", takes=WantedRows, answers=Rows)
def plan_rows(visit: Visit, console: Console, taken: WantedRows) -> Rows:
    """A page of a plan's rows, kind by kind in the order in which they are carried."""
    job, behind = named.plan(visit, console), _behind(taken.after)
    listed = console.product.plan_rows.wanted(job, _wants(taken), behind, became=taken.became)
    return Rows.of(console.product.plans.with_outcomes(job, listed.rows), listed.last)


@routes.read(f"{_PLAN}/results", takes=Nothing, answers=PlanResults)
def plan_results(visit: Visit, console: Console, _taken: Nothing) -> PlanResults:
    """What became of an applied plan so far."""
    return PlanResults.of(console.product.plan_rows.results(named.plan(visit, console)))


@routes.act(f"{_PLAN}/apply", takes=Nothing, answers=Plan)
def apply_plan(visit: Visit, console: Console, _taken: Nothing) -> Plan:
    """Have just what the plan says carried, once more those rows that were not done; drafts that it was made with run."""
    job = named.plan(visit, console)
    console.trail.note(visit.who, Action.PLAN_APPLIED, scope=job.connection_id, subject=job.id)
    return Plan.of(console.drafts.apply(job.connection_id, job.id, visit.who.name))


@routes.act(f"{_PLAN}/resume", takes=Nothing, answers=Plan)
def resume_plan(visit: Visit, console: Console, _taken: Nothing) -> Plan:
    """Have a plan that stopped go on where it was; any other stays as it is."""
    job = named.plan(visit, console)
    if job.state is PlanState.STOPPED:
        console.trail.note(visit.who, Action.PLAN_RESUMED, scope=job.connection_id, subject=job.id)
    return Plan.of(console.product.plans.resume(job.connection_id, job.id))


@routes.act(f"{_PLAN}/discard", takes=Nothing, answers=Plan)
def discard_plan(visit: Visit, console: Console, _taken: Nothing) -> Plan:
    """Let a plan that was not applied be none; it stays among the others, and cannot be applied any more."""
    job = named.plan(visit, console)
    console.trail.note(visit.who, Action.PLAN_DISCARDED, scope=job.connection_id, subject=job.id)
    return Plan.of(console.product.plans.discard(job.connection_id, job.id))


@routes.act(f"{_PLAN}/again", takes=Nothing, answers=Plan)
def plan_again(visit: Visit, console: Console, _taken: Nothing) -> Plan:
    """Plan anew what had changed since this plan."""
    job = named.plan(visit, console)
    changed = console.product.plan_rows.changed(job)
    if not changed:
        raise NotPossibleError("nothing had changed since this plan")
    console.trail.note(visit.who, Action.PLANNED, scope=job.connection_id, subject=job.id)
    return Plan.of(console.product.plans.make_again(job, changed))


def _scope(console: Console, connection_id: str, wanted: WantedPlan) -> PlanScope:
    connection = console.product.connections.get(connection_id)
    drafts = check_file(console.rules, connection_id, {"rules": list(wanted.rules)}) if wanted.rules else ()
    since = first_moment(wanted.since, connection) if wanted.since else None
    return PlanScope(drafts=tuple(drafts), since=since, records=named.records(wanted.records))


def _wants(wanted: WantedRows) -> Wants:
    text = wanted.q.strip().casefold()

    def wants(row: PlanRow) -> bool:
        fits = wanted.kind in {None, row.ref.kind} and wanted.action in {None, row.action}
        return fits and any(
            text in one.casefold() for one in (row.name, row.party, str(row.ref), *row.reasons, *row.remarks)
        )

    return wants


def _behind(after: str) -> RecordRef | None:
    try:
        return RecordRef.parse(after) if after else None
    except ValueError as error:
        raise InvalidFieldsError({"after": "no page of these rows"}) from error
