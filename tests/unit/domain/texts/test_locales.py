"""How languages write amounts, counts and days."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.texts.locales import LOCALES, locale_of


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        ("en", "1,234,567.50", "3 Nov 2026"),
        ("pt", "1.234.567,50", "3 de nov. de 2026"),
        ("it", "1.234.567,50", "3 nov 2026"),
        ("nb", "1 234 567,50", "3. nov. 2026"),
        ("fr", "1 234 567,50", "3 nov. 2026"),
        ("zh-Hant", "1,234,567.50", "2026年11月3日"),
    ],
)
def test_each_language_has_its_marks_and_months(language: str, amount: str, day: str) -> None:
    locale = LOCALES[language]

    assert _plain(locale.amount(Decimal("1234567.5"), "USD")) == amount
    assert _plain(locale.full_day(date(2026, 11, 3))) == day
    assert len(locale.months) == 12


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_what_we_do_not_speak_is_english() -> None:
    assert locale_of("tlh") is LOCALES["en"]


def test_no_amount_is_rounded_away() -> None:
    assert LOCALES["en"].amount(Decimal("0.005"), "USD") == "0.005"
    assert LOCALES["en"].count(-1200) == "\N{MINUS SIGN}1,200"
