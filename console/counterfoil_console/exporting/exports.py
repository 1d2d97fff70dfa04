"""What people do with exports: have one made, cancel it, fetch its file."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.values import dataclass
from counterfoil.engine.new_ids import saved_as_new
from counterfoil.engine.ports import Clock
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.exports import ExportForm, ExportJob, ExportScope, ExportState, UnknownExportError
from counterfoil_console.ports.exports import ExportFiles, ExportQueue, ExportStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """The exports of connections. Calls no vendor."""

    store: ExportStore
    queue: ExportQueue
    files: ExportFiles
    clock: Clock

    def begin(
        self, connection_id: str, scope: ExportScope, form: ExportForm, who: Actor, *, language: str, tells: bool = False
    ) -> ExportJob:
        """Have a file made; it is under way when this returns. Raises QueueError."""
        now = self.clock()
        job = ExportJob(
            id="",
            connection_id=connection_id,
            scope=scope,
            form=form,
            who=who.name,
            at=now,
            language=language,
            tells=tells,
        )
        stored = saved_as_new(lambda new_id: self.store.save(replace(job, id=new_id)), now)
        self.queue.wake(stored)
        return stored

    def newest(self, connection_id: str, limit: int) -> Sequence[ExportJob]:
        """The newest first."""
        return self.store.newest(connection_id, limit)

    def get(self, connection_id: str, job_id: str) -> ExportJob:
        """One as far as it has come. Raises UnknownExportError."""
        return self.store.get(connection_id, job_id)

    def cancel(self, connection_id: str, job_id: str) -> ExportJob:
        """Make it no further; a finished one stays. Raises UnknownExportError, ConcurrentChangeError."""
        job = self.store.get(connection_id, job_id)
        if job.state is not ExportState.WORKING:
            return job
        return self.store.save(replace(job, state=ExportState.CANCELLED))

    def link(self, connection_id: str, job_id: str) -> str:
        """Where its file can be fetched, for a few minutes. Raises UnknownExportError where there is none, or no longer."""
        job = self.store.get(connection_id, job_id)
        if job.state is not ExportState.READY or job.until is None or job.until <= self.clock():
            raise UnknownExportError(f"export {job_id!r} has no file")
        return self.files.link(job.key, job.file_name)
