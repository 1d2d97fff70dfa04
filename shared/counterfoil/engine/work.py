"""The worker: what a queue's messages ask for, done for one connection at a time, slice by slice."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.unconcluded import Unconcluded
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches, told_by
from counterfoil.engine.hints.dead_grant import note_dead_grant
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConnectionStore,
    LinkStore,
    OutcomeStore,
    QueueError,
    SystemsOpener,
)
from counterfoil.engine.read.question import Question
from counterfoil.engine.slices import LARGEST_SLICE, Slice, joined, shorten, slices_of
from counterfoil.engine.sync import synchronise

MOST_CONTINUED = 20
"""So many workers in a row may give a connection's records back without getting anything done for it."""

ODD_TRIES = 3
"""So often a record that raises an error on its own is tried again: what raises once may have met passing trouble."""

_PAUSE_WHILE_OFF = timedelta(minutes=5)


@dataclass(slots=True, kw_only=True)
class Handled:
    """What became of the records: `done` are worked through, `given_back` are in the queue again, in a message of their own.

    `odd` are those that raised an error on their own, with it; `exhausted` counts those that were given back too often.
    """

    done: int = 0
    given_back: int = 0
    exhausted: int = 0
    odd: list[tuple[RecordRef, Exception]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Does the work of one connection. `lease` must outlast the longest run of a worker.

    `is_passing` says of an error whether it is trouble of our own that passes, and none of the records' doing.
    """

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock
    lease: timedelta
    is_passing: Callable[[Exception], bool] = lambda error: isinstance(error, QueueError)

    def handle(
        self,
        connection_id: str,
        batches: Sequence[ChangeBatch],
        out_of_time: Callable[[], bool] = lambda: False,
        receives: int = 1,
    ) -> Handled:
        """Sync every record that the connection's batches hint at, in slices of one kind each, until `out_of_time`.

        At least one slice is tried. What is not done then goes back into the queue, in a message that counts as new, so
        that giving back brings nothing nearer to the dead letters. Slices are the smaller the more often the messages were
        received in vain. Whatever can happen to a single record ends in its outcome: a slice that raises an error is halved
        until the odd record stands alone. Raises UnknownConnectionError, or trouble of our own that came before anything
        was done.
        """
        connection = self.connections.get(connection_id)
        tries = receives - 1 + max(batch.continued for batch in batches)
        handled, slices = Handled(), deque(slices_of(batches, max(1, LARGEST_SLICE >> tries)))
        if connection.state is ConnectionState.ACTIVE:
            self._work_off(self.context(connection, told_by(batches)), slices, out_of_time, handled)
            self.give_back(connection_id, batches, slices, handled)
        else:
            self._unconcluded.postpone(connection_id, joined(slices), _switched_off(connection))
        return handled

    def give_back(
        self, connection_id: str, batches: Sequence[ChangeBatch], slices: Iterable[Sequence[RecordRef]], handled: Handled
    ) -> None:
        """Enqueue the records of the slices anew; after too many workers in vain let them wait by their outcomes instead.

        Raises QueueError.
        """
        rest = set(joined(slices))
        if not rest:
            return
        continued = 0 if handled.done else 1 + max(batch.continued for batch in batches)
        if continued > MOST_CONTINUED:
            self._unconcluded.postpone(connection_id, sorted(rest), _no_time())
            handled.exhausted += len(rest)
            return
        events = [event for batch in batches for event in batch.events if event.ref in rest]
        self.queue.send(in_batches(connection_id, events, continued=continued))
        handled.given_back += len(rest)

    def context(self, connection: Connection, told: frozenset[RecordRef] = frozenset()) -> Context:
        """The connection, ready to be worked on for the records that moved, as events `told`."""
        return Context(
            connection=connection,
            systems=self.open_systems(connection),
            links=self.links,
            outcomes=self.outcomes,
            queue=self.queue,
            clock=self.clock,
            lease=self.lease,
            told=told,
        )

    def _afresh(self, context: Context) -> Context:
        """The context, with the connection as it is by now: what a person switches off stops at once."""
        connection = self.connections.get(context.connection.id)
        return context if connection.revision == context.connection.revision else self.context(connection, context.told)

    def _work_off(self, context: Context, slices: deque[Slice], out_of_time: Callable[[], bool], handled: Handled) -> None:
        """Work slice by slice, each under the rules of its moment; whatever is left in `slices` afterwards was not done."""
        before: Failure | None = None
        while slices:
            refs, failure = slices.popleft(), None
            try:
                context = self._afresh(context) if handled.done else context
                cases, failure = self._work(context, refs)
                handled.done += len(refs)
                shorten(slices, refs, cases)
            except Exception as error:
                if self.is_passing(error):
                    slices.appendleft(refs)
                    if handled.done:
                        return
                    raise
                self._take_apart(context, refs, error, slices, handled)
            if failure and (before or _is_lasting(failure)):
                self._unconcluded.postpone(context.connection.id, joined(slices), failure)
                slices.clear()
            before = failure
            if out_of_time():
                return

    def _take_apart(self, context: Context, refs: Slice, error: Exception, slices: deque[Slice], handled: Handled) -> None:
        """Look for the odd record in a slice that raised an error: both halves are next, unless it stands alone."""
        if len(refs) > 1:
            slices.extendleft((refs[len(refs) // 2 :], refs[: len(refs) // 2]))
            return
        self._unconcluded.postpone(context.connection.id, refs, _odd(error), ODD_TRIES)
        handled.odd.append((refs[0], error))
        handled.done += 1

    def _work(self, context: Context, refs: Slice) -> tuple[Sequence[Case], Failure | None]:
        """Sync some records of one kind. The failure, if a vendor could not be asked about any of them."""
        if context.connection.state is not ConnectionState.ACTIVE:
            self._unconcluded.postpone(context.connection.id, refs, failure := _switched_off(context.connection))
            return (), failure
        try:
            cases = synchronise(context, Question(kind=refs[0].kind, refs=refs))
        except VendorError as error:
            self._unconcluded.postpone(context.connection.id, refs, error.failure)
            note_dead_grant(self.connections, context.connection, [error.failure])
            return (), error.failure
        self._unconcluded.close(context.connection.id, refs, cases)
        note_dead_grant(self.connections, context.connection, [case.event.failure if case.event else None for case in cases])
        return cases, None

    @property
    def _unconcluded(self) -> Unconcluded:
        return Unconcluded(links=self.links, outcomes=self.outcomes, clock=self.clock)


def _is_lasting(failure: Failure) -> bool:
    """Whether it is useless to ask the vendor about the next records at once."""
    return failure.retry_after is not None or failure.category is ErrorCategory.NEEDS_RECONNECT


def _odd(error: Exception) -> Failure:
    name = type(error).__name__
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=reasons.DEFECT(), vendor_text=name)


def _no_time() -> Failure:
    return Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.WAITING, text=reasons.NO_TIME_LEFT())


def _switched_off(connection: Connection) -> Failure:
    dead = connection.state is ConnectionState.NEEDS_RECONNECT
    return Failure(
        category=ErrorCategory.NEEDS_RECONNECT if dead else ErrorCategory.SWITCHED_OFF,
        cure=Cure.WAITING,
        text=reasons.CONNECTION_ENDED() if dead else reasons.SWITCHED_OFF(),
        retry_after=_PAUSE_WHILE_OFF,
    )
