"""HubSpot's invoices that fail because they are for nobody: each poll looks whether somebody is associated with them now."""

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, OutcomeStore, RecordSystem

MOST_LOOKED_AT = 100
"""Among how many failing invoices a poll looks for them: as many as HubSpot shows in a call."""


@dataclass(frozen=True, slots=True)
class ForNobody:
    """Enqueues those that are for somebody by now.

    An association need not show in when an invoice was modified, and its webhook may be lost. HubSpot alone is asked, which
    is free to read; trying them would ask QuickBooks about those from before the connection.
    """

    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock

    def call_up(self, connection_id: str, hubspot: RecordSystem) -> int:
        """Enqueue them, and say how many. Raises VendorError or QueueError."""
        page = self.outcomes.page(connection_id, EntityKind.INVOICE, OutcomeStatus.FAILING, "", MOST_LOOKED_AT)
        failing = {one.ref.id: one for one in page.outcomes if _is_for_nobody(one)}
        shown = hubspot.read(EntityKind.INVOICE, sorted(failing)) if failing else {}
        addressed = [
            failing[one]
            for one, found in shown.items()
            if not isinstance(found, Failure) and any(snapshot.fields["customer"] for snapshot in found)
        ]
        now = self.clock()
        events = [ChangeEvent(one.ref, now, f"addressed:{one.ref}:{now.isoformat()}", called_up=True) for one in addressed]
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, addressed))
        return len(events)


def _is_for_nobody(failing: SyncOutcome) -> bool:
    """Whether it is in HubSpot alone and failed for nothing else: a contact without a name, say, tells of its change."""
    if failing.category is not ErrorCategory.CUSTOMER_MISSING:
        return False
    return failing.ref.system is System.HUBSPOT and failing.counterpart is None and not failing.blockers
