"""Webhook intake: verified and parsed deliveries become queue messages. Calls no vendor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import System
from counterfoil.domain.records.record import digest
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import ChangeQueue, ConnectionStore, DeliveryLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a delivery, in events."""

    enqueued: int = 0
    duplicate: int = 0
    unknown_account: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Turns deliveries into work. A delivery counts as dealt with only after everything in it was enqueued."""

    connections: ConnectionStore
    deliveries: DeliveryLog
    queue: ChangeQueue

    def receive(self, system: System, events: Mapping[str, Sequence[ChangeEvent]]) -> Received:
        """Enqueue the events, given by account id (portal or company), for every connection of those accounts.

        A delivery with the same events as an earlier one costs nothing. Raises QueueError when it must be delivered again.
        """
        total = sum(map(len, events.values()))
        told = sorted((account_id, event.identity) for account_id, some in events.items() for event in some)
        identity = f"{system}:{digest(told)}"
        if not total:
            return Received()
        if self.deliveries.seen(identity):
            return Received(duplicate=total)
        known = self.connections.find(system, sorted(events))
        batches = [
            batch
            for account_id, connections in known.items()
            for connection in connections
            for batch in in_batches(connection.id, events[account_id])
        ]
        if batches:
            self.queue.send(batches)
        self.deliveries.remember(identity)
        enqueued = sum(len(events[account_id]) for account_id in known)
        return Received(enqueued=enqueued, unknown_account=total - enqueued)
