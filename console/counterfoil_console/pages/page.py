"""What every page is: a model with a template, at a place of the side bar."""

from enum import StrEnum
from typing import ClassVar

from counterfoil.domain.values import dataclass


class Section(StrEnum):
    """An entry of the side bar."""

    CONNECTIONS = "connections"
    HEALTH = "health"
    NEEDS_YOU = "needs_you"
    RECORDS = "records"
    RULES = "rules"
    PLANS = "plans"
    EXPORTS = "exports"
    CONNECTION = "connection"
    PEOPLE = "people"
    HELP = "help"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page. `template` is the file that shows it, `section` the entry of the side bar that is marked."""

    template: ClassVar[str]
    section: ClassVar[Section] = Section.NOWHERE
