"""A measured figure beside the least that is possible and the most that is allowed, and the table that shows many."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table


class Verdict(StrEnum):
    """What becomes of a figure: nothing is asked of one that is `TOLD`."""

    KEPT = "kept"
    MISSED = "missed"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures of a measure, in its unit.

    `floor` is the least that arithmetic or a vendor's limit allows, `target` the most that is allowed. A figure that is
    not `counted` depends on the machine: it is told, and fails nobody.
    """

    name: str
    value: float
    unit: str = "calls"
    floor: float | None = None
    target: float | None = None
    counted: bool = True

    @property
    def ratio(self) -> float | None:
        """How many times the floor it is; None where there is none, or none above 0."""
        return self.value / self.floor if self.floor else None

    @property
    def is_kept(self) -> bool:
        """Whether it is within its target, if it has one."""
        return self.target is None or self.value <= self.target

    @property
    def verdict(self) -> Verdict:
        """Whether it fails the run."""
        if self.target is None or not self.counted:
            return Verdict.TOLD
        return Verdict.KEPT if self.is_kept else Verdict.MISSED


def missed(figures: Iterable[Figure]) -> list[Figure]:
    """The counts that are above their targets."""
    return [figure for figure in figures if figure.verdict is Verdict.MISSED]


def as_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Each with its ratio and verdict."""
    return [asdict(figure) | {"ratio": figure.ratio, "verdict": str(figure.verdict)} for figure in figures]


def show(measured: Sequence[tuple[str, Sequence[Figure]]], console: Console) -> None:
    """One table of all measures."""
    table = Table("measure", "figure", "floor", "ratio", "target", "", box=None, pad_edge=False)
    for column in table.columns[1:5]:
        column.justify = "right"
    for title, figures in measured:
        table.add_section()
        table.add_row(f"[bold]{title}[/bold]")
        for figure in figures:
            table.add_row(*_cells(figure))
    console.print(table)


def _cells(figure: Figure) -> Iterator[str]:
    yield f"  {figure.name}"
    yield f"{_number(figure.value)} {figure.unit}"
    yield _number(figure.floor)
    yield "" if figure.ratio is None else f"{figure.ratio:.2f}"
    yield _number(figure.target)
    yield "[red]missed[/red]" if figure.verdict is Verdict.MISSED else _remark(figure)


def _remark(figure: Figure) -> str:
    if figure.counted or figure.target is None:
        return str(figure.verdict)
    return "told" if figure.is_kept else "told, above its target"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
