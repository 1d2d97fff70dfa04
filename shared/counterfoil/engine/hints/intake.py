"""Webhook intake: verified and parsed deliveries become queue messages. Calls no vendor."""

from collections.abc import Collection, Mapping, Sequence

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.profile_due import expect_change
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.known_accounts import KnownAccounts
from counterfoil.engine.ports import ChangeQueue, CursorStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a delivery, in events."""

    enqueued: int = 0
    unknown_account: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Turns deliveries into work, and remembers none: one that comes twice is a hint too many."""

    accounts: KnownAccounts
    cursors: CursorStore
    queue: ChangeQueue
    call_up: CallUp

    def call_blocked(self, system: System, touched: Mapping[str, Collection[str]]) -> int:
        """Enqueue what failed for something that changed beside the records, given as keys by account id; how many.

        Settings are read by the next poll, which calls up once more what they blocked. Raises QueueError.
        """
        known = self.accounts.connected(system, touched)
        concerned = [(one.id, touched[account_id]) for account_id, some in known.items() for one in some]
        for connection_id, keys in concerned:
            if PREFERENCES in keys:
                expect_change(self.cursors, connection_id)
        return sum(self.call_up.blocked_by(connection_id, keys) for connection_id, keys in concerned)

    def receive(self, system: System, events: Mapping[str, Sequence[ChangeEvent]]) -> Received:
        """Enqueue the events, given by account id (portal or company), for every connection of those accounts.

        Raises QueueError when it must be delivered again.
        """
        total = sum(map(len, events.values()))
        known = self.accounts.connected(system, events)
        batches = [
            batch
            for account_id, connections in known.items()
            for connection in connections
            for batch in in_batches(connection.id, events[account_id])
        ]
        if not batches:
            return Received(unknown_account=total)
        self.queue.send(batches)
        enqueued = sum(len(events[account_id]) for account_id in known)
        return Received(enqueued=enqueued, unknown_account=total - enqueued)
