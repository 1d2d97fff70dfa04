"""Invocations of functions that take turns on one clock."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from counterfoil.adapters.calling import in_turn
from infra.sandbox.kernel.clock import Clock
from tests.simulation.tasks import Death, Task


class RestlessError(Exception):
    """There is always something left to do: records call up one another for ever."""


class Workers:
    """All that is under way. Whatever anybody does beside reading the table is announced first.

    `trace` has a line for everything that happened, `effects` counts what was announced, `deaths` the workers that died.
    The next worker dies as `next_death` says, or whoever is about to have effect `dies_at_effect` of all. Whoever waits for
    something lets the others go on meanwhile where `in_parallel` says so; otherwise time just passes. When more than
    `most_begun` begin before anything comes to rest, something never will.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.trace: list[str] = []
        self.tasks: list[Task] = []
        self.current: Task | None = None
        self.next_death: Death | None = None
        self.effects = self.dies_at_effect = self.deaths = 0
        self.in_parallel = False
        self.on_effect: Callable[[Task], None] = lambda _task: None
        self._until: dict[Task, datetime] = {}
        self._begun, self.most_begun = 0, 3_000

    def note(self, text: str) -> None:
        """Add a line to the trace."""
        self.trace.append(f"{self.clock.now():%d %H:%M:%S.%f} {text}")

    def announce(self, what: str) -> None:
        """An effect is about to happen; the schedule may turn to another worker first, or this one may die."""
        task = self.current
        if task is None:
            return
        task.before_effect(what)
        self.on_effect(task)
        self.effects += 1
        self._end_in_time(task)
        if self.effects == self.dies_at_effect:
            task.die()
        self.note(f"  {task.name}: {what}")

    def side_by_side[Value](self, calls: Sequence[Callable[[], Value]]) -> list[Value]:
        """Whoever is at work makes these calls at the same time, as far as waiting goes: their effects come one by one."""
        task, began = self.current, self.clock.now()
        if task is None or not self.in_parallel:
            return in_turn(calls)
        try:
            return [self._from(task, began, call) for call in calls]
        finally:
            self._until.pop(task, None)

    def _from[Value](self, task: Task, moment: datetime, call: Callable[[], Value]) -> Value:
        self._until[task] = moment
        return call()

    def wait(self, seconds: float) -> None:
        """Whoever is at work waits for something; for what others of its calls were waited for, it does not wait again."""
        task = self.current
        if task and self.in_parallel:
            until = self._until.get(task, self.clock.now()) + timedelta(seconds=seconds)
            if task in self._until:
                self._until[task] = until
            task.rest(max(until, self.clock.now()))
        else:
            self.clock.advance(seconds)
        if task:
            self._end_in_time(task)

    def _end_in_time(self, task: Task) -> None:
        if self.clock.now() > task.ends_by:
            task.time_out()

    def begin(self, function: str, about: str, ends_by: datetime, run: Callable[[], None]) -> Task:
        """One more worker; it stands before its first effect when it is first resumed."""
        task = Task(f"{function}{about}", run, ends_by, self._death_of(function))
        self.note(f"{task.name} begins")
        self._begun += 1
        self.tasks.append(task)
        return task

    def _death_of(self, function: str) -> Death | None:
        death = self.next_death
        if death is None or death.function not in {"", function}:
            return None
        self.next_death = None
        return death

    def limit(self) -> Callable[[], None]:
        """What is to be called again and again from now on: it raises RestlessError once far too much has begun."""
        most = self._begun + self.most_begun

        def check() -> None:
            if self._begun > most:
                latest = ", ".join(dict.fromkeys(task.name for task in self.tasks))
                raise RestlessError(f"nothing comes to rest: {self.most_begun} invocations, the latest of {latest}")

        return check

    def go_on(self, task: Task, *, to_the_end: bool = False) -> None:
        """Let a worker go on for one effect, or to its end."""
        before, self.current = self.current, task
        try:
            self._resume(task)
            while to_the_end and not task.done:
                self._resume(task)
        finally:
            self.current = before
        if task.done:
            self.ended(task)

    def _resume(self, task: Task) -> None:
        """What it waits for comes first, or its end."""
        if (until := task.rests_until) is not None:
            self.pass_until(min(until, task.ends_by))
            if until > task.ends_by:
                task.timed_out = True
                task.kill()
                return
        task.resume()

    def pass_until(self, moment: datetime) -> None:
        """Time passes, if that moment is still to come."""
        self.clock.advance(max((moment - self.clock.now()).total_seconds(), 0.0))

    def kill(self, task: Task) -> None:
        """A worker dies where it stands."""
        self.current, before = task, self.current
        task.kill()
        self.current = before
        self.ended(task)

    def ended(self, task: Task) -> None:
        """A worker is no more."""
        if task in self.tasks:
            self.tasks.remove(task)
        self.deaths += task.killed
        how = "ran out of time" if task.timed_out else "was killed" if task.killed else "ends"
        self.note(f"{task.name} {how} after {task.steps} effects")
