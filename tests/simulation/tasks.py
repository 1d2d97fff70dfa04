"""Workers that run one at a time: each in a thread of its own, going on only when it is told to.

Which worker goes on next is the schedule's choice, so that two of them interleave exactly as a seed says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Semaphore, Thread


class KilledError(BaseException):
    """The worker is no more; nothing in the product may survive or notice it."""


@dataclass(frozen=True, slots=True)
class Death:
    """Where a worker dies: before its effect number `at`, counting only those whose description begins with `before`.

    It is the next one of the `function`, or the next one at all.
    """

    at: int
    before: str = ""
    function: str = ""


class Task:
    """One invocation of a function, which must end by `ends_by` and dies where `death` says.

    `steps` are the effects that it was about to have; `rests_until` is when what it waits for comes. `struck` says that it
    met with trouble at AWS, `timed_out` that it was ended because its time was over.
    """

    def __init__(self, name: str, work: Callable[[], None], ends_by: datetime, death: Death | None = None) -> None:
        self.name, self.ends_by, self._death = name, ends_by, death
        self.steps = self._counted = 0
        self.rests_until: datetime | None = None
        self.done = self.killed = self.struck = self.timed_out = False
        self.error: Exception | None = None
        self._work = work
        self._go, self._back = Semaphore(0), Semaphore(0)
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def function(self) -> str:
        """The function that this is an invocation of."""
        return self.name.partition("(")[0].partition("/")[0]

    def resume(self) -> None:
        """Go on until just before the next effect, to what must be waited for, or to the end."""
        self.rests_until = None
        self._go.release()
        self._back.acquire()

    def finish(self) -> None:
        """Go on to the end."""
        while not self.done:
            self.resume()

    def kill(self) -> None:
        """Die where it stands."""
        self.killed = True
        self.finish()

    def before_effect(self, what: str) -> None:
        """Called by the task itself: wait to be told to go on. Raises KilledError when it dies here."""
        self.steps += 1
        if self._death and what.startswith(self._death.before):
            self._counted += 1
            self.killed = self.killed or self._counted == self._death.at
        self._let_others_go_on()

    def rest(self, until: datetime) -> None:
        """Called by the task itself: others go on until then. Raises KilledError when it dies meanwhile."""
        self.rests_until = until
        self._let_others_go_on()

    def die(self) -> None:
        """Called by the task itself."""
        self.killed = True
        raise KilledError

    def time_out(self) -> None:
        """Called by the task itself when its time is over."""
        self.timed_out = True
        self.die()

    def _let_others_go_on(self) -> None:
        if not self.killed:
            self._back.release()
            self._go.acquire()
        if self.killed:
            raise KilledError

    def _run(self) -> None:
        self._go.acquire()
        try:
            self._work()
        except KilledError:
            self.killed = True
        except Exception as error:  # noqa: BLE001 - whatever a function lets escape is for the caller to judge
            self.error = error
        self.done = True
        self._back.release()
