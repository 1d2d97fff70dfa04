"""Reads a workbook as a spreadsheet does: what each cell is, and whether anything in it would be computed."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class Read:
    """A cell: "text" or "number", with what it holds."""

    sort: str
    value: str


type Row = dict[str, Read]
"""Cells by their column."""


def sheets_of(path: Path) -> list[list[Row]]:
    """Every sheet. Raises AssertionError for a formula or a link."""
    with ZipFile(path) as book:
        names = sorted(name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        assert not [name for name in book.namelist() if "externalLink" in name or "_rels/sheet" in name]
        return [_rows(book.read(name)) for name in names]


def _rows(content: bytes) -> list[Row]:
    rows = ET.fromstring(content).iter(f"{_SPACE}row")
    return [{re.sub(r"\d", "", cell.get("r", "")): _cell(cell) for cell in row} for row in rows]


def _cell(cell: ET.Element) -> Read:
    assert cell.find(f"{_SPACE}f") is None, "a formula"
    if cell.get("t") == "inlineStr":
        return Read("text", "".join(text.text or "" for text in cell.iter(f"{_SPACE}t")))
    value = cell.find(f"{_SPACE}v")
    return Read("number", (value.text or "") if value is not None else "")
