"""The catalogue of causes, and one of them."""

from typing import ClassVar

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section


@dataclass(frozen=True, slots=True)
class CauseTitle:
    """A cause by its title."""

    category: ErrorCategory
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(Page):
    """Every cause: those that need a person, and those that pass by themselves."""

    template: ClassVar[str] = "help.html"
    section: ClassVar[Section] = Section.HELP

    needing: tuple[CauseTitle, ...]
    passing: tuple[CauseTitle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCausePage(Page):
    """What one cause means and what to do; without `steps` nobody has to do anything."""

    template: ClassVar[str] = "help_cause.html"
    section: ClassVar[Section] = Section.HELP

    cause: CauseTitle
    meaning: str
    steps: tuple[str, ...]
