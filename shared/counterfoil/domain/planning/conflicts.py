"""Whether a decision gives way to one side where both have changed the same field."""

from counterfoil.domain.identity import System
from counterfoil.domain.planning.decision import Decision, Update
from counterfoil.domain.planning.pair import Pair


def has_conflict(pair: Pair, decision: Decision) -> bool:
    """Whether an update writes over what somebody has changed since both sides last agreed."""
    return any(
        _is_changed(pair, name) for action in decision.actions if isinstance(action, Update) for name in action.fields
    )


def _is_changed(pair: Pair, name: str) -> bool:
    """Whether both sides hold another value by now than was agreed, and not the same one."""
    if pair.link is None:
        return False
    values = [pair.sides[system].fields.get(name, "") for system in System if system in pair.sides]
    agreed = [one.fields.get(name, "") for system in System if (one := pair.link.agreements.get(system))]
    return len(values) == len(agreed) == 2 and values[0] != agreed[0] and values[1] != agreed[1] and values[0] != values[1]
