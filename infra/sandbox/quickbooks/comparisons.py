"""One comparison of a WHERE clause, whose values are read once and not for every row."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.query import Condition
from infra.sandbox.quickbooks.wire import PACIFIC

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T")
Compare = Callable[[Any, Collection[Any]], bool]
"""Whether what a row has meets the values that are asked for."""
COMPARE: Mapping[str, Compare] = {
    "=": lambda have, wanted: have in wanted,
    "IN": lambda have, wanted: have in wanted,
    "!=": lambda have, wanted: have not in wanted,
    "<": lambda have, wanted: any(have < want for want in wanted),
    ">": lambda have, wanted: any(have > want for want in wanted),
    "<=": lambda have, wanted: any(have <= want for want in wanted),
    ">=": lambda have, wanted: any(have >= want for want in wanted),
}


class Comparison:
    """Tells rows apart by what they have; text in any case unless it is `case_sensitive`."""

    def __init__(self, condition: Condition, *, case_sensitive: bool) -> None:
        self.member = condition.member
        self._operator, self._values = condition.operator, condition.values
        self._case_sensitive = case_sensitive

    def holds(self, have: Any) -> bool:
        """Whether it is true of this value. Raises 4001 when it cannot be compared with what is asked for."""
        if have is None:
            return self._holds_for_nothing
        if self._operator == "LIKE":
            return self._pattern.fullmatch(str(have)) is not None
        compare = COMPARE[self._operator]
        if isinstance(have, bool):
            return compare(have, self._answers)
        if isinstance(have, int | Decimal):
            return compare(Decimal(have), self._numbers)
        if MOMENT.match(have):
            return compare(datetime.fromisoformat(have), self._moments)
        return compare(self._spelled(have), self._texts)

    @cached_property
    def _holds_for_nothing(self) -> bool:
        return self._operator in {"=", "IN"} and any(not want.strip() for want in self._values)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern = ".*".join(re.escape(part) for part in self._values[0].split("%"))
        return re.compile(pattern, re.DOTALL if self._case_sensitive else re.DOTALL | re.IGNORECASE)

    @cached_property
    def _answers(self) -> frozenset[bool]:
        return frozenset(want.lower() == "true" for want in self._values)

    @cached_property
    def _numbers(self) -> frozenset[Decimal]:
        return frozenset(map(_number, self._values))

    @cached_property
    def _moments(self) -> frozenset[datetime]:
        return frozenset(map(moment_of, self._values))

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(map(self._spelled, self._values))

    def _spelled(self, text: str) -> str:
        return text if self._case_sensitive else text.casefold()


def moment_of(text: str) -> datetime:
    """A date-time literal; one without an offset is Pacific time. Raises 4001."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise QuickBooksError("4001", f"QueryValidationError: {text} is no date or time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise QuickBooksError("4001", f"QueryValidationError: {text} is no number")
    return number
