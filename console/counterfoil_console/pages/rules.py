"""The rules of a connection."""

from typing import ClassVar

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import By


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """A rule. `limits` counts the clauses that people added, `own` their mappings; `draft` is the version in the making."""

    kind: EntityKind
    direction: Direction
    version: int
    by: By
    limits: int = 0
    own: int = 0
    draft: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Page):
    """Every rule. A connection that `waits` carries nothing before its first plan was applied."""

    template: ClassVar[str] = "rules.html"
    section: ClassVar[Section] = Section.RULES

    rules: tuple[RuleEntry, ...]
    waits: bool = False
