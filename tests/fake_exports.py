"""Exports in memory. Held to the same contract suites as the real adapters."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil_console.domain.exports import ExportJob, UnknownExportError
from counterfoil_console.ports.exports import ExportFiles, ExportQueue, ExportStore


class InMemoryExportStore(ExportStore):
    """Exports by connection and id."""

    def __init__(self) -> None:
        self.jobs: dict[tuple[str, str], ExportJob] = {}

    def get(self, connection_id: str, job_id: str) -> ExportJob:
        if (connection_id, job_id) not in self.jobs:
            raise UnknownExportError(f"connection {connection_id!r} has no export {job_id!r}")
        return self.jobs[connection_id, job_id]

    def newest(self, connection_id: str, limit: int) -> Sequence[ExportJob]:
        found = [job for (connection, _), job in self.jobs.items() if connection == connection_id]
        return sorted(found, key=lambda job: job.id, reverse=True)[:limit]

    def save(self, job: ExportJob) -> ExportJob:
        before = self.jobs.get((job.connection_id, job.id))
        if (before.revision if before else 0) != job.revision:
            raise ConcurrentChangeError(f"export {job.id!r} is not at revision {job.revision}")
        stored = replace(job, revision=job.revision + 1)
        self.jobs[job.connection_id, job.id] = stored
        return stored


class InMemoryExportQueue(ExportQueue):
    """What woke the exporter."""

    def __init__(self) -> None:
        self.woken: list[ExportJob] = []

    def wake(self, job: ExportJob) -> None:
        self.woken.append(job)


class InMemoryExportFiles(ExportFiles):
    """Files by key; `broken`: none is kept."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self.broken = False

    def put(self, key: str, file: Path, content_type: str) -> None:
        if self.broken:
            raise OSError("the bucket is broken")
        self.files[key] = file.read_bytes(), content_type

    def link(self, key: str, name: str) -> str:
        return f"https://files.example/{key}?name={name}&signed"
