"""Files that a spreadsheet opens: numbers are numbers, days are days, and text is text, whoever wrote it."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from counterfoil.domain.spreadsheets import plain_cell
from counterfoil_console.exporting.csv_file import write_csv
from counterfoil_console.exporting.sheet import Cell, Column, Sheet
from counterfoil_console.exporting.xlsx_file import write_xlsx
from tests.console.hostile import EVERY
from tests.unit.console.exporting.workbooks import Read, Row, sheets_of

FORMULAS = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://evil.example","Invoice")',
    "=cmd|' /C calc'!A0",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "  =1+1",
    "\n=1",
    "\ufeff=1",
)
ORDINARY = ("INV-1", "Ann & Sons", "a=b", "1-2", "https://example.com", "'quoted", "", "ann@example.com", "007")


def sheet(*cells: Cell) -> Sheet:
    return Sheet("Records", (Column("One"), Column("Two")), iter([cells]), 1)


def written_csv(of: Sheet, tmp_path: Path) -> str:
    write_csv(of, tmp_path / "file.csv", lambda _: None)
    return (tmp_path / "file.csv").read_bytes().decode("utf-8")


def written_xlsx(of: Sheet, tmp_path: Path, most_rows: int = 100) -> list[list[Row]]:
    write_xlsx(of, tmp_path / "file.xlsx", lambda _: None, most_rows)
    return sheets_of(tmp_path / "file.xlsx")


@pytest.mark.feature("H5")
@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_text_is_a_formula_in_csv(tmp_path: Path, text: str) -> None:
    _, line = csv.reader(written_csv(sheet(text, "x"), tmp_path).splitlines(keepends=True))
    assert line == [f"'{text}", "x"]


@pytest.mark.feature("H5")
@pytest.mark.parametrize("text", [*FORMULAS, *ORDINARY, *EVERY.values()], ids=ascii)
def test_text_is_text_in_a_workbook(tmp_path: Path, text: str) -> None:
    [[_, row]] = written_xlsx(sheet(text, "x"), tmp_path)
    shown = row.get("A", Read("text", ""))
    assert shown.sort == "text"
    if text.isprintable() and text.strip():
        assert shown.value == text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text


@pytest.mark.feature("H5")
@pytest.mark.parametrize("text", EVERY.values(), ids=ascii)
def test_whatever_people_write_stays_one_cell_of_csv(tmp_path: Path, text: str) -> None:
    lines = written_csv(sheet(text, "x"), tmp_path).removeprefix("\ufeff").splitlines(keepends=True)
    head, line = csv.reader(lines)
    assert (head, len(line), line[1]) == (["One", "Two"], 2, "x")


@pytest.mark.feature("H5")
@pytest.mark.parametrize(
    ("amount", "shown"),
    [("-5.00", "-5.00"), ("1204300.10", "1204300.10"), ("0.00", "0.00"), ("1E+3", "1000"), ("3", "3"), ("1.005", "1.005")],
)
def test_an_amount_is_a_number(tmp_path: Path, amount: str, shown: str) -> None:
    assert f'"{shown}"' in written_csv(sheet(Decimal(amount), "USD"), tmp_path)
    [[_, row]] = written_xlsx(sheet(Decimal(amount), "USD"), tmp_path)
    assert row["A"].sort == "number"
    assert Decimal(row["A"].value) == Decimal(amount)


def test_an_amount_that_no_number_can_keep_is_text_to_the_last_digit(tmp_path: Path) -> None:
    [[_, row]] = written_xlsx(sheet(Decimal("12345678901234567.89"), "USD"), tmp_path)
    assert row["A"] == Read("text", "12345678901234567.89")


@pytest.mark.feature("H5")
def test_days_and_moments_are_dates(tmp_path: Path) -> None:
    cells = (date(2026, 11, 28), datetime(2026, 11, 28, 6, 0))  # noqa: DTZ001 - as the clock on the wall shows it
    [[_, row]] = written_xlsx(sheet(*cells), tmp_path)
    assert (row["A"], row["B"]) == (Read("number", "46354"), Read("number", "46354.25"))
    assert '"2026-11-28","2026-11-28 06:00:00"' in written_csv(sheet(*cells), tmp_path)


def test_nothing_is_an_empty_cell_and_not_nought(tmp_path: Path) -> None:
    [[_, row]] = written_xlsx(sheet(None, "x"), tmp_path)
    assert "A" not in row
    assert '"","x"' in written_csv(sheet(None, "x"), tmp_path)


def test_a_csv_file_says_that_it_is_utf_8(tmp_path: Path) -> None:
    text = written_csv(sheet("Åkerblom", "日本"), tmp_path)
    assert text.startswith("\ufeff")
    assert text == '\ufeff"One","Two"\r\n"Åkerblom","日本"\r\n'


def test_what_is_too_long_for_a_cell_is_cut_and_kept(tmp_path: Path) -> None:
    [[_, row]] = written_xlsx(sheet("x" * 40_000, "y"), tmp_path)
    assert (len(row["A"].value), row["A"].value[-4:]) == (32_767, "x...")


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(tmp_path: Path) -> None:
    rows = iter([(str(number), "x") for number in range(5)])
    found = written_xlsx(Sheet("Records", (Column("One"), Column("Two")), rows), tmp_path, most_rows=3)
    assert [[row["A"].value for row in page] for page in found] == [["One", "0", "1"], ["One", "2", "3"], ["One", "4"]]
