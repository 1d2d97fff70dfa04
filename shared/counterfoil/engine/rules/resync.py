"""What a person is offered who maps something new: a plan over the records that it concerns, historic ones included."""

from collections.abc import Sequence

from counterfoil.domain.plan_job import PlanScope
from counterfoil.domain.rules import Direction, FieldMapping, SyncRule


def newly_mapped(before: SyncRule, after: SyncRule) -> Sequence[FieldMapping]:
    """The own mappings of `after` that carry something which `before` did not carry so."""
    return [one for one in after.own_mappings if one not in before.own_mappings]


def resync(before: SyncRule, after: SyncRule) -> PlanScope | None:
    """The plan to offer when `after` is to follow `before`, or has just followed it; None where nothing new is mapped.

    It is about every record that the rule admits: what was linked before has no agreement about a new mapping, so that it is
    read on both sides and decided anew, and nothing else is.
    """
    if after.direction is Direction.OFF or not newly_mapped(before, after):
        return None
    return PlanScope(drafts=(after,))
