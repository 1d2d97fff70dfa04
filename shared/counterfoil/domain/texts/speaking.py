"""Texts of the product in another language than English."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from counterfoil.domain.texts.locales import SPACE, Locale
from counterfoil.domain.texts.naming import name_of
from counterfoil.domain.texts.sentence import Phrase, Told, Tongue, parameters_of
from counterfoil.domain.values import dataclass

type Say = Callable[[str], str]
"""Says a text in one language; what is no text of the product stays as it is."""


class Catalogue(Protocol):
    """What every text is in one language, as gettext has it."""

    def pgettext(self, context: str, message: str) -> str:
        """The text, English where it is not translated."""
        ...


@dataclass(frozen=True, slots=True)
class Spoken(Tongue):
    """One language, by its locale and its catalogue."""

    locale: Locale
    texts: Catalogue

    def pattern(self, of: Phrase) -> str:
        """A translation that names other values than the text is not used."""
        found = self.texts.pgettext(name_of(of), of.pattern)
        return found if parameters_of(found) == of.parameters else of.pattern

    def told(self, text: Told) -> str:
        return text.of.said(text.values, self)

    def count(self, number: int) -> str:
        return self.locale.count(number)

    def amount(self, amount: Decimal, currency: str) -> str:
        return f"{self.locale.amount(amount, currency)}{SPACE}{currency}"

    def day(self, day: date) -> str:
        return self.locale.full_day(day)

    def say(self, text: str) -> str:
        """As `Say`."""
        return self.told(text) if isinstance(text, Told) else text


def in_english(text: str) -> str:
    """As `Say`: every text is English already."""
    return text


def written(paragraphs: Iterable[Iterable[str]], say: Say) -> str:
    """Paragraphs of lines, each a text of its own, with an empty line between them."""
    return "\n\n".join("\n".join(map(say, lines)) for lines in paragraphs)
