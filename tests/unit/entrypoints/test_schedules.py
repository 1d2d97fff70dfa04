"""The poller and the reconciler end with time in hand, and go on where they stopped the next time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.bootstrap.polling import PollingBundle
from counterfoil.engine.compare.compared_side import Reconciled
from counterfoil.engine.hints.connection_poll import Polled
from counterfoil.engine.notices.herald import Heralded
from counterfoil.entrypoints import Event
from counterfoil.entrypoints.polling import work_in_time
from counterfoil.entrypoints.reconciling import compare
from counterfoil.observability import metrics
from counterfoil.settings import Settings
from tests.fakes import EPOCH, FrozenClock
from tests.invocations import Invocation

SETTINGS = Settings(table_name="table")
SLOWEST_PAGE = timedelta(seconds=100)


@dataclass
class Endless:
    """In the poller's and the reconciler's place: has always another page, and asks before each whether there is time."""

    clock: FrozenClock
    pages: int = 0

    def poll(self, stop: Callable[[], bool]) -> Polled:
        """See `Poller`."""
        self._pages(stop)
        return Polled(enqueued=self.pages)

    def call_up(self, stop: Callable[[], bool]) -> int:
        """See `Poller`."""
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
@pytest.mark.parametrize("event", [{}, {"only": "due"}], ids=["a poll", "what is due"])
def test_the_poller_ends_before_lambda_ends_it(minutes: int, event: Event) -> None:
    clock = FrozenClock()
    here, invocation = PollingBundle(SETTINGS), Invocation(clock, EPOCH + timedelta(minutes=minutes))
    endless = Endless(clock)
    vars(here).update(poller=endless, herald=endless, disconnecting=endless, compares_on_request=endless)
    answer = work_in_time(here, event, invocation)
    assert ("echoes" in answer) is (not event)
    assert answer["enqueued"] == endless.pages > 0
    assert invocation.get_remaining_time_in_millis() > 0


def test_the_reconciler_ends_before_lambda_ends_it() -> None:
    clock = FrozenClock()
    here, invocation = Bundle(SETTINGS), Invocation(clock, EPOCH + timedelta(minutes=15))
    endless = Endless(clock)
    vars(here).update(reconciler=endless)
    assert compare(invocation, here.reconciler)["enqueued"] == endless.pages > 0
    assert invocation.get_remaining_time_in_millis() > 0
