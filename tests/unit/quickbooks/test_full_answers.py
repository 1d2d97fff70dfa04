"""Answers of change data capture that have left something out: what it takes to be told of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.quickbooks.changes import ChangeFinder
from counterfoil.domain.identity import EntityKind
from tests.unit.quickbooks.support import Answers, client, row

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KINDS = (EntityKind.INVOICE, EntityKind.PAYMENT)
AT_MOST = 1_000
Row = Mapping[str, Any]


def changed(record_id: int, seconds: float) -> Row:
    return row(Id=str(record_id), SyncToken="1", MetaData={"LastUpdatedTime": _text(seconds)})


def deleted(record_id: int, seconds: float) -> Row:
    return {"status": "Deleted", "Id": str(record_id), "MetaData": {"LastUpdatedTime": _text(seconds)}}


def _text(seconds: float) -> str:
    return (NOW + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def _at(one: Row) -> datetime:
    return datetime.fromisoformat(one["MetaData"]["LastUpdatedTime"])


class Books:
    """QuickBooks with such invoices and payments. It tells the oldest or the newest thousand in one answer.

    `asked` are the questions: the kinds in a capture, or that of a query with a question mark.
    """

    def __init__(self, *, newest: bool = False, **rows: list[Row]) -> None:
        self._newest, self._rows, self.asked = newest, rows, list[str]()

    def told(self, polls: int = 1) -> set[str]:
        cursor, told = (NOW - timedelta(hours=1)).isoformat(), set[str]()
        for left in range(polls - 1, -1, -1):
            page = ChangeFinder(client(Answers(self._answer))).changed_since(KINDS, cursor, NOW)
            assert not page.more
            assert page.later or not left
            told |= {str(one.ref) for one in page.records}
            cursor = page.cursor
        return told

    def every(self) -> set[str]:
        return {f"quickbooks:{kind.lower()}:{one['Id']}" for kind, rows in self._rows.items() for one in rows}

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/query"):
            return self._queried(request.content.decode())
        return self._captured(request.url.params["entities"].split(","), request.url.params["changedSince"])

    def _queried(self, statement: str) -> httpx2.Response:
        kind = next(kind for kind in self._rows if f"FROM {kind} " in statement)
        since = datetime.fromisoformat(statement.split("LastUpdatedTime >= '")[1].split("'", maxsplit=1)[0])
        first = int(statement.split("STARTPOSITION ")[1].split(maxsplit=1)[0]) - 1
        rows = sorted((one for one in self._rows[kind] if "status" not in one and _at(one) >= since), key=_at)
        self.asked.append(f"{kind}?")
        return httpx2.Response(200, json={"QueryResponse": {kind: rows[first : first + AT_MOST]}})

    def _captured(self, kinds: list[str], since: str) -> httpx2.Response:
        after = datetime.fromisoformat(since)
        rows = [(kind, one) for kind in kinds for one in self._rows.get(kind, ()) if _at(one) > after]
        rows.sort(key=lambda each: _at(each[1]))
        told = rows[-AT_MOST:] if self._newest else rows[:AT_MOST]
        parts = [{kind: [one for owner, one in told if owner == kind]} for kind in kinds]
        self.asked.append(" ".join(kind for kind in kinds if kind in self._rows) or "others")
        return httpx2.Response(200, json={"CDCResponse": [{"QueryResponse": parts}], "time": NOW.isoformat()})


def many(count: int, *, first: float, apart: float = 0.5) -> list[Row]:
    return [changed(number, first + number * apart) for number in range(count)]


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("apart", [0, 0.5])
def test_what_may_be_all_takes_one_query_to_tell(apart: float, *, newest: bool) -> None:
    books = Books(newest=newest, Payment=many(1_000, first=-3_000, apart=apart))
    assert books.told() == books.every()
    assert books.asked == ["Payment", "others", "Payment?"]


def test_what_was_deleted_of_payments_and_of_the_invoices_that_they_paid_is_told_by_the_next_poll() -> None:
    """Each kind is a full answer, and a thousand rows may not be all."""
    gone = [deleted(5_000, -600), deleted(5_001, -500)]
    books = Books(Invoice=[*many(1_000, first=-3_000), gone[0]], Payment=[*many(1_000, first=-3_001), gone[1]])
    assert books.told(polls=2) == books.every()
    alone = ["Invoice", "Payment", "others"]
    assert books.asked == ["Invoice Payment", *alone, "Invoice?", "Payment?", "Invoice Payment"]


@pytest.mark.parametrize("beyond", [0, 400])
def test_rows_behind_the_oldest_thousand_take_one_query_and_deletions_the_next_poll(beyond: int) -> None:
    books = Books(Payment=[*many(1_000 + beyond, first=-3_000), deleted(5_000, -600)])
    assert books.told(polls=2) == books.every()
    assert books.asked == ["Payment", "others", "Payment?", "Payment"]


@pytest.mark.parametrize("beyond", [1, 400, 1_500])
def test_rows_before_the_newest_thousand_take_one_query_more(beyond: int) -> None:
    books = Books(newest=True, Payment=many(1_000 + beyond, first=-3_000))
    assert books.told() == books.every()
    assert books.asked[:4] == ["Payment", "others", *(2 * ["Payment?"])]


def test_more_than_the_next_answer_holds_is_asked_for_at_once() -> None:
    """Kinds that changed at other times: whatever changed since the first of them ended would be told again."""
    gone = [deleted(5_000, -600), deleted(5_001, -500)]
    books = Books(Invoice=[*many(1_000, first=-3_000), gone[0]], Payment=[*many(1_000, first=-2_400), gone[1]])
    assert books.told() == books.every()
    assert books.asked[-2:] == ["Invoice Payment", "Invoice Payment"]


def test_what_is_behind_a_thousand_deletions_is_asked_for_at_once() -> None:
    books = Books(Payment=[deleted(number, number - 3_000) for number in range(2_000)])
    assert books.told() == books.every()
    assert books.asked == ["Payment", "others", "Payment?", *(2 * ["Payment"])]


@pytest.mark.parametrize("newest", [False, True])
def test_what_is_beyond_a_full_answer_is_told_as_well(*, newest: bool) -> None:
    books = Books(newest=newest, Payment=[*many(2_500, first=-3_000), deleted(5_000, -600)])
    assert books.told() == books.every()


def test_what_is_beyond_a_full_answer_of_a_single_moment_is_told_as_well() -> None:
    books = Books(Payment=many(1_500, first=-3_000, apart=0), Invoice=many(1_200, first=-2_000, apart=0))
    assert books.told() == books.every()


def test_a_thousand_of_a_single_moment_are_not_asked_for_again() -> None:
    books = Books(Payment=[*many(1_000, first=-3_000, apart=0), deleted(5_000, -600)])
    assert books.told(polls=2) == books.every()
    assert books.asked == ["Payment", "others", "Payment?", "Payment"]
