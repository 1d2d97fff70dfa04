"""What the request budget promises, on every AWS there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread, current_thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.aws.allowance import Chunk, Limit
from counterfoil.adapters.aws.budget import HUBSPOT_LIMITS, QUICKBOOKS_LIMITS, DynamoRequestBudget, Limits
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import System
from tests.contract.stores.grounds import Ground
from tests.fakes import FrozenClock
from tests.simulation.aws.ground import SimulatedClients

FOUR = Chunk(4, timedelta(seconds=5))
TEN = Limit(name="request", count=10, window=timedelta(seconds=10), chunk=FOUR, alone=FOUR)
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


@pytest.mark.parametrize(("limits", "calls", "rate"), [(HUBSPOT_LIMITS, 100, 10), (QUICKBOOKS_LIMITS, 45, 9)])
def test_what_others_have_left_holds_nobody_up_for_long(
    clock: FrozenClock, budget: Budget, limits: Limits, calls: int, rate: int
) -> None:
    """Six others asked once each; what is left of what they leased counts as used for a while."""
    for _ in range(6):
        budget(limits).take("request")
    assert waited(clock, budget(limits), calls) <= 1.5 * calls / rate


@pytest.mark.parametrize(("limits", "a_lease"), [(HUBSPOT_LIMITS, 8), (QUICKBOOKS_LIMITS, 2)])
def test_who_is_alone_leases_for_half_a_minute(
    ground: Ground, clock: FrozenClock, budget: Budget, limits: Limits, a_lease: int
) -> None:
    alone = budget(limits)
    for _ in range(24):
        alone.take("request")
        clock.advance(timedelta(seconds=4))
    assert ground.clients.calls["UpdateItem"] == 24 / a_lease


@pytest.mark.parametrize("limits", [HUBSPOT_LIMITS, QUICKBOOKS_LIMITS])
def test_who_comes_after_that_leases_for_a_shorter_time(
    ground: Ground, clock: FrozenClock, budget: Budget, limits: Limits
) -> None:
    budget(limits).take("request")
    second = budget(limits)
    second.take("request")
    clock.advance(timedelta(seconds=13))
    second.take("request")
    assert ground.clients.calls["UpdateItem"] == 3


def test_it_is_known_without_a_call_whether_more_than_half_is_used(
    ground: Ground, clock: FrozenClock, budget: Budget
) -> None:
    quickbooks = budget(QUICKBOOKS_LIMITS)
    assert (quickbooks.is_short("batch"), ground.clients.calls) == (False, {})
    waited(clock, quickbooks, 19, "batch")
    assert not quickbooks.is_short("batch")
    waited(clock, quickbooks, 1, "batch")
    before = ground.clients.calls.total()
    assert (quickbooks.is_short("batch"), quickbooks.is_short("request")) == (True, False)
    clock.advance(timedelta(seconds=60))
    assert (quickbooks.is_short("batch"), ground.clients.calls.total()) == (False, before)


def test_every_bit_of_the_allowance_can_be_used(clock: FrozenClock, budget: Budget) -> None:
    assert waited(clock, budget(), 10) == 0


def test_an_exhausted_allowance_is_waited_for(clock: FrozenClock, budget: Budget) -> None:
    one = budget()
    one.take("request", 10)

    assert waited(clock, one, 1) == 10


def test_a_burst_at_the_border_of_two_windows_is_not_twice_the_limit(clock: FrozenClock, budget: Budget) -> None:
    clock.advance(timedelta(seconds=9))
    one = budget()
    one.take("request", 10)
    clock.advance(timedelta(seconds=1))

    assert waited(clock, one, 5) == 9


def test_over_a_long_time_the_whole_rate_is_reached(clock: FrozenClock, budget: Budget) -> None:
    one = budget(patience=60)
    waited(clock, one, 20)

    assert waited(clock, one, 50) <= 60


def test_who_comes_when_the_batches_of_a_minute_are_used_up_gets_the_next(ground: Ground, clock: FrozenClock) -> None:
    """As deployed: a worker waits for the oldest of a minute's batches to count no more."""
    books = DynamoRequestBudget(ground.table, "a", System.QUICKBOOKS, QUICKBOOKS_LIMITS, clock=clock, sleep=clock.sleep)
    began, (batches, *_) = clock(), QUICKBOOKS_LIMITS["batch"]
    waited(clock, books, batches.count + 1, "batch")
    assert clock() - began == batches.window


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
    clock.advance(TEN.window)
    assert waited(clock, one, 1) == 0


def test_the_turn_of_another_thread_counts_as_waiting(ground: Ground, clock: FrozenClock) -> None:
    """The second asks while the first waits for all there is, and would have to wait as long again."""
    refused, has_asked = list[VendorError](), Event()

    def ask() -> None:
        try:
            one.take("request")
        except VendorError as error:
            refused.append(error)

    def now() -> datetime:
        if current_thread() is second:
            has_asked.set()
        return clock()

    def sleep(seconds: float) -> None:
        if second.ident is None:
            second.start()
            assert has_asked.wait(10)
        clock.sleep(seconds)

    second = Thread(target=ask)
    patience = TEN.window + timedelta(seconds=1)
    one = DynamoRequestBudget(ground.table, "a", System.HUBSPOT, SMALL, clock=now, sleep=sleep, patience=patience)
    one.take("request", 10)
    clock.advance(timedelta(seconds=8))
    one.take("request", 10)
    second.join()
    assert len(refused) == 1


def test_whoever_waits_waits_for_just_what_it_needs(clock: FrozenClock, budget: Budget) -> None:
    one, other = budget(), budget()
    for worker, count in ((one, 4), (other, 4), (one, 2)):
        worker.take("request", count)
        clock.advance(timedelta(seconds=1))
    assert waited(clock, budget(), 4) == 10 - 3
    assert waited(clock, other, 1) == 1


CHUNKS = st.builds(
    Chunk, st.sampled_from([1, 3, 4, 10]), st.sampled_from([0.5, 5, 25]).map(lambda one: timedelta(seconds=one))
)


@given(data=st.data(), chunk=CHUNKS, alone=CHUNKS)
def test_no_window_wherever_it_begins_has_more_than_the_limit(data: st.DataObject, chunk: Chunk, alone: Chunk) -> None:
    """Whoever leased what is used, and however long after."""
    clock, taken = FrozenClock(), list[tuple[datetime, int]]()
    table = SimulatedClients().table()
    limits: Limits = {"request": (replace(TEN, chunk=chunk, alone=alone),)}
    workers = [
        DynamoRequestBudget(table, "a", System.HUBSPOT, limits, clock=clock, sleep=clock.sleep, patience=timedelta(hours=1))
        for _ in range(3)
    ]
    for _ in range(data.draw(st.integers(1, 12))):
        clock.advance(timedelta(seconds=data.draw(st.sampled_from([0, 0.3, 1, 4, 11]))))
        count = data.draw(st.integers(1, 6))
        data.draw(st.sampled_from(workers)).take("request", count)
        taken.append((clock(), count))
    for start, _ in taken:
        assert sum(count for at, count in taken if start <= at < start + TEN.window) <= TEN.count


def test_what_one_worker_leased_and_did_not_use_is_free_again(clock: FrozenClock, budget: Budget) -> None:
    one = budget()
    one.take("request")
    clock.advance(TEN.window / 2)
    one.take("request")

    clock.advance(TEN.window / 2)
    assert waited(clock, budget(), 6) == 0


def test_all_limits_of_a_vendor_are_leased_from_in_one_call(ground: Ground, budget: Budget) -> None:
    budget(QUICKBOOKS_LIMITS).take("batch")

    assert ground.clients.calls == {"UpdateItem": 1, "GetItem": 1}


def test_connections_have_their_own_allowances(clock: FrozenClock, budget: Budget) -> None:
    budget().take("request", 10)

    assert waited(clock, budget(connection_id="b"), 10) == 0


def test_a_resource_may_count_against_several_limits(clock: FrozenClock, budget: Budget) -> None:
    quickbooks = budget(QUICKBOOKS_LIMITS)

    assert 2 <= waited(clock, quickbooks, 27) <= 5  # nine a second
    assert waited(clock, budget(QUICKBOOKS_LIMITS, connection_id="b"), 38, "batch") <= 6
    with pytest.raises(VendorError):
        waited(clock, budget(QUICKBOOKS_LIMITS, connection_id="b", patience=5), 1, "batch")


def test_searches_are_few_a_second(clock: FrozenClock, budget: Budget) -> None:
    hubspot = budget(HUBSPOT_LIMITS)

    assert waited(clock, hubspot, 4, "search") == 0
    assert 1 <= waited(clock, hubspot, 4, "search") <= 2.5
