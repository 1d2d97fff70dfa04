"""Paging by position while rows come, go and move."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.paging import OVERLAP, Row, every_row
from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE


class Table:
    """Rows in an order; something happens to them after each page."""

    def __init__(self, size: int, meanwhile: Callable[["Table"], None] | None = None) -> None:
        self.ids = list(range(1, size + 1))
        self.pages: list[int] = []
        self._meanwhile = meanwhile

    def read(self, start: int) -> list[Row | None]:
        """A page of it."""
        self.pages.append(start)
        rows: list[Row | None] = [
            {"Id": str(each), "SyncToken": "0"} for each in self.ids[start - 1 : start - 1 + LARGEST_PAGE]
        ]
        if self._meanwhile:
            self._meanwhile(self)
        return rows

    def shown(self) -> list[int]:
        """All that paging shows."""
        return [int(row["Id"]) for row in every_row(self.read)]


def test_pages_begin_with_rows_of_the_page_before() -> None:
    table = Table(2_500)
    assert table.shown() == list(range(1, 2_501))
    assert table.pages == [1, 1_001 - OVERLAP, 2_001 - 2 * OVERLAP]


def test_paging_may_begin_behind_the_first_row() -> None:
    table = Table(2_500)
    assert [int(row["Id"]) for row in every_row(table.read, 1_001)] == list(range(1_001, 2_501))
    assert table.pages == [1_001, 2_001 - OVERLAP]


def test_a_full_last_page_costs_one_more() -> None:
    table = Table(1_000)
    assert table.shown() == table.ids
    assert len(table.pages) == 2


def test_nothing_is_one_page() -> None:
    table = Table(0)
    assert table.shown() == []
    assert table.pages == [1]


def test_everything_gone_meanwhile_ends() -> None:
    table = Table(1_000, lambda table: table.ids.clear())
    assert table.shown() == list(range(1, 1_001))


@given(st.integers(0, 3_000), st.integers(0, 1_200))
def test_no_row_that_stays_is_missed(size: int, removed: int) -> None:
    def remove_from_the_front_once(table: Table) -> None:
        if len(table.pages) == 1:
            del table.ids[:removed]

    table = Table(size, remove_from_the_front_once)
    shown = table.shown()
    assert set(table.ids) <= set(shown)
    assert len(shown) == len(set(shown))


@given(st.lists(st.integers(0, 1_499), max_size=40, unique=True))
def test_rows_that_move_to_the_end_are_not_missed(moved: list[int]) -> None:
    def move_once(table: Table) -> None:
        if len(table.pages) == 1:
            to_the_end = [table.ids[index] for index in moved]
            table.ids = [each for each in table.ids if each not in to_the_end] + to_the_end

    assert sorted(Table(1_500, move_once).shown()) == list(range(1, 1_501))
