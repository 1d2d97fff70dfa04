"""The worker: what a queue's messages ask for, done for one connection at a time, slice by slice."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from datetime import timedelta

from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, UnknownConnectionError, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import plans, reasons
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.unconcluded import Unconcluded
from counterfoil.engine.context import Context, Contexts
from counterfoil.engine.hints.batches import announced_by, by_plan, in_batches, moved_by, reassociated_by
from counterfoil.engine.hints.dead_grant import note_dead_grant
from counterfoil.engine.hints.own_writes import OwnWrites
from counterfoil.engine.ports import ConnectionStore, PlanStore, QueueError
from counterfoil.engine.preview.applied import applied_plan
from counterfoil.engine.sync import carry_out
from counterfoil.engine.work.ahead import Ahead
from counterfoil.engine.work.pace import Pace
from counterfoil.engine.work.slices import LARGEST_SLICE, Slice, fit, joined, slice_size, slices_of

MOST_CONTINUED = 20
"""So many workers in a row may give a connection's records back without getting anything done for it."""

ODD_TRIES = 6
"""So often, within a quarter of an hour, a record that raises an error on its own is tried again: trouble may pass."""

_PAUSE_WHILE_OFF = timedelta(minutes=5)
_OFF = {
    ConnectionState.NEEDS_RECONNECT: reasons.CONNECTION_ENDED(),
    ConnectionState.PLANNED: plans.NOT_APPLIED_YET(),
    ConnectionState.DISCONNECTED: reasons.DISCONNECTED(),
}
"""Why nothing is carried, where that is not for a switch."""


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
    """Does the work of one connection. The lease of its `contexts` must outlast the longest run of a worker.

    `is_passing` says of an error whether it is trouble of our own that passes, and none of the records' doing.
    """

    connections: ConnectionStore
    contexts: Contexts
    plans: PlanStore
    pace: Pace = field(default_factory=Pace)
    own_writes: OwnWrites = field(default_factory=OwnWrites)
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
        handled = Handled()
        if not (batches := self.own_writes.without_echoes(connection_id, batches, self.contexts.clock())):
            return handled
        connection = self._known(connection_id)
        size = slice_size(batches, receives)
        for plan_id, some in by_plan(batches).items():
            slices = deque(slices_of(some, size))
            if connection.state is not ConnectionState.ACTIVE:
                self._unconcluded(plan_id).postpone(connection_id, joined(slices), _switched_off(connection))
                continue
            known = self.pace.take_up(connection_id, slices, self.contexts.clock()) if size == LARGEST_SLICE else 0
            if not handled.done or not out_of_time():
                few = (known or size) < LARGEST_SLICE
                ahead = Ahead(self.contexts.clock, alone=few or bool(plan_id), paced=bool(known))
                self._work_off(self._context_of(connection, plan_id, some), slices, ahead, out_of_time, handled)
            self.give_back(connection_id, some, slices, handled)
        return handled

    def _known(self, connection_id: str) -> Connection:
        """Of one that is being deleted nothing is kept any more."""
        connection = self.connections.get(connection_id)
        if connection.state is ConnectionState.BEING_DELETED:
            raise UnknownConnectionError(f"connection {connection_id!r} is being deleted")
        return connection

    def give_back(
        self, connection_id: str, batches: Sequence[ChangeBatch], slices: Iterable[Sequence[RecordRef]], handled: Handled
    ) -> None:
        """Enqueue the records of the slices anew; after too many workers in vain let them wait by their outcomes instead.

        The events have identities of their own then: the queue drops a message that is the same as one of the last minutes.
        Raises QueueError.
        """
        rest = set(joined(slices))
        if not rest:
            return
        continued = 0 if handled.done else 1 + max(batch.continued for batch in batches)
        for plan_id, some in by_plan(batches).items():
            events = [_given_back(event) for batch in some for event in batch.events if event.ref in rest]
            refs = {event.ref for event in events}
            if continued > MOST_CONTINUED:
                self._unconcluded(plan_id).postpone(connection_id, sorted(refs), _no_time())
                handled.exhausted += len(refs)
            else:
                self.contexts.queue.send(in_batches(connection_id, events, continued=continued, plan=plan_id))
                handled.given_back += len(refs)

    def _context_of(self, connection: Connection, plan_id: str, batches: Sequence[ChangeBatch] = ()) -> Context:
        """The live sync's, or that of a plan which is applied, under the rules that it was made with."""
        scoped, applied = connection, None
        if plan_id:
            scoped, applied = applied_plan(self.plans, connection, plan_id, self.contexts.clock)
        return replace(
            self.contexts.of(scoped),
            moved=moved_by(batches),
            announced=announced_by(batches),
            reassociated=reassociated_by(batches),
            applied=applied,
        )

    def _afresh(self, context: Context) -> Context:
        """The context, with the connection as it is by now: what a person switches off stops at once."""
        connection = self.connections.get(context.connection.id)
        if connection.revision == context.connection.revision:
            return context
        return replace(
            self._context_of(connection, _plan_of(context)),
            moved=context.moved,
            announced=context.announced,
            reassociated=context.reassociated,
        )

    def _work_off(
        self,
        context: Context,
        slices: deque[Slice],
        ahead: Ahead,
        out_of_time: Callable[[], bool],
        handled: Handled,
    ) -> None:
        """Work slice by slice, each under the rules of its moment; whatever is left in `slices` afterwards was not done."""
        before: Failure | None = None
        while slices:
            failure, began = None, self.contexts.clock()
            try:
                context = self._afresh(context) if handled.done else context
                cases, failure = self._work(context, slices, ahead)
            except Exception as error:
                self.pace.forget(context.connection.id)
                if self.is_passing(error):
                    if handled.done:
                        return
                    raise
                ahead.stop()
                self._take_apart(context, slices.popleft(), error, slices, handled)
            else:
                refs = slices.popleft()
                handled.done += len(refs)
                if failure is None:
                    now = self.contexts.clock()
                    size = fit(slices, refs, cases, now - began)
                    self.pace.note(context.connection.id, cases, refs, size, now)
                else:
                    ahead.stop()
                    self.pace.forget(context.connection.id)
            if failure and (before or _is_lasting(failure)):
                self._unconcluded(_plan_of(context)).postpone(context.connection.id, joined(slices), failure)
                slices.clear()
            before = failure
            if out_of_time():
                return

    def _take_apart(self, context: Context, refs: Slice, error: Exception, slices: deque[Slice], handled: Handled) -> None:
        """Look for the odd record in a slice that raised an error: both halves are next, unless it stands alone."""
        if len(refs) > 1:
            slices.extendleft((refs[len(refs) // 2 :], refs[: len(refs) // 2]))
            return
        self._unconcluded(_plan_of(context)).postpone(context.connection.id, refs, _odd(error), ODD_TRIES)
        handled.odd.append((refs[0], error))
        handled.done += 1

    def _work(self, context: Context, slices: deque[Slice], ahead: Ahead) -> tuple[Sequence[Case], Failure | None]:
        """Sync the first slice's records by their plan. The failure, if a vendor could not be asked about any of them."""
        if context.connection.state is not ConnectionState.ACTIVE:
            self._unconcluded(_plan_of(context)).postpone(
                context.connection.id, slices[0], failure := _switched_off(context.connection)
            )
            return (), failure
        try:
            cases = carry_out(*ahead.plan_of(context, slices))
        except VendorError as error:
            self._unconcluded(_plan_of(context)).postpone(context.connection.id, slices[0], error.failure)
            note_dead_grant(self.connections, context.connection, [error.failure])
            return (), error.failure
        self._unconcluded(_plan_of(context)).close(context.connection.id, slices[0], cases)
        self.own_writes.note(context, cases)
        note_dead_grant(self.connections, context.connection, [case.event.failure if case.event else None for case in cases])
        return cases, None

    def _unconcluded(self, plan_id: str) -> Unconcluded:
        here = self.contexts
        return Unconcluded(links=here.links, outcomes=here.outcomes, clock=here.clock, plan=plan_id)


def _plan_of(context: Context) -> str:
    return context.applied.id if context.applied else ""


def _is_lasting(failure: Failure) -> bool:
    """Whether it is useless to ask the vendor about the next records at once."""
    return failure.retry_after is not None or failure.category is ErrorCategory.NEEDS_RECONNECT


def _odd(error: Exception) -> Failure:
    name = type(error).__name__
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=reasons.DEFECT(), vendor_text=name)


def _no_time() -> Failure:
    return Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.WAITING, text=reasons.NO_TIME_LEFT())


def _given_back(event: ChangeEvent) -> ChangeEvent:
    return replace(event, identity=digest(["given back", event.identity]))


def _switched_off(connection: Connection) -> Failure:
    dead = connection.state in {ConnectionState.NEEDS_RECONNECT, ConnectionState.DISCONNECTED}
    return Failure(
        category=ErrorCategory.NEEDS_RECONNECT if dead else ErrorCategory.SWITCHED_OFF,
        cure=Cure.WAITING,
        text=_OFF.get(connection.state, reasons.SWITCHED_OFF()),
        retry_after=_PAUSE_WHILE_OFF,
    )
