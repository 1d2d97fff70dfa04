"""A text knows which one it is and with which values, so that it can be kept, and told in another language."""

import re
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.names import amount, day
from counterfoil.domain.texts import names, reasons, words
from counterfoil.domain.texts.keeping import NAME, kept_of, told_again
from counterfoil.domain.texts.naming import every, name_of
from counterfoil.domain.texts.sentence import Phrase, Told, capital, joined


class Loud:
    """English in capital letters, with amounts and days of its own."""

    def pattern(self, of: Phrase) -> str:
        return re.sub(r"(?<!\{)\b\w+\b(?!\})", lambda found: found[0].upper(), of.pattern)

    def told(self, text: Told) -> str:
        return text.of.said(text.values, self)

    def count(self, number: int) -> str:
        return f"#{number}"

    def amount(self, amount: Decimal, currency: str) -> str:
        return f"{currency} {amount}"

    def day(self, day: date) -> str:
        return day.isoformat()


OVER = names.DOCUMENT_OF_SEVERAL(
    name=names.CUSTOMER(name="Ada"), amount=amount("1204.5", "USD"), day=day("2026-11-03"), id="7"
)
LONG = reasons.SEVERAL_MATCH(names=[OVER, *[names.CUSTOMER(name=str(number)) for number in range(9)]])


def test_it_is_english_by_itself() -> None:
    assert OVER == "the customer Ada over 1,204.50 USD of 3 Nov 2026 (id 7)"
    assert LONG.startswith("Several records match: the customer Ada over 1,204.50 USD")


@pytest.mark.parametrize("text", [OVER, LONG, capital(OVER), joined([LONG, OVER, "by hand"]), words.ITEM])
def test_what_is_kept_of_a_text_is_the_text(text: Told) -> None:
    again = told_again(text, deepcopy(dict(kept_of(text))))

    assert again == text
    assert isinstance(again, Told)
    assert Loud().told(again) == Loud().told(text) != text
    assert Loud().told(deepcopy(text)) == Loud().told(text)


def test_values_are_told_as_well() -> None:
    both = joined([capital(OVER), LONG])
    assert isinstance(both, Told)
    told = Loud().told(both)
    assert "USD 1204.50" in told
    assert "2026-11-03" in told
    assert "AND #4 MORE" in told
    assert "the customer" not in told


@pytest.mark.parametrize(
    "kept",
    [
        {NAME: "reasons.OF_ANOTHER_VERSION"},
        {NAME: "reasons.MATCHED", "other": "Ada"},
        {NAME: "reasons.MATCHED", "name": {NAME: "names.NONE"}},
        {NAME: "reasons.MATCHED", "name": None},
        {NAME: "sentence.AMOUNT", "amount": "much", "currency": "USD"},
        {NAME: "sentence.DAY", "day": "today"},
        {},
    ],
)
def test_what_is_not_understood_stays_english(kept: dict[str, object]) -> None:
    again = told_again("Matched with Ada.", kept)

    assert again == "Matched with Ada."
    assert not isinstance(again, Told)


def test_a_text_that_somebody_wrote_is_no_text_of_ours() -> None:
    assert not isinstance(joined(["by", "hand"]), Told)
    assert not isinstance(capital("by hand"), Told)
    assert name_of(Phrase("by hand")) == ""


def test_every_name_leads_to_its_text() -> None:
    assert len(every()) > 500
    assert all(every()[name_of(phrase)] is phrase for phrase in every().values())
