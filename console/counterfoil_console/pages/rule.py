"""One rule, set up in the order in which people think."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.rules import Direction
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import By
from counterfoil_console.pages.rule_fields import FieldsStep
from counterfoil_console.pages.rule_limits import LimitsStep


class RuleStep(StrEnum):
    """The steps, in their order."""

    DIRECTION = "direction"
    WINNER = "winner"
    MATCHING = "matching"
    FIELDS = "fields"
    LIMITS = "limits"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionStep:
    """Which way the kind is carried."""

    chosen: Direction
    recommended: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerStep:
    """Whose value counts where both sides changed the same field."""

    chosen: System
    recommended: System


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingStep:
    """What counterparts are found by: so many of the unlinked records have one, and so many have several."""

    keys: tuple[MatchKey, ...]
    chosen: tuple[MatchKey, ...]
    recommended: tuple[MatchKey, ...]
    found: int = 0
    several: int = 0
    of: int = 0


class Setting(StrEnum):
    """What can be chosen besides."""

    CUSTOMER_IS = "customer_is"
    CONTACTS_ARE = "contacts_are"
    NAME_FROM_COMPANY = "name_from_company"
    SUFFIX_SECOND_PERSON = "suffix_second_person"
    CREATE = "create"
    INCOME_ACCOUNT = "income_account"
    AFTER_UNMATCH = "after_unmatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """A setting. Its `values` are those of the rule; of an account they are ids, with names in `names`."""

    setting: Setting
    values: tuple[str, ...]
    chosen: str
    recommended: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsStep:
    """Everything else."""

    choosing: tuple[Choosing, ...]


type StepBody = DirectionStep | WinnerStep | MatchingStep | FieldsStep | LimitsStep | OptionsStep


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage(Page):
    """A step of a rule. `draft` says who changed the draft and when, None while there is none.

    `settled` are the steps that somebody has seen. `faults` are by the field's name, `trouble` is about the whole.
    """

    template: ClassVar[str] = "rule.html"
    section: ClassVar[Section] = Section.RULES

    kind: EntityKind
    step: RuleStep
    body: StepBody
    version: int
    is_on: bool = True
    draft: By | None = None
    draft_version: int = 0
    settled: frozenset[RuleStep] = frozenset(RuleStep)
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    trouble: str = ""

    @property
    def steps(self) -> tuple[RuleStep, ...]:
        """All steps."""
        return tuple(RuleStep)

    @property
    def next_step(self) -> RuleStep | None:
        """The step after this one."""
        following = tuple(RuleStep)[tuple(RuleStep).index(self.step) + 1 :]
        return following[0] if following else None
