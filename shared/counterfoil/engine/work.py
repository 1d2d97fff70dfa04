"""The worker: what a queue's messages ask for, done for one connection at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from counterfoil.domain.change import ChangeBatch, ChangeEvent, ChangeOrigin
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.decision import Adopt, Create, Recover
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.batches import in_batches
from counterfoil.engine.case import Case
from counterfoil.engine.conclude import dead_grant, failing
from counterfoil.engine.context import Context
from counterfoil.engine.gather import Question
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConcurrentChangeError,
    ConnectionStore,
    LinkStore,
    OutcomeStore,
    SystemsOpener,
)
from counterfoil.engine.sync import synchronise

_PAUSE_WHILE_OFF = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Does the work of one connection. `lease` must outlast the longest run of a worker."""

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock
    lease: timedelta

    def handle(self, connection_id: str, batches: Sequence[ChangeBatch]) -> None:
        """Sync every record that the connection's batches hint at, all batches of a kind in one pass.

        Whatever can happen to a single record ends in its outcome. Raises UnknownConnectionError, or whatever is a defect.
        """
        connection = self.connections.get(connection_id)
        context = self.context(connection)
        for kind in EntityKind:
            refs = tuple(sorted({event.ref for batch in batches if batch.kind is kind for event in batch.events}))
            if refs:
                self._handle_kind(context, kind, refs)

    def context(self, connection: Connection) -> Context:
        """The connection, ready to be worked on."""
        return Context(
            connection=connection,
            systems=self.open_systems(connection),
            links=self.links,
            outcomes=self.outcomes,
            clock=self.clock,
            lease=self.lease,
        )

    def _handle_kind(self, context: Context, kind: EntityKind, refs: tuple[RecordRef, ...]) -> None:
        if context.connection.state is not ConnectionState.ACTIVE:
            self._postpone(context, refs, _switched_off(context.connection))
            return
        try:
            cases = synchronise(context, Question(kind=kind, refs=refs))
        except VendorError as error:
            self._postpone(context, refs, error.failure)
            self._note_dead_grant(context.connection, error.failure)
            return
        self._put_to_rest(context, refs, cases)
        if kind is EntityKind.INVOICE:
            self._call_for_payments(context, cases)
        if failure := dead_grant(cases):
            self._note_dead_grant(context.connection, failure)

    def _postpone(self, context: Context, refs: Sequence[RecordRef], failure: Failure) -> None:
        """Nothing could be done for any of these records: each waits, with its next attempt visible."""
        connection_id = context.connection.id
        found = self.links.find(connection_id, refs)
        told = {link.source_ref for links in found.values() for link in links} | {ref for ref in refs if ref not in found}
        latest = self.outcomes.latest(connection_id, sorted(told))
        waiting = [
            SyncOutcome(connection_id=connection_id, ref=ref, kind=ref.kind, status=OutcomeStatus.WAITING, at=self.clock())
            for ref in sorted(told)
        ]
        self.outcomes.record([failing(outcome, failure, latest.get(outcome.ref)) for outcome in waiting])

    def _put_to_rest(self, context: Context, refs: Sequence[RecordRef], cases: Sequence[Case]) -> None:
        """A ref that waited and has no case of its own any more (told by its parts, or gone) waits no longer."""
        concluded = {case.ref for case in cases}
        without_case = [ref for ref in refs if ref not in concluded]
        latest = self.outcomes.latest(context.connection.id, without_case) if without_case else {}
        self.outcomes.record(
            [
                SyncOutcome(
                    connection_id=context.connection.id,
                    ref=ref,
                    kind=ref.kind,
                    status=OutcomeStatus.EXCLUDED,
                    at=self.clock(),
                    reasons=("Looked at again; nothing is to be done under this reference.",),
                )
                for ref, outcome in latest.items()
                if outcome.status is OutcomeStatus.WAITING
            ]
        )

    def _call_for_payments(self, context: Context, cases: Sequence[Case]) -> None:
        """An invoice that has just got its counterpart may have been paid before: its payments are to be looked at."""
        for system in System:
            paid = {ref.id: ref for case in cases if (ref := _paid_before(case, system))}
            if not paid:
                continue
            payments = context.systems[system].payments_of(sorted(paid))
            now = self.clock()
            events = [
                ChangeEvent(
                    RecordRef(system, EntityKind.PAYMENT, payment), now, f"linked:{invoice}:{payment}:{now.isoformat()}"
                )
                for invoice, ids in payments.items()
                for payment in ids
            ]
            self.queue.send(in_batches(context.connection.id, ChangeOrigin.OPERATOR, events))

    def _note_dead_grant(self, connection: Connection, failure: Failure) -> None:
        if failure.category is not ErrorCategory.NEEDS_RECONNECT:
            return
        try:
            self.connections.save(replace(connection, state=ConnectionState.NEEDS_RECONNECT))
        except ConcurrentChangeError:
            return  # somebody has just changed the connection: perhaps renewed it; the next failure tells


def _paid_before(case: Case, system: System) -> RecordRef | None:
    made = case.decision and any(isinstance(action, Create | Recover | Adopt) for action in case.decision.actions)
    snapshot = case.snapshots.get(system)
    if not made or not case.acted or snapshot is None:
        return None
    fields = snapshot.fields
    return snapshot.ref if fields["balance"] != fields["total"] else None


def _switched_off(connection: Connection) -> Failure:
    dead = connection.state is ConnectionState.NEEDS_RECONNECT
    return Failure(
        category=ErrorCategory.NEEDS_RECONNECT if dead else ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text="The connection needs to be renewed." if dead else "The sync is switched off.",
        retry_after=_PAUSE_WHILE_OFF,
    )
