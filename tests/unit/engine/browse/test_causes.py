"""What needs a person: one entry for each cause."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import NOON
from tests.unit.engine.browse.ground import Ground

FAILING, WAITING, IN_SYNC = OutcomeStatus.FAILING, OutcomeStatus.WAITING, OutcomeStatus.IN_SYNC
CLOSED, TOO_MUCH = ErrorCategory.BOOKS_CLOSED, ErrorCategory.PAYMENT_TOO_MUCH


@pytest.mark.feature("H3")
def test_records_of_one_cause_are_one_entry_whatever_their_kind_and_currency(ground: Ground) -> None:
    ground.stands(1, FAILING, CLOSED, amount="10")
    ground.stands(2, FAILING, CLOSED, amount="3", currency="EUR")
    ground.stands(3, FAILING, CLOSED, kind=EntityKind.PAYMENT, amount="1")
    ground.stands(4, FAILING, TOO_MUCH, kind=EntityKind.PAYMENT, amount="2")
    ground.stands(5, WAITING, ErrorCategory.VENDOR_UNAVAILABLE)
    ground.stands(6, IN_SYNC)

    closed, too_much = ground.causes.causes(ground.id)

    assert (closed.category, closed.total) == (CLOSED, 3)
    assert closed.records == {EntityKind.INVOICE: 2, EntityKind.PAYMENT: 1}
    assert closed.money == {"EUR": Decimal(3), "USD": Decimal(11)}
    assert (too_much.category, too_much.records) == (TOO_MUCH, {EntityKind.PAYMENT: 1})


def test_a_cause_shows_the_records_that_stand_so_longest(ground: Ground) -> None:
    outcomes = [ground.stands(number, FAILING, CLOSED) for number in (5, 3, 4)]
    payment = ground.stands(1, FAILING, CLOSED, kind=EntityKind.PAYMENT)
    (cause,) = ground.causes.causes(ground.id)

    (shown,) = ground.causes.with_records(ground.id, shown=3)

    assert shown.longest == (payment, outcomes[1], outcomes[2])
    assert (shown.since, shown.total) == (NOON + timedelta(seconds=1), 4)
    assert (cause.longest, cause.since) == ((), None)


def test_a_cause_of_young_records_is_counted_and_shows_none_where_many_stand_so_longer(ground: Ground) -> None:
    for number in range(3):
        ground.stands(number, FAILING, CLOSED)
    ground.stands(9, FAILING, TOO_MUCH)

    closed, too_much = ground.causes.with_records(ground.id, looked_at=3)

    assert (len(closed.longest), too_much.total, too_much.longest, too_much.since) == (3, 1, (), None)


def test_a_cause_closes_itself(ground: Ground) -> None:
    ground.stands(1, FAILING, CLOSED)
    ground.stands(1, IN_SYNC, at=NOON + timedelta(minutes=1))
    assert ground.causes.causes(ground.id) == []
