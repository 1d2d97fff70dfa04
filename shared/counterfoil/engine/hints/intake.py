"""Webhook intake: verified and parsed deliveries become queue messages. Calls no vendor."""

from collections.abc import Collection, Mapping, Sequence

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import System
from counterfoil.domain.records.record import digest
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.known_accounts import KnownAccounts
from counterfoil.engine.ports import ChangeQueue, CursorStore, DeliveryLog
from counterfoil.engine.profile import expect_change


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a delivery, in events; `duplicate` ones were enqueued by an earlier delivery as well."""

    enqueued: int = 0
    duplicate: int = 0
    unknown_account: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Turns deliveries into work. A delivery is remembered only after everything in it was enqueued."""

    accounts: KnownAccounts
    deliveries: DeliveryLog
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

        A delivery with the same events as an earlier one is enqueued again, which is as harmless as any other hint, and
        counted apart. Raises QueueError when it must be delivered again.
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
        if self.deliveries.remember(_identity(system, events)):
            return Received(enqueued=enqueued, unknown_account=total - enqueued)
        return Received(duplicate=enqueued, unknown_account=total - enqueued)


def _identity(system: System, events: Mapping[str, Sequence[ChangeEvent]]) -> str:
    """What makes two deliveries the same: the very same events of the same accounts."""
    told = sorted((account_id, event.identity) for account_id, some in events.items() for event in some)
    return f"{system}:{digest(told)}"
