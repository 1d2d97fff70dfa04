"""One rule, set up in the order in which people think."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import By
from counterfoil_console.pages.rule_fields import FieldsStep
from counterfoil_console.pages.rule_limits import LimitsStep
from counterfoil_console.pages.rule_options import OptionsStep
from counterfoil_console.pages.rule_preview import PreviewStep
from counterfoil_console.pages.rule_step import RuleStep


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionStep:
    """Which way the kind is carried."""

    chosen: str
    recommended: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerStep:
    """Whose value counts where both sides changed the same field; of a rule that goes one way, it is always its source's."""

    chosen: str
    recommended: System
    one_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What the newest whole plan found, made at `at` under a `version` of the rule: so many `pairs` of records that are not
    linked yet, and so many that need a person, among them those that fit several.
    """

    plan_id: str
    at: datetime
    version: int
    pairs: int
    needy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingStep:
    """What counterparts are found by; `matched` is None while no plan of the kind is whole."""

    keys: tuple[MatchKey, ...]
    chosen: tuple[str, ...]
    recommended: tuple[MatchKey, ...]
    matched: Matched | None = None


type StepBody = DirectionStep | WinnerStep | MatchingStep | FieldsStep | LimitsStep | OptionsStep | PreviewStep


class Problem(StrEnum):
    """Why what was sent is not kept; what was typed is on the page all the same."""

    FAULTS = "faults"
    OUTDATED = "outdated"  # somebody else made a version meanwhile
    VENDOR_SILENT = "vendor_silent"  # HubSpot cannot be asked what properties it has
    NOT_ALLOWED = "not_allowed"  # it does not let us see all of them


@dataclass(frozen=True, slots=True)
class StepFault:
    """What is wrong in a step; None where it is about the rule as a whole."""

    step: RuleStep | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage(Page):
    """A step of a rule. `draft` says who changed the draft and when, None while there is none.

    `over` is the newest version that the page knows of. `settled` are the steps that somebody has seen. A connection that
    `waits` carries nothing before its first plan was applied. `faults` are by the field's name, those `elsewhere` are about
    other steps, or the whole; `meanwhile` says who was faster. `why` is what was typed as the reason.
    """

    template: ClassVar[str] = "rule.html"
    section: ClassVar[Section] = Section.RULES

    kind: EntityKind
    step: RuleStep
    body: StepBody
    version: int
    over: int = 0
    is_on: bool = True
    waits: bool = False
    draft: By | None = None
    draft_version: int = 0
    settled: frozenset[RuleStep] = frozenset(RuleStep)
    problem: Problem | None = None
    meanwhile: By | None = None
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    elsewhere: tuple[StepFault, ...] = ()
    why: str = ""

    @property
    def steps(self) -> tuple[RuleStep, ...]:
        """All steps."""
        return tuple(RuleStep)

    @property
    def next_step(self) -> RuleStep | None:
        """The step after this one."""
        following = tuple(RuleStep)[tuple(RuleStep).index(self.step) + 1 :]
        return following[0] if following else None
