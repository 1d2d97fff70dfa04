"""Exports, and plans over older records."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import By


class JobSort(StrEnum):
    """What a job makes."""

    EXPORT = "export"
    BACKFILL = "backfill"


class JobState(StrEnum):
    """How far a job has come."""

    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    GONE = "gone"  # its file is kept no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job. `of` is how much there is to do, 0 where nobody knows; `until` is how long its file is kept.

    `title` is what an export is of, `filters` are what narrows it, as people read it; `since` is the day from which a
    backfill looks, `plan` what it made.
    """

    id: str
    sort: JobSort
    state: JobState
    by: By
    title: str = ""
    filters: tuple[str, ...] = ()
    since: date | None = None
    form: str = ""
    done: int = 0
    of: int = 0
    size: int = 0
    until: datetime | None = None
    plan: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage(Page):
    """The jobs of a connection, the newest first."""

    template: ClassVar[str] = "jobs.html"
    section: ClassVar[Section] = Section.EXPORTS
    kinds: ClassVar[tuple[EntityKind, ...]] = tuple(EntityKind)

    jobs: tuple[JobLine, ...]

    @property
    def is_working(self) -> bool:
        """Whether anything is under way, so that it is worth looking again."""
        return any(one.state is JobState.WORKING for one in self.jobs)
