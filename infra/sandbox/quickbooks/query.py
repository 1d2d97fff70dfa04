"""The query language, parsed.

https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
"""

import re
from dataclasses import dataclass

from infra.sandbox.quickbooks.errors import QuickBooksError

TOKEN = re.compile(
    r"""\s*(?:(?P<string>'(?:\\.|[^'\\])*')|(?P<operator><=|>=|!=|=|<|>)|(?P<mark>[(),*])|(?P<word>[^\s(),=<>!*']+))""",
    re.DOTALL,
)
DOUBLED = re.compile(r"''")
OPERATORS = {"=", "<", ">", "<=", ">=", "!="}
DEFAULT_RESULTS, MOST_RESULTS = 100, 1000


@dataclass(frozen=True, slots=True)
class Token:
    """One word, literal or mark of a statement."""

    text: str
    quoted: bool = False

    def says(self, *words: str) -> bool:
        """Whether this is one of the keywords or marks, in any case."""
        return not self.quoted and self.text.upper() in words


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of the WHERE clause; several values only with IN."""

    member: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one SELECT asks for."""

    entity: str
    count: bool
    members: tuple[str, ...]
    conditions: tuple[Condition, ...]
    order: tuple[tuple[str, bool], ...]  # member, descending
    start: int
    limit: int


def parse(text: str, *, doubled_quotes: bool = False) -> Statement:
    """Parse one statement. Raises 4000 for what is no statement, 4001 for values out of bounds."""
    return _Parser(_tokens(text, doubled_quotes=doubled_quotes)).statement()


def _tokens(text: str, *, doubled_quotes: bool) -> list[Token]:
    text = DOUBLED.sub(r"\\'", text) if doubled_quotes else text
    tokens, position, text = [], 0, text.strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise _unexpected(text[position : position + 10])
        position = match.end()
        if string := match["string"]:
            tokens.append(Token(re.sub(r"\\(.)", r"\1", string[1:-1], flags=re.DOTALL), quoted=True))
        else:
            tokens.append(Token(match["operator"] or match["mark"] or match["word"]))
    return tokens


def _unexpected(found: str) -> QuickBooksError:
    return QuickBooksError("4000", f"QueryParserError: Encountered unexpected {found!r}")


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at = tokens, 0

    def statement(self) -> Statement:
        self._expect("SELECT")
        count, members = self._selected()
        self._expect("FROM")
        entity = self._take().text
        conditions = self._conditions() if self._accept("WHERE") else ()
        order = self._order()
        start, limit = self._page()
        if self._at < len(self._tokens):
            raise _unexpected(self._tokens[self._at].text)
        return Statement(entity, count, members, conditions, order, start, limit)

    def _selected(self) -> tuple[bool, tuple[str, ...]]:
        if self._accept("COUNT"):
            for mark in "(*)":
                self._expect(mark)
            return True, ()
        members = [self._take().text]
        while self._accept(","):
            members.append(self._take().text)
        return False, tuple(members)

    def _conditions(self) -> tuple[Condition, ...]:
        conditions = [self._condition()]
        while self._accept("AND"):
            conditions.append(self._condition())
        return tuple(conditions)

    def _condition(self) -> Condition:
        enclosed = self._accept("(")
        member, operator = self._take(), self._take()
        if member.quoted:
            raise _unexpected(member.text)
        if operator.says("IN"):
            condition = Condition(member.text, "IN", self._values())
        elif operator.says("LIKE", *OPERATORS):
            condition = Condition(member.text, operator.text.upper(), (self._take().text,))
        else:
            raise _unexpected(operator.text)
        if enclosed:
            self._expect(")")
        return condition

    def _values(self) -> tuple[str, ...]:
        self._expect("(")
        values = [self._take().text]
        while self._accept(","):
            values.append(self._take().text)
        self._expect(")")
        return tuple(values)

    def _order(self) -> tuple[tuple[str, bool], ...]:
        if self._accept("ORDER"):
            self._expect("BY")
        elif not self._accept("ORDERBY"):
            return ()
        order = [self._ordering()]
        while self._accept(","):
            order.append(self._ordering())
        return tuple(order)

    def _ordering(self) -> tuple[str, bool]:
        member = self._take().text
        descending = self._accept("DESC")
        if not descending:
            self._accept("ASC")
        return member, descending

    def _page(self) -> tuple[int, int]:
        start, limit = 1, DEFAULT_RESULTS
        while self._at < len(self._tokens):
            if self._accept("STARTPOSITION"):
                start = self._number()
            elif self._accept("MAXRESULTS"):
                limit = self._number()
            else:
                break
        return start, limit

    def _number(self) -> int:
        text = self._take().text
        if not text.removeprefix("-").isdigit():
            raise _unexpected(text)
        if int(text) < 1:
            raise QuickBooksError("4001", f"QueryValidationError: value {text} is too small. Min allowed value is 1")
        return int(text)

    def _take(self) -> Token:
        if self._at >= len(self._tokens):
            raise _unexpected("<EOF>")
        self._at += 1
        return self._tokens[self._at - 1]

    def _accept(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].says(word):
            self._at += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise _unexpected(self._tokens[self._at].text if self._at < len(self._tokens) else "<EOF>")
