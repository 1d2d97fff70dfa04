"""Exports: files of records, of a plan, or of what people did."""

from datetime import datetime, timedelta
from enum import StrEnum

from counterfoil.domain.errors import CounterfoilError, ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.values import dataclass

KEPT = timedelta(days=7)
"""How long a file is kept; the bucket forgets it then."""


class UnknownExportError(CounterfoilError):
    """There is no such export."""


class ExportSort(StrEnum):
    """What is exported."""

    RECORDS = "records"
    PLAN = "plan"
    HISTORY = "history"


class ExportForm(StrEnum):
    """As what."""

    XLSX = "xlsx"
    CSV = "csv"


class ExportState(StrEnum):
    """How far it has come."""

    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScope:
    """What goes into the file.

    Records are those of a kind, None for all, that stand so, for this category, whose name or detail begins with `text`,
    and that changed `since` then. `plan` is the plan that is exported.
    """

    sort: ExportSort = ExportSort.RECORDS
    kind: EntityKind | None = None
    status: OutcomeStatus | None = None
    category: ErrorCategory | None = None
    text: str = ""
    since: datetime | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportJob:
    """An export under way or finished. `revision` grows with every stored change.

    `done` rows are written, `of` about so many, 0 where nobody knows. The file has `size` bytes and is kept until `until`.
    `tells` says that a message goes out when it is ready; `trouble` says why it could not be made.
    """

    id: str
    connection_id: str
    scope: ExportScope
    form: ExportForm
    who: str
    at: datetime
    language: str = "en"
    tells: bool = False
    state: ExportState = ExportState.WORKING
    done: int = 0
    of: int = 0
    size: int = 0
    until: datetime | None = None
    trouble: str = ""
    revision: int = 0

    @property
    def key(self) -> str:
        """Where its file lies."""
        return f"{self.connection_id}/{self.id}.{self.form}"

    @property
    def file_name(self) -> str:
        """What its file is called where it is kept."""
        return f"counterfoil-{self.scope.sort}-{self.id}.{self.form}"
