"""Numbers, amounts and moments as a person reads them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil_console.pages.parts import Amount, Counted, Sum
from counterfoil_console.wording import Wording
from tests.console.samples.around import NOW, at, frame, invoices, usd

SAY = Wording.of(frame("/"))


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=1), "just now"),
        (timedelta(seconds=40), "40 s ago"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "09:10"),
        (timedelta(days=1), "27 Nov 10:10"),
        (timedelta(days=365), "28 Nov 2025"),
        (-timedelta(minutes=5), "10:15"),
    ],
)
def test_a_moment_is_told_as_near_as_it_is(ago: timedelta, said: str) -> None:
    assert _plain(SAY.moment(NOW - ago)) == said


def test_a_moment_is_told_in_the_time_zone_of_the_connection() -> None:
    say = Wording.of(replace(frame("/"), time_zone="America/Denver"))

    assert _plain(say.at(datetime(2026, 11, 28, 1, 30, tzinfo=UTC))) == "27 Nov 18:30"
    assert _plain(say.day(at(28, 1))) == "27 Nov 2026"


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("9310", "USD", "9,310.00 USD"),
        ("-6120.5", "USD", "\N{MINUS SIGN}6,120.50 USD"),
        ("1204300.10", "USD", "1,204,300.10 USD"),
        ("5000", "JPY", "5,000 JPY"),
        ("0.125", "USD", "0.125 USD"),
        ("1.5", "KWD", "1.500 KWD"),
    ],
)
def test_an_amount_has_its_currency_and_all_its_decimals(amount: str, currency: str, said: str) -> None:
    assert _plain(SAY.amount(Amount(Decimal(amount), currency))) == said


def test_a_difference_shows_its_sign_and_nothing_has_none() -> None:
    assert [SAY.figure(usd(one), signed=True) for one in ("60", "-7760", "0")] == [
        "+60.00",
        "\N{MINUS SIGN}7,760.00",
        "0.00",
    ]


def test_records_and_amounts_are_told_together() -> None:
    both = Sum(
        counts=(Counted(EntityKind.INVOICE, 14), Counted(EntityKind.PAYMENT, 1)),
        money=(usd("9310"), Amount(Decimal(12), "CAD")),
    )

    assert _plain(SAY.sum(both)) == "14 invoices and 1 payment, 9,310.00 USD and 12.00 CAD"
    assert both.count == 15
    assert SAY.sum(invoices(1)) == "1 invoice"
    assert SAY.listed(["a", "b", "c"]) == "a, b and c"


def test_another_language_writes_numbers_and_days_its_own_way() -> None:
    french = Wording.of(replace(frame("/"), language="fr"))

    assert french.figure(usd("1204300.10")) == "1\N{NARROW NO-BREAK SPACE}204\N{NARROW NO-BREAK SPACE}300,10"
    assert _plain(french.day(at(28, 10))) == "28 nov. 2026"
