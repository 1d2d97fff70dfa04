"""Workers that run one at a time: each in a thread of its own, going on only when it is told to.

Which worker goes on next is the schedule's choice, so that two of them interleave exactly as a seed says.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Semaphore, Thread


class KilledError(BaseException):
    """The worker is no more; nothing in the product may survive or notice it."""


class Task:
    """One invocation of a function, which must end by `ends_by`.

    `steps` are the effects that it was about to have; it dies before number `dies_at`.
    """

    def __init__(self, name: str, work: Callable[[], None], ends_by: datetime, dies_at: int = 0) -> None:
        self.name, self.ends_by, self.dies_at = name, ends_by, dies_at
        self.steps = 0
        self.done = self.killed = False
        self.error: Exception | None = None
        self._work = work
        self._go, self._back = Semaphore(0), Semaphore(0)
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def resume(self) -> None:
        """Go on until just before the next effect, or to the end."""
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

    def before_effect(self) -> None:
        """Called by the task itself: wait to be told to go on. Raises KilledError when it dies here."""
        self.steps += 1
        if self.steps == self.dies_at:
            self.killed = True
        if not self.killed:
            self._back.release()
            self._go.acquire()
        if self.killed:
            raise KilledError

    def time_out(self) -> None:
        """Called by the task itself when its time is over."""
        self.killed = True
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
