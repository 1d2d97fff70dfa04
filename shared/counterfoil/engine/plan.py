"""The plan: what would be done about some records, and about all that they need. It writes nothing anywhere.

The live sync carries out just this plan; the preview, "explain" and replay show it.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeGuard

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Action, Adopt, Create, Decision, Recover, Update, Void, stopped
from counterfoil.domain.planning.pair import PlannedCounterpart
from counterfoil.domain.planning.parents import must_be_read
from counterfoil.domain.planning.references import refers
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.domain.rules import Direction
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.custom_line_item import custom_line_item
from counterfoil.engine.read.gather import gather
from counterfoil.engine.read.invoices_there import match_invoices
from counterfoil.engine.read.payments_there import match_payments
from counterfoil.engine.read.question import Question
from counterfoil.engine.read.references import References
from counterfoil.engine.read.resolve import Resolver
from counterfoil.engine.read.standings import is_doubtful, read_standings, want_standings


@dataclass(slots=True)
class Plan:
    """What is to be done about records of one kind. `needs` are the plans that come first, `references` their outcome."""

    question: Question
    cases: list[Case]
    needs: list["Plan"] = field(default_factory=list)
    references: References = field(default_factory=References)

    def every(self) -> list[Case]:
        """All cases, those that come first included, in the order in which they are carried out."""
        return [case for need in self.needs for case in need.every()] + self.cases

    def needs_of(self, case: Case) -> Iterator[tuple[Case, str]]:
        """The cases that come first for one of these, each with what people call it."""
        for reference in case.references:
            if isinstance(reference, PlannedCounterpart) and (need := self.references.cases.get(reference.source)):
                yield need, reference.name

    def divided(self, later: AbstractSet[Case]) -> tuple["Plan", "Plan"]:
        """The plan without some of its cases, and the plan of these, which has what only they need."""
        now = [case for case in self.cases if case not in later]
        then = [case for case in self.cases if case in later]
        needed_now = {need for case in now for need, _ in self.needs_of(case)}
        needed_then = {need for case in then for need, _ in self.needs_of(case)} - needed_now
        needs = [need.divided(needed_then) for need in self.needs]
        return (
            replace(self, cases=now, needs=[first for first, _ in needs]),
            replace(self, cases=then, needs=[second for _, second in needs]),
        )


def plan(context: Context, question: Question, known: References | None = None) -> Plan:
    """What to do about the pairs that the question is about. Raises VendorError when a vendor cannot be read.

    What is `known` of references from earlier plans is not planned again; what this plan learns is added to it.
    """
    if question.needed and question.refs == (CUSTOM_LINE_ITEM,):
        return Plan(question, [custom_line_item(context)])
    planned = Plan(question, gather(context, question), references=References() if known is None else known)
    match_invoices(context, planned.cases, partial(_know_customers, context, planned))
    _decide(context, planned.cases)
    _read_what_is_remembered(context, planned)
    _resolve(context, planned, known)
    match_payments(context, planned.cases, planned.references)
    _decide(context, [case for case in planned.cases if case.references])
    explain_balances(context, planned.cases)
    return planned


def _know_customers(context: Context, planned: Plan, invoices: Sequence[Invoice], target: System) -> References:
    """Who the customers of invoices are that may be there already; those that are found come before the invoices.

    A customer that would have to be made has no invoices yet: it is planned with those that are made.
    """
    found = planned.references.copy()

    def plan_need(question: Question) -> None:
        need = plan(context, question)
        found.learn(need.cases)
        adopting = [case for case in need.cases if any(isinstance(action, Adopt) for action in _actions(case))]
        planned.needs.append(Plan(question, adopting, references=need.references))
        planned.references.learn(adopting)

    Resolver(context, found, plan_need, anew=planned.question.references_anew).customers(invoices, target)
    return found


def explain_balances(context: Context, cases: Sequence[Case]) -> None:
    """Ask how the payments of paid or differing invoices stand, and decide about those anew. Raises VendorError.

    Where no payments are carried nobody is asked: that says it all.
    """
    differing = [case for case in cases if want_standings(context, case)]
    if context.connection.rule(EntityKind.PAYMENT).direction is Direction.OFF:
        for case in differing:
            case.uncarried = True
    else:
        read_standings(context, differing)
    for case in differing:
        verdict = decide(case.pair, context.connection.rule(case.kind))
        if case.check:
            case.check = verdict
        else:
            case.decision = verdict


def _decide(context: Context, cases: Sequence[Case]) -> None:
    for case in cases:
        case.decision = decide(case.pair, context.connection.rule(case.kind))
        case.decision = _as_foreseen(context, case, case.decision)


def _as_foreseen(context: Context, case: Case, decision: Decision) -> Decision:
    """The decision, or why what it would make cannot be made; what an earlier try may have left is still looked for."""
    target = next((one.target for one in decision.actions if _is_to_be_made(one)), None)
    made_of = case.snapshots.get(target.other) if target else None
    failure = context.systems[target].foresee(made_of.record) if target and made_of else None
    if failure is None:
        return decision
    looking = [replace(one, again=False) for one in decision.actions if isinstance(one, Recover)]
    return replace(stopped(failure, *looking), rule_version=decision.rule_version)


def _is_to_be_made(action: Action) -> TypeGuard[Create | Recover]:
    return isinstance(action, Create) or (isinstance(action, Recover) and action.again)


def _read_what_is_remembered(context: Context, planned: Plan) -> None:
    """Both sides are read where what is only remembered is to be carried, or decides about a balance or a move below another
    customer.

    What was only glimpsed is enough to say that a pair is in step, and for nothing else.
    """
    doubtful = {case.ref for case in planned.cases if _must_be_read(context, case)}
    if not doubtful:
        return
    again = gather(context, replace(planned.question, refs=tuple(sorted(doubtful)), read_both=True))
    refs = {case.ref for case in again}
    planned.cases = [case for case in planned.cases if case.ref not in doubtful | refs] + again
    _decide(context, again)


def _must_be_read(context: Context, case: Case) -> bool:
    remembered = is_doubtful(case) or _carries_what_is_remembered(case)
    return remembered or _is_unsure_of_its_parent(context, case) or not _is_glimpse_enough(case)


def _carries_what_is_remembered(case: Case) -> bool:
    changes = (action for action in _actions(case) if isinstance(action, Update | Void))
    return any(action.target.other not in case.snapshots for action in changes)


def _is_unsure_of_its_parent(context: Context, case: Case) -> bool:
    link = case.link
    if case.kind is not EntityKind.CUSTOMER or link is None or link.state is LinkState.RESERVED:
        return False
    pair = case.pair
    return len(pair.sides) == len(System) and must_be_read(pair, link, context.connection.rule(case.kind))


def _is_glimpse_enough(case: Case) -> bool:
    in_step = case.decision is not None and case.decision.status is OutcomeStatus.IN_SYNC
    return not case.glimpses or (in_step and not _actions(case))


def _resolve(context: Context, planned: Plan, known: References | None) -> None:
    """What the documents refer to that are to be made or changed: linked, planned, or the reason why not."""

    def plan_need(question: Question) -> None:
        need = plan(context, question, known)
        planned.needs.append(need)
        planned.references.learn(need.cases)

    resolver = Resolver(context, planned.references, plan_need, anew=planned.question.references_anew)
    for target in System:
        referring = [case for case in planned.cases if _refers(case, target)]
        records = [case.snapshots[target.other].record for case in referring]
        if invoices := [record for record in records if isinstance(record, Invoice)]:
            resolver.invoices(invoices, target)
        if customers := [record for record in records if isinstance(record, Customer)]:
            resolver.parents(customers)
        if payments := [record for record in records if isinstance(record, Payment)]:
            resolver.payments(payments, target)
        for case, record in zip(referring, records, strict=True):
            case.references = planned.references.of(record, target)


def _refers(case: Case, target: System) -> bool:
    return any(refers(case.kind, action) and _target(action) is target for action in _actions(case))


def _actions(case: Case) -> Sequence[Action]:
    return case.decision.actions if case.decision else ()


def _target(action: Action) -> System | None:
    return action.target if isinstance(action, Create | Recover | Update) else None
