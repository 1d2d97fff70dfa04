"""Finds, for Babel, the texts of the domain that people read: they stand in tables and constants, not in calls of gettext.

Each has its name as its context, so that English may be reworded.
"""

import re
from collections.abc import Iterator

from counterfoil.domain.texts.naming import every

type Message = tuple[int, str, tuple[str, str], list[str]]
_PARAMETER = re.compile(r"\{\w+\}")


def extract(_file: object, *_told: object, **_settings: object) -> Iterator[Message]:
    """Every text that has words of its own: line, function, context and text, comments."""
    for name, phrase in every().items():
        if re.search(r"[^\W\d_]", _PARAMETER.sub("", phrase.pattern)):
            yield 1, "pgettext", (name, phrase.pattern), []
