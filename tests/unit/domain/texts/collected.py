"""All texts of the package and of the demo, and all calls of them in the product."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import counterfoil
import counterfoil_console
import infra
from counterfoil.domain import texts
from counterfoil.domain.texts.checks import Finding
from counterfoil.domain.texts.sentence import AmountPhrase, DayPhrase, Phrase

PRODUCT = Path(counterfoil.__file__).parent
_CALLERS = (PRODUCT, Path(counterfoil_console.__file__).parent, *map(Path, infra.__path__))
_DEMO = "infra.demo.texts"
_HOMES = (*(one.name for one in pkgutil.walk_packages(texts.__path__, f"{texts.__name__}.")), _DEMO)
"""The modules in which texts stand."""


def phrases() -> Mapping[str, Phrase]:
    """Every text by module and name; those of a tuple or mapping with their place in it."""
    found: dict[str, Phrase] = {}
    for home in _HOMES:
        for name, value in vars(importlib.import_module(home)).items():
            found |= _among(f"{_room(home)}.{name}", value)
    return found


def _room(home: str) -> str:
    return "demo" if home == _DEMO else home.rpartition(".")[2]


def _among(name: str, value: object) -> dict[str, Phrase]:
    match value:
        case AmountPhrase() | DayPhrase():
            return {}  # these take figures only
        case Phrase():
            return {name: value}
        case Finding(sentence=sentence):
            return {name: sentence}
        case tuple():
            return {f"{name}[{place}]": one for place, one in enumerate(value) if isinstance(one, Phrase)}
        case Mapping():
            return {f"{name}[{place}]": one for place, one in value.items() if isinstance(one, Phrase)}
        case _:
            return {}


@cache
def modules() -> Mapping[Path, tuple[ast.AST, ...]]:
    """All nodes of every module of the product, by its path within the product."""
    return {path.relative_to(PRODUCT): nodes for path, nodes in _nodes().items() if path.is_relative_to(PRODUCT)}


@cache
def _nodes() -> Mapping[Path, tuple[ast.AST, ...]]:
    """The same of whatever may name a text, by its whole path."""
    paths = sorted(path for callers in _CALLERS for path in callers.rglob("*.py"))
    return {path: tuple(ast.walk(ast.parse(path.read_text()))) for path in paths}


def calls() -> Iterator[tuple[str, str, set[str | None]]]:
    """Every call of a text: where it is, what is called, which parameters it is given."""
    for path, nodes in _nodes().items():
        called = _Names(path, nodes)
        for node in nodes:
            if isinstance(node, ast.Call) and (text := called.text_of(node.func)):
                yield f"{path.name}:{node.lineno}", text, {keyword.arg for keyword in node.keywords}


def mentioned() -> set[str]:
    """Every text that anything names, in its own module or elsewhere."""
    by_module = ((_Names(path, nodes), nodes) for path, nodes in _nodes().items())
    return {text for names, nodes in by_module for node in nodes if (text := names.text_of(node))}


class _Names:
    """What one module calls the texts, and the modules in which they stand."""

    def __init__(self, path: Path, nodes: Sequence[ast.AST]) -> None:
        self._rooms, self._texts = dict[str, str](), dict[str, str]()
        for node in nodes:
            if isinstance(node, ast.ImportFrom):
                self._note(node)
        home = ".".join(path.with_suffix("").parts)
        self._own = next((_room(one) for one in _HOMES if home.endswith(f".{one}")), "")

    def _note(self, imported: ast.ImportFrom) -> None:
        for one in imported.names:
            if f"{imported.module}.{one.name}" in _HOMES:
                self._rooms[one.asname or one.name] = _room(f"{imported.module}.{one.name}")
            elif imported.module in _HOMES:
                self._texts[one.asname or one.name] = f"{_room(imported.module)}.{one.name}"

    def text_of(self, node: ast.AST) -> str:
        """The text that an expression names by its module and name; "" for anything else."""
        match node:
            case ast.Attribute(value=ast.Name(id=alias), attr=name) if alias in self._rooms:
                return f"{self._rooms[alias]}.{name}"
            case ast.Name(id=name, ctx=ast.Load()):
                return self._texts.get(name) or (f"{self._own}.{name}" if self._own else "")
        return ""
