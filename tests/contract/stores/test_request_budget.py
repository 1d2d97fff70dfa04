"""What the request budget promises, on every AWS there is."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from counterfoil.adapters.aws.budget import HUBSPOT_LIMITS, QUICKBOOKS_LIMITS, DynamoRequestBudget, Limit, Limits
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import System
from tests.contract.stores.backends import Ground
from tests.fakes import FrozenClock

TEN = Limit(name="request", count=10, window=timedelta(seconds=10), chunk=4)
SMALL: Limits = {"request": (TEN,)}

Budget = Callable[..., DynamoRequestBudget]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def budget(ground: Ground, clock: FrozenClock) -> Budget:
    """Makes one worker's budget."""

    def make(limits: Limits = SMALL, *, connection_id: str = "a", patience: float = 30) -> DynamoRequestBudget:
        return DynamoRequestBudget(
            ground.table,
            connection_id,
            System.HUBSPOT,
            limits,
            clock=clock,
            sleep=clock.sleep,
            patience=timedelta(seconds=patience),
        )

    return make


def waited(clock: FrozenClock, budget: DynamoRequestBudget, times: int, resource: str = "request") -> float:
    """Seconds that taking so often takes."""
    start = clock()
    for _ in range(times):
        budget.take(resource)
    return (clock() - start).total_seconds()


def test_normal_traffic_does_not_wait_and_costs_one_call_per_chunk(
    ground: Ground, clock: FrozenClock, budget: Budget
) -> None:
    hubspot = budget(HUBSPOT_LIMITS)

    assert waited(clock, hubspot, 30) == 0
    assert ground.clients.calls == {"UpdateItem": 3, "GetItem": 1}


def test_workers_share_one_allowance(clock: FrozenClock, budget: Budget) -> None:
    assert waited(clock, budget(), 4) == 0
    assert waited(clock, budget(), 4) == 0
    assert waited(clock, budget(), 2) == 0
    assert waited(clock, budget(), 1) > 0


def test_every_bit_of_the_allowance_can_be_used(clock: FrozenClock, budget: Budget) -> None:
    assert waited(clock, budget(), 10) == 0


def test_an_exhausted_allowance_is_waited_for(clock: FrozenClock, budget: Budget) -> None:
    one = budget()
    one.take("request", 10)

    assert 10 < waited(clock, one, 1) <= 12


def test_a_burst_at_the_border_of_two_windows_is_not_twice_the_limit(clock: FrozenClock, budget: Budget) -> None:
    clock.advance(timedelta(seconds=9))
    one = budget()
    one.take("request", 10)
    clock.advance(timedelta(seconds=1))

    assert waited(clock, one, 5) >= 5


def test_over_a_long_time_the_whole_rate_is_reached(clock: FrozenClock, budget: Budget) -> None:
    one = budget(patience=60)
    waited(clock, one, 20)

    assert waited(clock, one, 50) <= 60


def test_waiting_has_an_end(clock: FrozenClock, budget: Budget) -> None:
    one = budget(patience=3)
    one.take("request", 10)
    start = clock()

    with pytest.raises(VendorError) as raised:
        one.take("request")

    assert raised.value.failure.category is ErrorCategory.VENDOR_UNAVAILABLE
    assert raised.value.failure.cure is Cure.WAITING
    assert raised.value.failure.retry_after == TEN.window
    assert clock() - start <= timedelta(seconds=3)


def test_connections_have_their_own_allowances(clock: FrozenClock, budget: Budget) -> None:
    budget().take("request", 10)

    assert waited(clock, budget(connection_id="b"), 10) == 0


def test_a_resource_may_count_against_several_limits(clock: FrozenClock, budget: Budget) -> None:
    quickbooks = budget(QUICKBOOKS_LIMITS)

    assert 2 <= waited(clock, quickbooks, 27) <= 5  # nine a second
    assert waited(clock, budget(QUICKBOOKS_LIMITS, connection_id="b"), 36, "batch") <= 6
    with pytest.raises(VendorError):
        waited(clock, budget(QUICKBOOKS_LIMITS, connection_id="b", patience=5), 1, "batch")


def test_searches_are_few_a_second(clock: FrozenClock, budget: Budget) -> None:
    hubspot = budget(HUBSPOT_LIMITS)

    assert waited(clock, hubspot, 4, "search") == 0
    assert 1 <= waited(clock, hubspot, 4, "search") <= 2.5
