"""The worker: what a queue's messages ask for, done for one connection at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import status_of
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.outcomes import failing
from counterfoil.engine.context import Context
from counterfoil.engine.hints.dead_grant import note_dead_grant
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConnectionStore,
    LinkStore,
    OutcomeStore,
    SystemsOpener,
)
from counterfoil.engine.read.question import Question
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
            queue=self.queue,
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
            note_dead_grant(self.connections, context.connection, [error.failure])
            return
        self._put_to_rest(context, refs, cases)
        note_dead_grant(self.connections, context.connection, [case.event.failure if case.event else None for case in cases])

    def _postpone(self, context: Context, refs: Sequence[RecordRef], failure: Failure) -> None:
        """Nothing could be done for any of these records: each waits, with its next attempt visible, or needs a person."""
        connection_id = context.connection.id
        found = self.links.find(connection_id, refs)
        told = {link.source_ref for links in found.values() for link in links} | {ref for ref in refs if ref not in found}
        latest = self.outcomes.latest(connection_id, sorted(told))
        status = status_of(failure)
        outcomes = [
            SyncOutcome(connection_id=connection_id, ref=ref, kind=ref.kind, status=status, at=self.clock())
            for ref in sorted(told)
        ]
        self.outcomes.record([failing(outcome, failure, latest.get(outcome.ref)) for outcome in outcomes])

    def _put_to_rest(self, context: Context, refs: Sequence[RecordRef], cases: Sequence[Case]) -> None:
        """A ref that has no case of its own any more (told by its parts or its link, or gone) waits or fails no longer."""
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
                if outcome.status in {OutcomeStatus.WAITING, OutcomeStatus.FAILING}
            ]
        )


def _switched_off(connection: Connection) -> Failure:
    dead = connection.state is ConnectionState.NEEDS_RECONNECT
    return Failure(
        category=ErrorCategory.NEEDS_RECONNECT if dead else ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text="The connection needs to be renewed." if dead else "The sync is switched off.",
        retry_after=_PAUSE_WHILE_OFF,
    )
