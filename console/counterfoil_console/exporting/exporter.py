"""The exporter: writes a file row by row, and says how far it has come. It may be repeated, and begins anew then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from counterfoil.domain.errors import UnknownConnectionError, UnknownPlanError
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock, ConcurrentChangeError, Notifier
from counterfoil.languages import translations_of
from counterfoil.observability import count, logger
from counterfoil_console.domain.exports import KEPT, ExportForm, ExportJob, ExportState, UnknownExportError
from counterfoil_console.exporting.csv_file import write_csv
from counterfoil_console.exporting.sheet import Sheet
from counterfoil_console.exporting.xlsx_file import write_xlsx
from counterfoil_console.ports.exports import ExportFiles, ExportStore

TELL_AFTER = timedelta(seconds=2)
"""How often it is told how far it has come, and looked whether somebody has cancelled it."""

MOST_TRIES = 5
_WRITERS = {ExportForm.CSV: write_csv, ExportForm.XLSX: write_xlsx}
_CONTENT = {
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """Makes the files. `sheet_of` reads what goes into one; `page_of` is where people find it."""

    store: ExportStore
    files: ExportFiles
    sheet_of: Callable[[ExportJob], Sheet]
    page_of: Callable[[ExportJob], str]
    notifier: Notifier
    clock: Clock

    def make(self, connection_id: str, job_id: str, tries: int = 1) -> ExportJob | None:
        """Make the file of an export, unless it is made or cancelled; the export as stored, None where there is none.

        An error is raised for the first tries, so that it is tried again; then the export says that it failed.
        """
        try:
            job = self.store.get(connection_id, job_id)
            return self._made(job) if job.state is ExportState.WORKING else job
        except UnknownExportError:
            return None
        except ConcurrentChangeError:
            return self.store.get(connection_id, job_id)  # somebody has cancelled it
        except (UnknownPlanError, UnknownConnectionError):
            return self._failed(connection_id, job_id)
        except Exception:
            if tries < MOST_TRIES:
                raise
            logger.exception("an export failed for good", extra={"connection": connection_id, "export": job_id})
            count("ExportsFailed")
            return self._failed(connection_id, job_id)

    def _made(self, job: ExportJob) -> ExportJob:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"export.{job.form}"
            written = self._written(job, path)
            self.files.put(job.key, path, _CONTENT[job.form])
            size = path.stat().st_size
        until = self.clock() + KEPT
        ready = self.store.save(replace(written, state=ExportState.READY, size=size, until=until))
        if ready.tells:
            self._tell(ready)
        return ready

    def _written(self, job: ExportJob, path: Path) -> ExportJob:
        """The export with all its rows counted. Raises ConcurrentChangeError when it was cancelled."""
        sheet = self.sheet_of(job)
        progress = _Progress(self.store, replace(job, of=sheet.of), self.clock)
        _WRITERS[job.form](sheet, path, progress)
        return replace(progress.job, done=progress.rows)

    def _failed(self, connection_id: str, job_id: str) -> ExportJob:
        job = self.store.get(connection_id, job_id)
        text = translations_of(job.language).gettext("It could not be made. Make it again, perhaps of fewer records.")
        return self.store.save(replace(job, state=ExportState.FAILED, trouble=text))

    def _tell(self, job: ExportJob) -> None:
        """The message leads to the console, and carries nothing of what was exported."""
        _ = translations_of(job.language).gettext
        text = _("The file that %(who)s asked for is ready. It is kept for 7 days: %(page)s")
        self.notifier.publish(_("Counterfoil: an export is ready"), text % {"who": job.who, "page": self.page_of(job)})


class _Progress:
    """Counts rows, and stores how many there are every few seconds."""

    def __init__(self, store: ExportStore, job: ExportJob, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self.job, self.rows, self._told_at = job, 0, clock()

    def __call__(self, rows: int) -> None:
        self.rows = rows
        if rows % 100 == 0 and self._clock() - self._told_at >= TELL_AFTER:
            self.job = self._store.save(replace(self.job, done=rows))
            self._told_at = self._clock()
