"""The catalogue of causes, and one of them."""

from dataclasses import field
from datetime import datetime
from typing import ClassVar

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Sum


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


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `cases` are what fits which case, each with the words that it begins with."""

    text: str
    cases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VendorCode:
    """What a vendor says in this case, in its own words."""

    system: System
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCausePage(Page):
    """What one cause means and what to do. `now` are the records that have it now; `more` are sections with a title."""

    template: ClassVar[str] = "help_cause.html"
    section: ClassVar[Section] = Section.HELP

    cause: CauseTitle
    meaning: str
    steps: tuple[Step, ...]
    more: tuple[tuple[str, str], ...] = ()
    now: Sum = field(default_factory=Sum)
    customers: int = 0
    since: datetime | None = None
    codes: tuple[VendorCode, ...] = ()
    related: tuple[CauseTitle, ...] = ()
