"""The values that each line of a document has for one field, as one text: a line of text for each, "" for nothing."""

from collections.abc import Callable, Iterable

_BETWEEN = "\n"


def together(values: Iterable[str]) -> str:
    """The values in the order of the lines; lines at the end that have none say nothing."""
    return _BETWEEN.join(" ".join(value.split()) for value in values).rstrip(_BETWEEN)


def apart(text: str) -> list[str]:
    """The values again."""
    return text.split(_BETWEEN) if text else []


def each(text: str, change: Callable[[str], str]) -> str:
    """The values, each one changed."""
    return together(map(change, apart(text)))


def spoken(text: str) -> str:
    """The values in one line, as people read them."""
    return " / ".join(apart(text))
