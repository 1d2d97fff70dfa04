"""Exports, for programs."""

from datetime import datetime

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.values import dataclass
from counterfoil_console.domain.exports import ExportForm, ExportJob, ExportScope, ExportSort, ExportState


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedExport:
    """What goes into the file: records as they are filtered, the rows of a plan, or what people did."""

    what: ExportSort = ExportSort.RECORDS
    form: ExportForm = ExportForm.XLSX
    kind: EntityKind | None = None
    status: OutcomeStatus | None = None
    category: ErrorCategory | None = None
    q: str = ""
    plan: str = ""
    mail: bool = False

    @property
    def scope(self) -> ExportScope:
        """As the exporter is told."""
        if self.what is not ExportSort.RECORDS:
            return ExportScope(sort=self.what, plan=self.plan if self.what is ExportSort.PLAN else "")
        return ExportScope(kind=self.kind, status=self.status, category=self.category, text=self.q)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export as far as it has come: `done` rows of about `of`, 0 where nobody knows. `bytes` is how large its file is."""

    id: str
    what: ExportSort
    form: ExportForm
    state: ExportState
    who: str
    at: datetime
    done: int
    of: int
    bytes: int
    kept_until: datetime | None
    trouble: str

    @classmethod
    def of_job(cls, job: ExportJob) -> "Export":
        """The export as it is stored."""
        return cls(
            id=job.id,
            what=job.scope.sort,
            form=job.form,
            state=job.state,
            who=job.who,
            at=job.at,
            done=job.done,
            of=job.of,
            bytes=job.size,
            kept_until=job.until,
            trouble=job.trouble,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """The newest first."""

    exports: tuple[Export, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLink:
    """Where the file can be fetched, without a token, for a few minutes."""

    link: str
