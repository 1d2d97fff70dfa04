"""Where exports are kept, and who makes them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from counterfoil_console.domain.exports import ExportJob


class ExportStore(Protocol):
    """The exports of connections."""

    def get(self, connection_id: str, job_id: str) -> ExportJob:
        """Raises UnknownExportError."""
        ...

    def newest(self, connection_id: str, limit: int) -> Sequence[ExportJob]:
        """The newest first."""
        ...

    def save(self, job: ExportJob) -> ExportJob:
        """Store a new export (revision 0) or the next revision of one; the stored one, its revision grown.

        Raises ConcurrentChangeError when the stored revision is not the given one.
        """
        ...


class ExportQueue(Protocol):
    """Wakes whoever makes the files."""

    def wake(self, job: ExportJob) -> None:
        """Raises QueueError."""
        ...


class ExportFiles(Protocol):
    """The files, which nobody but this product reaches."""

    def put(self, key: str, file: Path, content_type: str) -> None:
        """Keep a file, in place of an earlier one."""
        ...

    def link(self, key: str, name: str) -> str:
        """An address under which whoever has it can fetch the file for a few minutes, to be kept under that name."""
        ...
