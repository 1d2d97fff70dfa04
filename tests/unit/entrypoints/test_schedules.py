"""The poller and the reconciler end with time in hand, and go on where they stopped the next time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.bootstrap.polling import PollingBundle
from counterfoil.bootstrap.scheduling import SchedulingBundle
from counterfoil.engine.compare.compared_side import Reconciled
from counterfoil.engine.hints.polling import PolledSlice
from counterfoil.engine.hints.turns import Turns
from counterfoil.engine.notices.herald import Heralded
from counterfoil.engine.ports import PollSlice
from counterfoil.entrypoints.polling import poll_in_time
from counterfoil.entrypoints.reconciling import compare
from counterfoil.entrypoints.scheduling import work_in_time
from counterfoil.observability import metrics
from counterfoil.settings import Settings
from tests.fakes import EPOCH, FrozenClock, InMemoryCursorStore
from tests.invocations import Invocation, received

SETTINGS = Settings(table_name="table")
SLOWEST_PAGE = timedelta(seconds=100)


@dataclass
class Endless:
    """In everybody's place: has always another page, and asks before each whether there is time."""

    clock: FrozenClock
    pages: int = 0

    def poll(self, _wanted: PollSlice, stop: Callable[[], bool]) -> PolledSlice:
        """See `Poller`."""
        self._pages(stop)
        return PolledSlice(enqueued=self.pages)

    @property
    def turns(self) -> Turns:
        """See `Poller`."""
        return Turns(InMemoryCursorStore(), self.clock)

    def ask(self) -> int:
        """See `Rounds`."""
        return 7

    def call_up(self, stop: Callable[[], bool]) -> int:
        """See `Rounds`."""
        self._pages(stop)
        return self.pages

    def go_on(self, _stop: Callable[[], bool]) -> int:
        """Nobody wants anything compared."""
        return 0

    def go_round(self, stop: Callable[[], bool]) -> Heralded:
        """See `Herald`."""
        assert not stop()
        return Heralded()

    def reconcile(self, out_of_time: Callable[[], bool], done: Reconciled) -> Reconciled:
        """See `Reconciler`."""
        self._pages(out_of_time)
        done.enqueued = self.pages
        return done

    def finish(self) -> int:
        """See `Disconnecting`."""
        return 0

    def _pages(self, stop: Callable[[], bool]) -> None:
        while not stop():
            self.pages += 1
            self.clock.advance(SLOWEST_PAGE)


@pytest.fixture(autouse=True)
def _counted() -> Iterator[None]:
    yield
    metrics.clear_metrics()


@pytest.mark.parametrize("minutes", [5, 15])
def test_the_scheduled_function_ends_before_lambda_ends_it(minutes: int) -> None:
    clock = FrozenClock()
    endless, invocation = Endless(clock), Invocation(clock, EPOCH + timedelta(minutes=minutes))
    assert work_in_time(scheduling(endless), {"only": "due"}, invocation) == {"enqueued": endless.pages}
    assert endless.pages > 0
    assert invocation.get_remaining_time_in_millis() > 0


def test_a_poll_by_schedule_is_only_asked_for() -> None:
    clock = FrozenClock()
    assert work_in_time(scheduling(Endless(clock)), {}, Invocation(clock)) == {"asked": 7}


def scheduling(endless: Endless) -> SchedulingBundle:
    """What the schedules call."""
    here = SchedulingBundle(SETTINGS)
    vars(here).update(rounds=endless, herald=endless, disconnecting=endless, compares_on_request=endless)
    return here


def test_a_poller_ends_before_lambda_ends_it() -> None:
    clock = FrozenClock()
    here, invocation = PollingBundle(SETTINGS), Invocation(clock, EPOCH + timedelta(minutes=5))
    endless = Endless(clock)
    vars(here).update(poller=endless)
    body = '{"asked_at": "2026-11-02T09:00:00Z", "connection_ids": ["a"]}'
    assert poll_in_time({"Records": [received(body)]}, here, invocation) == {"batchItemFailures": []}
    assert endless.pages > 0
    assert invocation.get_remaining_time_in_millis() > 0


def test_the_reconciler_ends_before_lambda_ends_it() -> None:
    clock = FrozenClock()
    here, invocation = Bundle(SETTINGS), Invocation(clock, EPOCH + timedelta(minutes=15))
    endless = Endless(clock)
    vars(here).update(reconciler=endless)
    assert compare(invocation, here.reconciler)["enqueued"] == endless.pages > 0
    assert invocation.get_remaining_time_in_millis() > 0
