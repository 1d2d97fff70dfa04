"""Values that the other side cannot take, and names that are none, stop a record before anything is written."""

from collections.abc import Iterable

from counterfoil.domain.errors import Failure
from counterfoil.domain.planning.decision import Action, Create, Decision, Recover, Update, stopped
from counterfoil.domain.planning.nameless import nameless
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.rules.own import filled, own_to_write


def unless_misfit(pair: Pair, decision: Decision, rule: SyncRule) -> Decision:
    """`decision`, or the failure of the first value that it would write and that does not fit."""
    for action in decision.actions:
        if failure := _misfit(pair, action, rule):
            looking = [Recover(one.target, again=False) for one in decision.actions if isinstance(one, Recover)]
            return stopped(failure, *looking)
    return decision


def _misfit(pair: Pair, action: Action, rule: SyncRule) -> Failure | None:
    match action:
        case Update(target, names):
            return _misfit_of(pair, names, rule, action)
        case Create(target) | Recover(target, again=True):
            source = pair.sides.get(target.other)
            if failure := nameless(pair, action):
                return failure
            return _misfit_of(pair, filled(rule, source.fields, target), rule, action) if source else None
        case _:
            return None


def _misfit_of(pair: Pair, names: Iterable[str], rule: SyncRule, action: Create | Recover | Update) -> Failure | None:
    written = own_to_write(rule, pair.sides[action.target.other].fields, names, action.target)
    return written if isinstance(written, Failure) else None
