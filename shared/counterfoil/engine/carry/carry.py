"""Carries out decisions, in bulk: one stage per kind of action, every result on its own, restartable at every point."""

from collections.abc import Sequence

from counterfoil.domain.identity import System
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Action, Adopt, Create, Follow, Recover
from counterfoil.engine.carry.adopt import adopt, follow
from counterfoil.engine.carry.change import change
from counterfoil.engine.carry.create import create, look, release, write_again
from counterfoil.engine.carry.settle import settle
from counterfoil.engine.carry.translate import priced_at_home, translated
from counterfoil.engine.carry.use_up import use_up
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.plan import Plan, explain_balances


def carry(context: Context, plan: Plan) -> None:
    """Do what every case's decision says. What goes wrong is an event of its case; nothing is raised for one record.

    What came first must have been carried out before. Raises VendorError when payments cannot be asked for.
    """
    cases = plan.cases
    for case in cases:
        for action in _actions(case):
            if isinstance(action, Follow):
                follow(context, case)
    for case in cases:
        for action in _actions(case):
            if isinstance(action, Adopt):
                adopt(context, case, action.counterpart)
    for target in System:
        _make(context, plan, target)
        change(context, plan, target)
    settle(context, cases)
    _check(context, cases)
    use_up(context, cases)


def _actions(case: Case) -> Sequence[Action]:
    return case.decision.actions if case.decision and case.may_be_carried else ()


def _make(context: Context, plan: Plan, target: System) -> None:
    """Make what is missing at `target`; what an earlier try may have made is looked for first."""
    fresh = [case for case in plan.cases if Create(target) in _actions(case)]
    begun = [case for case in plan.cases if any(Recover(target, again) in _actions(case) for again in (True, False))]
    nothing_left = look(context, begun)
    wanted = [case for case in nothing_left if Recover(target) in _actions(case)]
    records = priced_at_home(context, translated(plan, [*fresh, *wanted], target))
    create(context, [case for case in fresh if case.ref in records], records)
    write_again(context, [case for case in wanted if case.ref in records], records)
    release(context, [case for case in nothing_left if case.ref not in records])


def _check(context: Context, cases: Sequence[Case]) -> None:
    """Decide anew about every pair that was written, as the vendors answered: amounts are compared after every write.

    What is then still to be done is done in the next round.
    """
    written = [case for case in cases if case.acted and case.event is None and case.link]
    for case in written:
        case.check = decide(case.pair, context.connection.rule(case.kind))
    explain_balances(context, written)
