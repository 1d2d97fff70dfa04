"""Sheets as CSV: UTF-8 that says so, every cell quoted. https://www.rfc-editor.org/rfc/rfc4180"""

import csv
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from counterfoil.domain.spreadsheets import plain_cell
from counterfoil_console.exporting.sheet import Cell, Sheet


def write_csv(sheet: Sheet, path: Path, progress: Callable[[int], None]) -> None:
    """One line after the other; `progress` is told how many rows are written."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(column.title for column in sheet.columns)
        for number, row in enumerate(sheet.rows, start=1):
            writer.writerow(map(_text, row))
            progress(number)


def _text(cell: Cell) -> str:
    """No cell is a formula, whoever wrote its text; an amount is a number, also below nought."""
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case str():
            return plain_cell(cell)
    return cell.isoformat()
