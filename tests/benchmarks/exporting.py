"""Seconds and memory that it takes to export many records, in a process of their own as on Lambda."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Place
from counterfoil.engine.ports import OutcomePage
from counterfoil.languages import ENGLISH, translations_of
from counterfoil_console.domain.exports import ExportForm, ExportScope
from counterfoil_console.exporting.csv_file import write_csv
from counterfoil_console.exporting.records import records_sheet
from counterfoil_console.exporting.xlsx_file import write_xlsx
from tests.builders import NOON
from tests.contract.stores.values import made, native

_WRITERS = {ExportForm.CSV: write_csv, ExportForm.XLSX: write_xlsx}


class Endless:
    """The outcomes of so many invoices, each made when it is asked for: what is stored costs no memory here."""

    def __init__(self, records: int) -> None:
        self._records = records

    def tally(self, _connection_id: str) -> dict[Place, Count]:
        """All of them fail."""
        place = Place(kind=EntityKind.INVOICE, status=OutcomeStatus.FAILING, category=ErrorCategory.BOOKS_CLOSED)
        return {place: Count(records=self._records)}

    def page(self, *place: Any, since: object = None, **_: object) -> OutcomePage:
        """So many of one status, behind the last that was given; nothing has changed meanwhile."""
        _, _, status, after, limit = place
        first = int(after or 0)
        last = min(first + limit, self._records) if status is OutcomeStatus.FAILING and since is None else first
        return OutcomePage(tuple(map(_outcome, range(first, last))), str(last) if first < last < self._records else "")


def _outcome(number: int) -> SyncOutcome:
    listing = Listing(
        name=f"INV-{number:06}",
        detail=f"Customer {number % 977} & Daughters",
        amount=Decimal(number) / 100,
        currency="USD",
        counterpart_amount=Decimal(number + 1) / 100,
    )
    return SyncOutcome(
        connection_id="62515-9130",
        ref=native(number),
        kind=EntityKind.INVOICE,
        status=OutcomeStatus.FAILING,
        at=NOON + timedelta(seconds=number),
        counterpart=made(number),
        listing=listing,
        category=ErrorCategory.BOOKS_CLOSED,
        explanation=f"It is of 3 Nov 2026, and the QuickBooks books are closed up to 31 Oct 2026 ({number}).",
    )


def by_itself(form: ExportForm, records: int) -> dict[str, float]:
    """As `measured`, and its `peak` of megabytes: in a process of its own, so that its memory is nobody else's."""
    run = [sys.executable, "-m", "tests.benchmarks.exporting", form, str(records)]
    ended = subprocess.run(
        run, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def measured(form: ExportForm, records: int) -> dict[str, float]:
    """One file: its bytes, the seconds, and by how many megabytes the process grew at most."""
    outcomes: Any = Endless(records)
    before = _megabytes()
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{form}"
        texts, zone = translations_of(ENGLISH), ZoneInfo("America/New_York")
        scope = ExportScope(kind=EntityKind.INVOICE)
        sheet = records_sheet(outcomes, "62515-9130", scope, zone=zone, texts=texts, clock=lambda: NOON)
        rows = list[int]()
        _WRITERS[form](sheet, path, lambda number: rows.__setitem__(slice(None), [number]))
        seconds = time.monotonic() - began
        return {"rows": rows[0], "bytes": path.stat().st_size, "seconds": seconds, "grown": _megabytes() - before}


def _megabytes() -> float:
    """The most that this program had at once; what `getrusage` says is never less than its parent had."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    return int(peak) / 1024


def _figures() -> Iterator[str]:
    form, records = ExportForm(sys.argv[1]), int(sys.argv[2])
    yield json.dumps({**measured(form, records), "peak": _megabytes()})


if __name__ == "__main__":
    sys.stdout.write("\n".join(_figures()))
