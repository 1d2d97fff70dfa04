"""Sentences for people stand in one package; nothing else in the product writes one of its own."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.unit.domain.texts.collected import modules

_TEXTS = Path("domain", "texts")
_SAYS = {"failing", "waiting", "left_out", "in_sync", "refused", "alone", "close_outcome", "Unavailable"}
"""What takes a sentence for people as an argument."""
_FEWEST_WORDS = 3


def sentences(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Literals that end like a sentence, outside of docstrings; what is filled in counts as one word."""
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    elsewhere = parts | docstrings
    for node in nodes:
        if id(node) in elsewhere:
            continue
        text = _text(node)
        if text.endswith((".", "!", "?")) and len(text.split()) >= _FEWEST_WORDS:
            yield node.lineno, text  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in values)
        case _:
            return ""


def said(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Literals that are given where a sentence for people is expected."""
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _SAYS:
                given = node.args
            case ast.Call(func=ast.Name(id="Failure")):
                given = [keyword.value for keyword in node.keywords if keyword.arg == "text"]
            case _:
                continue
        yield from ((node.lineno, text) for one in given if (text := _text(one)))


@pytest.mark.parametrize(
    "source",
    [
        'left_out("The invoice is a draft.")',
        'failing(category, f"{name} was deleted in {system}.")',
        'Failure(category=category, cure=cure, text="no customer")',
        'x = "It waits for its invoice."',
        'x = f"It waits for {name}."',
    ],
)
def test_an_inline_sentence_is_noticed(source: str) -> None:
    assert _found(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring ends so."""',
        "left_out(reasons.DRAFT())",
        'x = f"{one}.{other}"',
        'raise ValueError("not a record reference")',
        'Failure(category=category, cure=cure, vendor_text="no answer")',
    ],
)
def test_what_nobody_reads_is_let_pass(source: str) -> None:
    assert _found(source) == []


def _found(source: str) -> list[tuple[int, str]]:
    nodes = tuple(ast.walk(ast.parse(source)))
    return [*sentences(nodes), *said(nodes)]


def test_no_module_has_a_sentence_of_its_own() -> None:
    found = [
        f"{path}:{line}: {text}"
        for path, nodes in modules().items()
        if not path.is_relative_to(_TEXTS)
        for line, text in (*sentences(nodes), *said(nodes))
    ]
    assert found == []
