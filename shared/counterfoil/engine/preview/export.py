"""A plan as lines of CSV, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator

from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.plan_job import PlanRow
from counterfoil.domain.spreadsheets import plain_cell
from counterfoil.domain.texts import plans as texts
from counterfoil.domain.texts.words import STANDING

type Standing = tuple[PlanRow, SyncOutcome | None]
"""A row, and how its record stands since the plan was applied."""


def csv_lines(rows: Iterable[Standing]) -> Iterator[str]:
    """The header and one line for each row, each with its line end. No cell is a formula, whoever wrote its text."""
    yield _line(texts.COLUMNS)
    for row, outcome in rows:
        yield _line(_cells(row, outcome))


def _cells(row: PlanRow, outcome: SyncOutcome | None) -> Iterator[str]:
    yield from map(plain_cell, (row.ref.kind, row.name, texts.PLANNED[row.action]))
    yield ", ".join(system.brand for system in row.targets)
    yield str(row.amount) if row.amount is not None else ""
    yield plain_cell(row.currency)
    yield plain_cell(
        "; ".join(texts.FIELD_CHANGE(field=one.field, before=one.before, after=one.after) for one in row.changes)
    )
    yield plain_cell(" ".join(row.reasons))
    yield plain_cell(" ".join(row.remarks))
    yield plain_cell(row.category or "")
    yield texts.BECAME[row.result.state] if row.result else ""
    yield STANDING[outcome.status] if outcome else ""
    yield plain_cell(str(row.ref))
    yield plain_cell(str(row.counterpart or ""))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
