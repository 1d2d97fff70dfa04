"""The plans of a connection."""

from typing import ClassVar

from counterfoil.domain.plan_job import PlanState
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Sum
from counterfoil_console.pages.plan import PlanHead


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """One plan, and what it would write or has written."""

    head: PlanHead
    state: PlanState
    writes: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansPage(Page):
    """All plans that are kept, the newest first."""

    template: ClassVar[str] = "plans.html"
    section: ClassVar[Section] = Section.PLANS

    plans: tuple[PlanEntry, ...]
