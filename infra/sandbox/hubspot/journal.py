"""All or nothing: undoes the changes of a failed step."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from infra.sandbox.hubspot.records import Event


@dataclass(slots=True)
class Journal:
    """How to undo what the current request changed, and the events it will tell when it succeeds."""

    publish: Callable[[list[Event]], None] = lambda _events: None
    _undo: list[Callable[[], object]] = field(default_factory=list)
    _events: list[Event] = field(default_factory=list)
    _depth: int = 0

    def did(self, undo: Callable[[], object]) -> None:
        """Note how to take back a change just made."""
        if self._depth:
            self._undo.append(undo)

    def tell(self, event: Event) -> None:
        """Note an event, published once the outermost step has succeeded."""
        self._events.append(event)

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """A step that leaves no trace when it raises; steps nest."""
        undo_mark, event_mark = len(self._undo), len(self._events)
        self._depth += 1
        try:
            yield
        except BaseException:
            while len(self._undo) > undo_mark:
                self._undo.pop()()
            del self._events[event_mark:]
            raise
        finally:
            self._depth -= 1
        if not self._depth:
            self._finish()

    def _finish(self) -> None:
        events, self._events = self._events, []
        self._undo.clear()
        if events:
            self.publish(events)
