"""Sheets as XLSX, row by row, so that a large file needs no more memory than a small one.

Text is written as text, which no spreadsheet takes for a formula, an address or a number.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from counterfoil_console.exporting.sheet import Cell, Sheet

MOST_ROWS = 1_048_576
"""Of one sheet of a workbook; what is more goes on in the next: https://support.microsoft.com/office/1672b34d"""

_LONGEST_TEXT = 32_767
_CUT = "..."
_MOST_DIGITS = 15
"""Of a number that a workbook keeps exactly."""

_NO_SECOND_GUESSES = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(sheet: Sheet, path: Path, progress: Callable[[int], None], most_rows: int = MOST_ROWS) -> None:
    """One row after the other; `progress` is told how many are written."""
    options = {"constant_memory": True, "tmpdir": str(path.parent), **_NO_SECOND_GUESSES}
    with Workbook(str(path), options) as book:
        pages = _Pages(book, sheet)
        for number, row in enumerate(sheet.rows, start=1):
            pages.write(row, most_rows)
            progress(number)


class _Pages:
    """The sheets of a workbook: a new one begins where the last is full."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._amounts: dict[int, Any] = {}
        self._begin()

    def write(self, row: tuple[Cell, ...], most_rows: int) -> None:
        """Below what is there."""
        if self._next == most_rows:
            self._begin()
        for place, cell in enumerate(row):
            self._write(place, cell)
        self._next += 1

    def _begin(self) -> None:
        self._page = self._book.add_worksheet()
        for place, column in enumerate(self._sheet.columns):
            self._page.set_column(place, place, column.width)
        self._page.freeze_panes(1, 0)
        for place, column in enumerate(self._sheet.columns):
            self._page.write_string(0, place, column.title, self._head)
        self._next = 1

    def _write(self, place: int, cell: Cell) -> None:
        match cell:
            case None:
                return
            case Decimal():
                self._write_amount(place, cell)
            case datetime():
                self._page.write_datetime(self._next, place, cell, self._moment)
            case date():
                self._page.write_datetime(self._next, place, cell, self._day)
            case str():
                shown = cell if len(cell) <= _LONGEST_TEXT else cell[: _LONGEST_TEXT - len(_CUT)] + _CUT
                self._page.write_string(self._next, place, shown)

    def _write_amount(self, place: int, amount: Decimal) -> None:
        """As many decimals as it has; one that a number cannot keep exactly is text."""
        if len(amount.as_tuple().digits) > _MOST_DIGITS:
            self._page.write_string(self._next, place, f"{amount:f}")
        else:
            self._page.write_number(self._next, place, amount, self._format(amount))

    def _format(self, amount: Decimal) -> Any:
        exponent = amount.as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
        if decimals not in self._amounts:
            pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
            self._amounts[decimals] = self._book.add_format({"num_format": pattern})
        return self._amounts[decimals]
