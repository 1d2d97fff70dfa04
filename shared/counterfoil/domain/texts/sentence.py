"""The one way in which a value gets into a text for people: by its name, on one line, bounded."""

from collections.abc import Mapping, Sequence
from string import Formatter

from counterfoil.domain.shortening import shortened

type Value = str | int | Sequence[str]
"""What a text may name: a piece of text, a count, or several pieces."""

LONGEST_VALUE = 1000
"""Characters of one value; a reason within a sentence is the longest."""
LONGEST_LISTED = 120
"""Characters of one of several pieces."""
MOST_LISTED = 6
"""So many of several pieces are named."""
_NOTHING = "(empty)"


class Phrase:
    """A piece of a sentence, such as "invoice {number}". Called with exactly the parameters that its pattern names."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.parameters = frozenset(name for _, name, _, _ in Formatter().parse(pattern) if name)

    def __call__(self, **values: Value) -> str:
        """The text with its values made safe. Raises TypeError for a parameter too many or too few."""
        if values.keys() != self.parameters:
            odd = ", ".join(sorted(values.keys() ^ self.parameters))
            raise TypeError(f"{self.pattern!r} has other parameters: {odd}")
        return self._told({name: safe(value) for name, value in values.items()})

    def _told(self, values: Mapping[str, str]) -> str:
        return self.pattern.format_map(values)


class Sentence(Phrase):
    """A text that stands by itself: it begins with a capital letter, whatever its first value is."""

    def _told(self, values: Mapping[str, str]) -> str:
        return capital(super()._told(values))


def safe(value: Value) -> str:
    """A value as it may stand in a text: on one line, of bounded length, and never nothing."""
    if isinstance(value, str):
        return one_line(value, LONGEST_VALUE) or _NOTHING
    if isinstance(value, int):
        return f"{value:,}"
    named = [one_line(piece, LONGEST_LISTED) or _NOTHING for piece in value[:MOST_LISTED]]
    more = len(value) - MOST_LISTED
    return ", ".join([*named, *([MORE(count=more)] if more > 0 else [])]) or _NOTHING


def one_line(text: str, longest: int) -> str:
    """`text` on one line, without control characters or marks that turn the reading direction, shortened visibly."""
    printable = text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
    return shortened(" ".join(printable.split()), longest)


def capital(sentence: str) -> str:
    """`sentence` with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]


MORE = Phrase("and {count} more")
