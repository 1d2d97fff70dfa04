"""The one way in which a value gets into a text for people: by its name, on one line, bounded.

What comes of it is English, and knows which text it is and with which values, so that it can be told in another language.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Protocol, Self

from counterfoil.domain.short import shortened

type Value = str | int | Sequence[str]
"""What a text may name: a piece of text, a count, or several pieces."""

type Kept = str | int | tuple[str | int, ...]
"""A value as a text keeps it: bounded; of several pieces the last may be the count of those that are not named."""

LONGEST_VALUE = 1000
"""Characters of one value; a reason within a sentence is the longest."""
LONGEST_LISTED = 120
"""Characters of one of several pieces."""
MOST_LISTED = 6
"""So many of several pieces are named."""


class Tongue(Protocol):
    """How one language says things."""

    def pattern(self, of: "Phrase") -> str:
        """A text with the same parameters."""

    def told(self, text: "Told") -> str:
        """A text with its values."""

    def count(self, number: int) -> str:
        """A whole number."""

    def amount(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency."""

    def day(self, day: date) -> str:
        """A day with its year."""


class Told(str):
    """A text in English that knows which one it is `of`, and with which `values`; these may be such texts again.

    Joining, slicing and f-strings leave a mere str: English, whoever reads it. `joined` and `capital` keep it.
    """

    __slots__ = ("of", "values")
    of: "Phrase"
    values: Mapping[str, Kept]

    def __new__(cls, english: str, of: "Phrase", values: Mapping[str, Kept]) -> Self:
        made = super().__new__(cls, english)
        made.of, made.values = of, values
        return made

    def __getnewargs__(self) -> tuple[str, "Phrase", Mapping[str, Kept]]:  # type: ignore[override]  # for copies
        return str(self), self.of, self.values


class Phrase:
    """A piece of a sentence, such as "invoice {number}". Called with exactly the parameters that its pattern names."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.parameters = parameters_of(pattern)

    def __call__(self, **values: Value) -> Told:
        """The text with its values made safe. Raises TypeError for a parameter too many or too few."""
        if values.keys() != self.parameters:
            odd = ", ".join(sorted(values.keys() ^ self.parameters))
            raise TypeError(f"{self.pattern!r} has other parameters: {odd}")
        return self.of({name: _kept(value) for name, value in values.items()})

    def of(self, values: Mapping[str, Kept]) -> Told:
        """The text with values that are safe already. Raises LookupError, ValueError or ArithmeticError for others."""
        return Told(self.said(values, _ENGLISH), self, values)

    def said(self, values: Mapping[str, Kept], tongue: Tongue) -> str:
        """The text in a language."""
        return tongue.pattern(self).format_map({name: _said(value, tongue) for name, value in values.items()})


class Sentence(Phrase):
    """A text that stands by itself: it begins with a capital letter, whatever its first value is."""

    def said(self, values: Mapping[str, Kept], tongue: Tongue) -> str:
        """The text in a language."""
        return _capital(super().said(values, tongue))


class _English:
    """What the texts are written in."""

    def pattern(self, of: Phrase) -> str:
        return of.pattern

    def told(self, text: Told) -> str:
        return text

    def count(self, number: int) -> str:
        return f"{number:,}"

    def amount(self, amount: Decimal, currency: str) -> str:
        return f"{amount:,f} {currency}".strip()

    def day(self, day: date) -> str:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_ENGLISH = _English()
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class AmountPhrase(Phrase):
    """An amount with its currency. `amount` is a decimal as text, with all decimals that are to be shown."""

    def said(self, values: Mapping[str, Kept], tongue: Tongue) -> str:
        """As the language writes amounts."""
        return tongue.amount(Decimal(str(values["amount"])), str(values["currency"]))


class DayPhrase(Phrase):
    """A day with its year. `day` is one as ISO 8601 has it."""

    def said(self, values: Mapping[str, Kept], tongue: Tongue) -> str:
        """As the language writes days."""
        return tongue.day(date.fromisoformat(str(values["day"])))


def word(text: str) -> Told:
    """A text that names no values."""
    return Told(text, Phrase(text), {})


def parameters_of(pattern: str) -> frozenset[str]:
    """What a pattern names. Raises ValueError when it is none."""
    return frozenset(name for _, name, _, _ in Formatter().parse(pattern) if name)


def safe(value: Value) -> str:
    """A value as it may stand in a text: on one line, of bounded length, and never nothing."""
    return _said(_kept(value), _ENGLISH)


def _kept(value: Value) -> Kept:
    match value:
        case str():
            return _piece(value, LONGEST_VALUE)
        case int():
            return value
    more = len(value) - MOST_LISTED
    named = tuple(_piece(one, LONGEST_LISTED) for one in value[:MOST_LISTED])
    return (*named, *([more] if more > 0 else [])) or NOTHING()


def _piece(text: str, longest: int) -> str:
    return one_line(text, longest) or NOTHING()


def _said(value: Kept, tongue: Tongue) -> str:
    match value:
        case Told():
            return tongue.told(value)
        case str():
            return value
        case int():
            return tongue.count(value)
    return ", ".join(MORE.said({"count": one}, tongue) if isinstance(one, int) else _said(one, tongue) for one in value)


def one_line(text: str, longest: int) -> str:
    """`text` on one line, without control characters or marks that turn the reading direction, shortened visibly."""
    printable = text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
    line = shortened(" ".join(printable.split()), longest)
    return text if line == text else line


def capital(sentence: str) -> str:
    """`sentence` with a capital letter at its beginning."""
    english = _capital(sentence)
    return _of_one(_BEGINNING, english, text=sentence) if _is_told(sentence) else english


def joined(texts: Sequence[str]) -> str:
    """Texts one after the other, with a blank between them."""
    whole = texts[0] if texts else ""
    for one in texts[1:]:
        english = f"{whole} {one}"
        whole = _of_one(_FOLLOWED, english, one=whole, other=one) if _is_told(whole, one) else english
    return whole


def said_by(error: Exception) -> str:
    """What an error says, as the text that it was raised with."""
    (said,) = error.args[:1] or ("",)
    return said if isinstance(said, Told) else str(error)


def _of_one(phrase: Phrase, english: str, **values: str) -> str:
    """A text made of others, where these are not too long to be kept in it."""
    told = phrase(**values)
    return told if told == english else english


def _is_told(*texts: str) -> bool:
    return any(isinstance(one, Told) for one in texts)


def _capital(sentence: str) -> str:
    """An e-mail address stays as it is."""
    if "@" in sentence.partition(" ")[0]:
        return sentence
    return sentence[:1].upper() + sentence[1:]


MORE = Phrase("and {count} more")
NOTHING = Phrase("(empty)")
AMOUNT = AmountPhrase("{amount} {currency}")
DAY = DayPhrase("{day}")
_BEGINNING = Sentence("{text}")
_FOLLOWED = Phrase("{one} {other}")
