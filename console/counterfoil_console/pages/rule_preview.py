"""The last step of a rule: what the draft changes, seen as a plan before it runs."""

from datetime import datetime

from counterfoil.domain.plan_job import PlanState
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.rule_step import RuleStep


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLead:
    """The plan that was made of the very draft last."""

    id: str
    made_at: datetime
    state: PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewStep:
    """The steps in which the draft says something else than what runs, and its newest plan, if there is one."""

    changed: tuple[RuleStep, ...] = ()
    plan: PlanLead | None = None
