"""Finds, for Babel, the texts of the domain that people read: they stand in tables, not in calls of gettext.

`babel.cfg` names the modules. What is one sentence of a cause has the cause as its context, so that English may be reworded.
"""

from collections.abc import Iterator, Mapping

from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.checks import CHECKS
from counterfoil.domain.texts.words import RELATION

type Message = tuple[int, str, str | tuple[str, str], list[str]]


def extract(fileobj: object, *_told: object, **_settings: object) -> Iterator[Message]:
    """The messages of one module: line, function, text (with its context), comments."""
    name = str(getattr(fileobj, "name", ""))
    found = next((messages for end, messages in _MODULES.items() if name.endswith(end)), ())
    yield from found


def _words() -> Iterator[Message]:
    for text in RELATION.values():
        yield 1, "gettext", text, []


def _causes() -> Iterator[Message]:
    for category, told in ERROR_TEXTS.items():
        yield from _in_context(category, {"title": told.title, "cause": told.cause})
        yield from _in_context(category, {f"step {place}": step for place, step in enumerate(told.steps, start=1)})


def _checks() -> Iterator[Message]:
    for check, told in CHECKS.items():
        yield from _in_context(check, {"title": told.title, "why": told.why})


def _in_context(of: str, texts: Mapping[str, str]) -> Iterator[Message]:
    for part, text in texts.items():
        yield 1, "pgettext", (f"{of} {part}", text), []


_MODULES: Mapping[str, tuple[Message, ...]] = {
    "words.py": tuple(_words()),
    "catalogue/__init__.py": tuple(_causes()),
    "checks.py": tuple(_checks()),
}
