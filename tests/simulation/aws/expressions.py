"""DynamoDB's expressions, as far as the adapters use them: conditions, key conditions and updates.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
"""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

Attributes = Mapping[str, Any]
"""Names to values as DynamoDB spells them, e.g. {"S": "text"}."""

Condition = Callable[[Attributes, Attributes], bool]
"""Whether an item meets a condition, given the expression's values."""

Operand = Callable[[Attributes, Attributes], Any]
"""A value as DynamoDB spells it, or None where there is none."""

_TOKEN = re.compile(r"[#A-Za-z_][\w.]*|:\w+|<=|>=|<>|[=<>(),+-]")
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@lru_cache(maxsize=256)
def condition(text: str) -> Condition:
    """The condition that `text` states."""
    return _Parser(text).disjunction()


@lru_cache(maxsize=256)
def update(text: str) -> Callable[[dict[str, Any], Attributes], None]:
    """The change of an item, in place, that `text` states."""
    return _Parser(text).clauses()


def plain(value: Attributes) -> Any:
    """A value to compare with others of its type."""
    ((kind, content),) = value.items()
    return Decimal(content) if kind == "N" else content


def at_path(item: Attributes, path: str) -> Any:
    """The value at a dotted path, or None."""
    name, _, rest = path.partition(".")
    value = item.get(name)
    if value is None or not rest:
        return value
    return at_path(value["M"], rest) if "M" in value else None


class _Parser:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)

    def disjunction(self) -> Condition:
        parts = [self._conjunction()]
        while self._next_is("OR"):
            parts.append(self._conjunction())
        return lambda item, values: any(part(item, values) for part in parts)

    def clauses(self) -> Callable[[dict[str, Any], Attributes], None]:
        changes: list[Callable[[dict[str, Any], Attributes], None]] = []
        while self._tokens:
            changes += self._clause(self._take())  # one verb after the other: "SET a = :a ADD b :b"

        def change(item: dict[str, Any], values: Attributes) -> None:
            for each in changes:
                each(item, values)

        return change

    def _conjunction(self) -> Condition:
        parts = [self._comparison()]
        while self._next_is("AND"):
            parts.append(self._comparison())
        return lambda item, values: all(part(item, values) for part in parts)

    def _comparison(self) -> Condition:
        if self._next_is("("):
            inner = self.disjunction()
            self._take()
            return inner
        left = self._take()
        if self._next_is("("):
            return self._function(left)
        if self._next_is("BETWEEN"):
            return self._range(left)
        compare, first, second = _COMPARISONS[self._take()], _operand(left), _operand(self._take())
        return lambda item, values: _compared(compare, first(item, values), second(item, values))

    def _range(self, name: str) -> Condition:
        value, lowest = _operand(name), _operand(self._take())
        self._take()
        highest = _operand(self._take())
        return lambda item, values: (
            _compared(operator.ge, value(item, values), lowest(item, values))
            and _compared(operator.le, value(item, values), highest(item, values))
        )

    def _function(self, name: str) -> Condition:
        first = _operand(self._take())
        second = _operand(self._take()) if self._next_is(",") else None
        self._take()
        match name:
            case "attribute_not_exists":
                return lambda item, values: first(item, values) is None
            case "attribute_exists":
                return lambda item, values: first(item, values) is not None
            case "begins_with" if second:
                return lambda item, values: _compared(str.startswith, first(item, values), second(item, values))
        raise ValueError(f"the adapters use no such function: {name}")

    def _clause(self, verb: str) -> list[Callable[[dict[str, Any], Attributes], None]]:
        readers = {"SET": self._assignment, "REMOVE": self._removal, "ADD": self._addition}
        changes = [readers[verb]()]
        while self._next_is(","):
            changes.append(readers[verb]())
        return changes

    def _assignment(self) -> Callable[[dict[str, Any], Attributes], None]:
        name = self._take()
        self._take()
        value = self._sum()

        def assign(item: dict[str, Any], values: Attributes) -> None:
            item[name] = value(item, values)

        return assign

    def _removal(self) -> Callable[[dict[str, Any], Attributes], None]:
        name = self._take()

        def remove(item: dict[str, Any], _values: Attributes) -> None:
            item.pop(name, None)

        return remove

    def _addition(self) -> Callable[[dict[str, Any], Attributes], None]:
        name, by = self._take(), _operand(self._take())

        def add(item: dict[str, Any], values: Attributes) -> None:
            item[name] = _sum(item.get(name, {"N": "0"}), by(item, values))

        return add

    def _sum(self) -> Operand:
        first = self._term()
        if not self._next_is("+"):
            return first
        second = self._term()
        return lambda item, values: _sum(first(item, values), second(item, values))

    def _term(self) -> Operand:
        name = self._take()
        if not self._next_is("("):
            return _operand(name)
        known, _, otherwise, _ = _operand(self._take()), self._take(), _operand(self._take()), self._take()
        return lambda item, values: known(item, values) or otherwise(item, values)

    def _next_is(self, token: str) -> bool:
        if self._tokens and self._tokens[0] == token:
            self._take()
            return True
        return False

    def _take(self) -> str:
        return str(self._tokens.pop(0))


def _operand(token: str) -> Operand:
    if token.startswith(":"):
        return lambda _item, values: values[token]
    return lambda item, _values: at_path(item, token)


def _compared(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    """A comparison with a missing attribute, or with one of another type, is false."""
    if left is None or right is None or left.keys() != right.keys():
        return False
    return compare(plain(left), plain(right))


def _sum(left: Attributes, right: Attributes) -> dict[str, str]:
    return {"N": str(plain(left) + plain(right))}
