"""As much of GraphQL as a client of the Custom Fields API needs: one query, its arguments and its selection.

https://spec.graphql.org/October2021/#sec-Language
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|-?\d+|[{}()\[\]:$!=]')
NAMED: Mapping[str, Any] = {"true": True, "false": False, "null": None}


class GraphQLError(Exception):
    """The query cannot be read, or asks for what there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A field that is asked for, with its arguments and what is asked for inside it."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    inside: tuple["Selected", ...] = ()


def parsed(text: str, variables: Mapping[str, Any]) -> tuple[Selected, ...]:
    """What a query asks for. Raises GraphQLError."""
    tokens = _Tokens(TOKEN.findall(text), variables)
    if tokens.next_is("query"):
        while not tokens.next_is("{", taking=False):
            tokens.take()
    return tokens.selection()


def picked(value: Any, asked: tuple[Selected, ...]) -> Any:
    """The members of `value` that are asked for. Raises GraphQLError for one that there is not."""
    if isinstance(value, list):
        return [picked(element, asked) for element in value]
    if not isinstance(value, Mapping):
        return value
    if unknown := [one.name for one in asked if one.name not in value]:
        raise GraphQLError(f"Cannot query field '{unknown[0]}'")
    if not asked:
        raise GraphQLError("A selection of subfields is needed")
    return {one.name: picked(value[one.name], one.inside) for one in asked}


class _Tokens:
    def __init__(self, tokens: list[str], variables: Mapping[str, Any]) -> None:
        self._rest: Iterator[str] = iter([*tokens, ""])
        self._next = next(self._rest)
        self._variables = variables

    def take(self) -> str:
        """The next token. Raises GraphQLError at the end."""
        if not self._next:
            raise GraphQLError("Syntax Error: Unexpected <EOF>")
        taken, self._next = self._next, next(self._rest)
        return taken

    def next_is(self, token: str, *, taking: bool = True) -> bool:
        """Whether `token` comes next; it is taken if so."""
        found = self._next == token
        if found and taking:
            self.take()
        return found

    def selection(self) -> tuple[Selected, ...]:
        """What stands between braces."""
        self._expect("{")
        found = []
        while not self.next_is("}"):
            name = self.take()
            arguments = self._members(")") if self.next_is("(") else {}
            inside = self.selection() if self.next_is("{", taking=False) else ()
            found.append(Selected(name=name, arguments=arguments, inside=inside))
        return tuple(found)

    def _members(self, end: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self.next_is(end):
            name = self.take()
            self._expect(":")
            found[name] = self._value()
        return found

    def _value(self) -> Any:
        first = self.take()
        if first == "$":
            return self._variables.get(self.take())
        if first == "{":
            return self._members("}")
        if first.startswith('"'):
            return first[1:-1]
        return int(first) if first.lstrip("-").isdecimal() else NAMED.get(first, first)

    def _expect(self, token: str) -> None:
        if not self.next_is(token):
            raise GraphQLError(f"Syntax Error: Expected {token}, found {self._next or '<EOF>'}")
