"""Every version of a rule that ever was."""

from typing import ClassVar

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, RuleChange
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import By
from counterfoil_console.pages.rule_step import RuleStep


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version: what made it, and in which steps it says something else than the one before it that ran.

    Nobody returns to what runs, to the draft, or to what says only that a draft was discarded.
    """

    number: int
    change: RuleChange
    by: By
    why: str
    direction: Direction
    changed: tuple[RuleStep, ...] = ()
    is_current: bool = False
    may_return: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHistoryPage(Page):
    """All versions, the newest first. `fault` says why a version cannot be gone back to."""

    template: ClassVar[str] = "rule_history.html"
    section: ClassVar[Section] = Section.RULES

    kind: EntityKind
    over: int
    lines: tuple[VersionLine, ...]
    faults: tuple[str, ...] = ()
