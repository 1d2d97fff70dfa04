"""All texts of the package, and all calls of them in the product."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import counterfoil
from counterfoil.domain import texts
from counterfoil.domain.texts.checks import Finding
from counterfoil.domain.texts.sentence import Phrase

PRODUCT = Path(counterfoil.__file__).parent
ROOMS = ("checks", "details", "impossible", "invoice_property", "mails", "names", "reasons", "refusals")
"""The modules that callers name before a text: `reasons.MATCHED(name=...)`."""


def phrases() -> Mapping[str, Phrase]:
    """Every text by module and name; those of a tuple or mapping with their place in it."""
    found: dict[str, Phrase] = {}
    for module in pkgutil.walk_packages(texts.__path__, f"{texts.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            found |= _among(f"{module.name.rpartition('.')[2]}.{name}", value)
    return found


def _among(name: str, value: object) -> dict[str, Phrase]:
    match value:
        case Phrase():
            return {name: value}
        case Finding(sentence=sentence):
            return {name: sentence}
        case tuple():
            return {f"{name}[{place}]": one for place, one in enumerate(value) if isinstance(one, Phrase)}
        case dict():
            return {f"{name}[{place}]": one for place, one in value.items() if isinstance(one, Phrase)}
        case _:
            return {}


@cache
def modules() -> Mapping[Path, tuple[ast.AST, ...]]:
    """All nodes of every module of the product, by its path within the product."""
    paths = sorted(PRODUCT.rglob("*.py"))
    return {path.relative_to(PRODUCT): tuple(ast.walk(ast.parse(path.read_text()))) for path in paths}


def calls() -> Iterator[tuple[str, str, set[str | None]]]:
    """Every call of a text in the product: where it is, what is called, which parameters it is given."""
    for path, nodes in modules().items():
        for node in nodes:
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=room), attr=name)) if room in ROOMS and name.isupper():
                    place = f"{path}:{node.lineno}"
                    yield place, f"{room}.{name}", {keyword.arg for keyword in node.keywords}


def mentioned() -> set[str]:
    """Every text that the product names anywhere outside of the texts themselves."""
    found: set[str] = set()
    for nodes in modules().values():
        for node in nodes:
            match node:
                case ast.Attribute(value=ast.Name(id=room), attr=name) if room in ROOMS and name.isupper():
                    found.add(f"{room}.{name}")
    return found
