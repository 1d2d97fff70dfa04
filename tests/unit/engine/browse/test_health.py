"""How a connection stands as a whole, in counts, money and the last thirty days."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.tally import Day
from counterfoil.engine.browse.health import DAYS_SHOWN, days_shown
from tests.builders import NOON
from tests.unit.engine.browse.ground import Ground

IN_SYNC, FAILING, EXCLUDED = OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING, OutcomeStatus.EXCLUDED
TODAY = NOON.date()


@pytest.mark.feature("H1")
def test_each_kind_has_its_counts_money_rule_and_last_change(ground: Ground) -> None:
    ground.stands(1, IN_SYNC)
    ground.stands(2, IN_SYNC, currency="EUR", amount="5")
    ground.stands(3, FAILING, ErrorCategory.BOOKS_CLOSED, amount="7.50")
    ground.stands(4, EXCLUDED, kind=EntityKind.CUSTOMER)

    health = ground.health()

    invoices = next(kind for kind in health.kinds if kind.kind is EntityKind.INVOICE)
    assert invoices.records == {IN_SYNC: 2, FAILING: 1}
    assert invoices.money == {IN_SYNC: {"EUR": Decimal(5), "USD": Decimal(100)}, FAILING: {"USD": Decimal("7.50")}}
    assert invoices.changed_at == NOON + timedelta(seconds=3)
    assert invoices.rule == health.connection.rule(EntityKind.INVOICE)
    customers = next(kind for kind in health.kinds if kind.kind is EntityKind.CUSTOMER)
    assert (customers.records, customers.money) == ({EXCLUDED: 1}, {EXCLUDED: {}})
    assert [kind.kind for kind in health.kinds] == list(EntityKind)


def test_what_needs_a_person_is_counted_over_all_kinds(ground: Ground) -> None:
    ground.stands(1, FAILING, ErrorCategory.BOOKS_CLOSED, amount="10")
    ground.stands(2, FAILING, ErrorCategory.PAYMENT_TOO_MUCH, kind=EntityKind.PAYMENT, amount="2.50")
    ground.stands(3, FAILING, ErrorCategory.DISPLAY_NAME_TAKEN, kind=EntityKind.CUSTOMER)

    health = ground.health()

    assert (health.needy, health.needy_money) == (3, {"USD": Decimal("12.50")})


def test_nothing_is_known_of_a_new_connection(ground: Ground) -> None:
    health = ground.health()
    assert health.needy == 0
    assert all(not kind.records and kind.changed_at is None for kind in health.kinds)
    assert [(day.carried, day.open) for day in health.days] == [(0, 0)] * DAYS_SHOWN


def test_the_picture_tells_what_was_open_when_each_day_ended(ground: Ground) -> None:
    ground.stands(1, FAILING, ErrorCategory.BOOKS_CLOSED, at=NOON - timedelta(days=2))
    ground.stands(2, FAILING, ErrorCategory.BOOKS_CLOSED, at=NOON - timedelta(days=2))
    ground.stands(1, IN_SYNC, at=NOON - timedelta(days=1))

    days = ground.health().days

    assert [(day.day, day.carried, day.open) for day in days[-4:]] == [
        (TODAY - timedelta(days=3), 0, 0),
        (TODAY - timedelta(days=2), 0, 2),
        (TODAY - timedelta(days=1), 1, 1),
        (TODAY, 0, 1),
    ]


def test_the_picture_never_tells_of_less_than_nothing() -> None:
    shown = days_shown([Day(TODAY, 0, 5)], TODAY - timedelta(days=1), TODAY, open_now=2)
    assert [day.open for day in shown] == [0, 2]
