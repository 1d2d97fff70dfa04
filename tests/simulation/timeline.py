"""The bundle at its own pace: whatever is due happens when it is due, and who waits lets all others go on meanwhile.

Synchronisers wake as soon as their queues have messages to give, polls and retries come on schedule, webhooks within a
second.
"""

from datetime import datetime, timedelta

from counterfoil.domain.identity import EntityKind
from tests.simulation.tasks import Task
from tests.simulation.world import START, World

_PUMP_EVERY = timedelta(seconds=1)


class Timeline:
    """Lets a world's time pass. Every run of it begins where the one before ended."""

    def __init__(self, world: World, pump_every: timedelta = _PUMP_EVERY) -> None:
        self._world, self._house, self._pump_every = world, world.house, pump_every
        self._next_pump = world.clock.now()
        self._next_poll = _on_schedule(world.clock.now(), self._house.numbers.poll_every)
        self._next_retry = _on_schedule(world.clock.now(), self._house.numbers.retry_every)

    def run(self, until: datetime) -> None:
        """Everything that happens until then; what is under way at that moment stays so. Raises RestlessError."""
        self._house.in_parallel, check = True, self._house.limit()
        try:
            while self._step(until):
                check()
        finally:
            self._house.in_parallel = False

    def run_for(self, span: timedelta) -> None:
        """Everything that happens within this span."""
        self.run(self._world.clock.now() + span)

    def _step(self, until: datetime) -> bool:
        self._begin_what_is_due()
        task = min(self._house.tasks, key=self._due, default=None)
        moment = min(self._next(), until)
        if task and self._due(task) <= moment:
            self._house.go_on(task)
            return True
        self._house.pass_until(moment)
        return moment < until

    def _begin_what_is_due(self) -> None:
        now = self._world.clock.now()
        if now >= self._next_pump:
            self._next_pump = now + self._pump_every
            self._house.vendors.pump()
        if now >= self._next_poll:
            self._next_poll = _on_schedule(now, self._house.numbers.poll_every)
            self._house.ask_polls()
        if now >= self._next_retry:
            self._next_retry = _on_schedule(now, self._house.numbers.retry_every)
            self._house.retry()
        for kind in EntityKind:
            while self._house.sync(kind):
                pass
        while self._house.poll():
            pass
        self._house.plan()
        self._house.report()

    def _due(self, task: Task) -> datetime:
        now = self._world.clock.now()
        return max(now, min(task.rests_until or now, task.ends_by))

    def _next(self) -> datetime:
        """When something begins that is not under way."""
        moments = [self._next_poll, self._next_retry, self._house.sqs.next_to_show()]
        if self._house.vendors.pending():
            moments.append(self._next_pump)
        return min(moment for moment in moments if moment)


def _on_schedule(now: datetime, every: timedelta) -> datetime:
    """The schedule's next moment."""
    return START + ((now - START) // every + 1) * every
