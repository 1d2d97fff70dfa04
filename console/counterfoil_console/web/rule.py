"""The rule of one kind: looked at step by step, changed as a draft, previewed, gone back to how it was."""

from dataclasses import replace

from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.rules.invalid import InvalidRuleError, OutdatedRuleError
from counterfoil.engine.rules.keeper import Author
from counterfoil.engine.rules.standing import RuleStanding
from counterfoil_console import addresses
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.audit import Action
from counterfoil_console.forms.rule import COUNT, NEXT, Deed, deed_of, over_of, why_of
from counterfoil_console.forms.rule_fields import ADD, REMOVE
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.frame import Done
from counterfoil_console.pages.rule import Problem
from counterfoil_console.pages.rule_step import RuleStep
from counterfoil_console.presenting.rule import Sent
from counterfoil_console.presenting.rule_fields import Example
from counterfoil_console.presenting.rule_history import history_page
from counterfoil_console.presenting.rule_limits import sources_of
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.looking import connection_of
from counterfoil_console.web.refusals import BadRequestError
from counterfoil_console.web.routes import Routes, Visit
from counterfoil_console.web.rule_fields_asked import Asked
from counterfoil_console.web.rule_step import Step, Typed
from counterfoil_console.web.rules import kind_of
from counterfoil_console.web.showing import show, unsaid

_PLANS_LOOKED_AT = 20
_BY_PLANS = frozenset({RuleStep.MATCHING, RuleStep.PREVIEW})
_STATUS = {Problem.FAULTS: 422, Problem.OUTDATED: 409, Problem.VENDOR_SILENT: 503, Problem.NOT_ALLOWED: 409}

routes = Routes()


@routes.get("/c/<connection>/rules/<kind>", Access.VIEWER)
def rule(visit: Visit, console: Console) -> Answer:
    """One step of the rule, as it is in the draft, or runs."""
    step = _step(visit, console)
    return _shown(step, step.kept(), Sent(), visit, console)


@routes.get("/c/<connection>/rules/<kind>/history", Access.VIEWER)
def history(visit: Visit, console: Console) -> Answer:
    """Every version that ever was."""
    standing = console.rules.standing(connection_of(visit, console).id, kind_of(visit))
    return show(history_page(standing), visit, console, current=standing.connection.id)


@routes.post("/c/<connection>/rules/<kind>/draft", Access.ADMINISTRATOR)
def draft(visit: Visit, console: Console) -> Answer:
    """Keep a step in the draft, or show it once more after what the pressed button asks for."""
    step, form = _step(visit, console), visit.request.form()
    deed = deed_of(form)
    typed = step.typed(visit.request.pairs(), deed)
    if not (_keeps(step, deed) or _counts(step, deed)):
        return _shown(step, typed, Sent(), visit, console)
    try:
        if _counts(step, deed):
            return _shown(_counted(step, typed, console), typed, Sent(), visit, console)
        return _kept(step, typed, deed, visit, console)
    except InvalidRuleError as error:
        return _shown(step, typed, step.told(error.faults, typed), visit, console)
    except OutdatedRuleError as error:
        return _shown(step, typed, Sent(problem=Problem.OUTDATED, meanwhile=error.meanwhile), visit, console)
    except VendorError as error:
        return _shown(step, typed, Sent(problem=_problem(error)), visit, console)


@routes.post("/c/<connection>/rules/<kind>/discard", Access.ADMINISTRATOR)
def discard(visit: Visit, console: Console) -> Answer:
    """Let the draft be none."""
    connection_id, kind, form = connection_of(visit, console).id, kind_of(visit), visit.request.form()
    console.trail.note(visit.who, Action.RULE_DRAFT_DISCARDED, scope=connection_id, kind=kind)
    try:
        console.rules.discard(connection_id, kind, _author(visit), over_of(form))
    except OutdatedRuleError:
        return _changed_meanwhile(visit, console)
    return _to_rule(visit, connection_id, done=Done.DRAFT_DISCARDED)


@routes.post("/c/<connection>/rules/<kind>/plan", Access.ADMINISTRATOR)
def plan(visit: Visit, console: Console) -> Answer:
    """Have a plan made of what the draft would change; of everything where nothing was carried yet."""
    connection_id, kind, form = connection_of(visit, console).id, kind_of(visit), visit.request.form()
    console.trail.note(visit.who, Action.PLANNED, scope=connection_id, kind=kind)
    try:
        job = console.drafts.make(connection_id, kind, _author(visit), over_of(form))
    except OutdatedRuleError:
        return _changed_meanwhile(visit, console)
    except InvalidRuleError as error:
        step = _step(visit, console, RuleStep.PREVIEW)
        return _shown(step, step.kept(), step.told(error.faults, step.kept()), visit, console)
    except VendorError:
        return _not_answering(visit, console)
    return answers.redirect(addresses.plan(connection_id, job.id))


@routes.post("/c/<connection>/rules/<kind>/restore", Access.ADMINISTRATOR)
def restore(visit: Visit, console: Console) -> Answer:
    """Let a version run, an earlier one or the draft."""
    connection_id, kind, form = connection_of(visit, console).id, kind_of(visit), visit.request.form()
    number = over_of({"over": form.get("version", "")})
    console.trail.note(visit.who, Action.RULE_RESTORED, scope=connection_id, kind=kind, version=str(number))
    try:
        console.rules.restore(connection_id, kind, number, _author(visit), over_of(form))
    except OutdatedRuleError:
        return _changed_meanwhile(visit, console)
    except InvalidRuleError as error:
        told = tuple(fault.text for fault in error.faults)
        page = history_page(console.rules.standing(connection_id, kind), told)
        return show(page, visit, console, status=_STATUS[Problem.FAULTS], current=connection_id)
    except VendorError:
        return _not_answering(visit, console)
    return _to_rule(visit, connection_id, done=Done.RESTORED)


def _problem(error: VendorError) -> Problem:
    return Problem.NOT_ALLOWED if error.failure.cure is Cure.PERSON else Problem.VENDOR_SILENT


def _keeps(step: Step, deed: Deed) -> bool:
    return deed.keeps or (step.step is RuleStep.FIELDS and deed.name in {ADD, REMOVE})


def _counts(step: Step, deed: Deed) -> bool:
    return step.step is RuleStep.LIMITS and deed.name == COUNT


def _counted(step: Step, typed: Typed, console: Console) -> Step:
    """The step with how many records pass, asked only on request. Raises InvalidRuleError, VendorError."""
    connection = step.standing.connection
    rule = console.rules.check(connection.id, typed.document)
    return replace(step, counted=console.limit_counts.of(connection, rule, step.asked.source))


def _kept(step: Step, typed: Typed, deed: Deed, visit: Visit, console: Console) -> Answer:
    """What is wrong is told before anything is noted; what says the same as before is no draft."""
    connection_id, kind, form = step.standing.connection.id, step.standing.kind, visit.request.form()
    console.rules.check(connection_id, typed.document)
    console.trail.note(visit.who, Action.RULE_DRAFTED, scope=connection_id, kind=kind, step=step.step, why=why_of(form))
    version = console.rules.draft(connection_id, typed.document, _author(visit), over_of(form))
    following = tuple(RuleStep)[tuple(RuleStep).index(step.step) + 1] if deed.name == NEXT else step.step
    done = Done.DRAFT_SAVED if version != step.standing.latest else None
    return _to_rule(visit, connection_id, done=done, step=following, source=visit.request.query.get("source"))


def _shown(step: Step, typed: Typed, sent: Sent, visit: Visit, console: Console) -> Answer:
    page = step.page(typed, replace(sent, why=why_of(visit.request.form())))
    status = _STATUS[sent.problem] if sent.problem else 200
    return show(page, visit, console, status=status, current=step.standing.connection.id)


def _not_answering(visit: Visit, console: Console) -> Answer:
    """Nothing was done: a rule is checked against what the vendors have, and one does not answer."""
    connection_id = visit.arguments["connection"]
    page = ErrorPage(trouble=Trouble.BUSY, back=addresses.rule(connection_id, kind_of(visit)))
    return show(page, visit, console, status=_STATUS[Problem.VENDOR_SILENT], current=connection_id)


def _changed_meanwhile(visit: Visit, console: Console) -> Answer:
    """Nothing was done: whoever asked had not seen what runs, or waits, by now."""
    connection_id = visit.arguments["connection"]
    here = addresses.rule(connection_id, kind_of(visit), "history")
    page = ErrorPage(trouble=Trouble.CHANGED_MEANWHILE, back=here)
    return show(page, visit, console, status=_STATUS[Problem.OUTDATED], current=connection_id)


def _step(visit: Visit, console: Console, wanted: RuleStep | None = None) -> Step:
    """The step that the address names, the first where it names none. Raises BadRequestError."""
    connection, query = connection_of(visit, console), visit.request.query
    name, source = query.get("step") or RuleStep.DIRECTION, query.get("source", "")
    if name not in set(RuleStep) or source not in {"", *System}:
        raise BadRequestError("there is no such step")
    standing, step = console.rules.standing(connection.id, kind_of(visit)), wanted or RuleStep(name)
    sources = sources_of({"direction": standing.latest.rule.direction})
    asked = Asked(console.rules.fields, standing, System(source) if source in sources else sources[0])
    plans = console.product.plan_jobs.newest(connection.id, _PLANS_LOOKED_AT) if step in _BY_PLANS else ()
    example = _example(standing, console) if step is RuleStep.FIELDS else Example()
    return Step(standing, step, asked, tuple(plans), example=example)


def _example(standing: RuleStanding, console: Console) -> Example:
    """How many values do not fit is counted with the records, whichever fields they are in."""
    connection_id, kind = standing.connection.id, standing.kind
    tally = console.product.outcomes.tally(connection_id)
    unfit = (
        count.records
        for place, count in tally.items()
        if (place.kind, place.status, place.category) == (kind, OutcomeStatus.FAILING, ErrorCategory.VALUE_DOES_NOT_FIT)
    )
    return Example(console.product.latest.agreed(connection_id, kind), sum(unfit))


def _author(visit: Visit) -> Author:
    return Author(who=visit.who.name, why=why_of(visit.request.form()) or unsaid(visit))


def _to_rule(visit: Visit, connection_id: str, *, done: Done | None, **query: str | None) -> Answer:
    return answers.redirect(addresses.rule(connection_id, kind_of(visit), **query, done=done))
