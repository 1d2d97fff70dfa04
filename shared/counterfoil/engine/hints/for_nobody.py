"""HubSpot's invoices that fail because they are for nobody: polls look whether somebody is associated with them by now."""

from collections.abc import Sequence

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, CursorStore, OutcomeStore, RecordSystem

_PAGE = 100
"""Among how many failing invoices a poll looks for them at once: as many as HubSpot shows in a call."""

_MOST_PAGES = 10
_PLACE = "poll:for_nobody"


@dataclass(frozen=True, slots=True)
class ForNobody:
    """Enqueues those that are for somebody by now.

    An association need not show in when an invoice was modified, and its webhook may be lost. HubSpot alone is asked, which
    is free to read; trying them would ask QuickBooks about those from before the connection. Each poll goes
    on where the one before stopped, to the next page that has any for nobody, and behind it where some are for somebody by
    now: whoever mends them seldom mends one alone.
    """

    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    clock: Clock

    def call_up(self, connection_id: str, hubspot: RecordSystem) -> int:
        """Enqueue them, and say how many; the cursor moves only afterwards. Raises VendorError or QueueError."""
        found = 0
        for _ in range(_MOST_PAGES):
            place = self.cursors.get(connection_id, _PLACE)
            page = self.outcomes.page(connection_id, EntityKind.INVOICE, OutcomeStatus.FAILING, place, _PAGE)
            looked_at = [one for one in page.outcomes if _is_for_nobody(one)]
            addressed = self._addressed(hubspot, looked_at) if looked_at else []
            self._enqueue(connection_id, addressed)
            if page.next_page != place:
                self.cursors.put(connection_id, _PLACE, page.next_page)
            found += len(addressed)
            if not page.next_page or (looked_at and not addressed):
                break
        return found

    def _addressed(self, hubspot: RecordSystem, failing: Sequence[SyncOutcome]) -> list[SyncOutcome]:
        """Those that are for somebody by now."""
        known = {one.ref.id: one for one in failing}
        return [
            known[one]
            for one, found in hubspot.read(EntityKind.INVOICE, sorted(known)).items()
            if not isinstance(found, Failure) and any(snapshot.fields["customer"] for snapshot in found)
        ]

    def _enqueue(self, connection_id: str, addressed: Sequence[SyncOutcome]) -> None:
        now = self.clock()
        events = [ChangeEvent(one.ref, now, f"addressed:{one.ref}:{now.isoformat()}", called_up=True) for one in addressed]
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, addressed))


def _is_for_nobody(failing: SyncOutcome) -> bool:
    """Whether it is in HubSpot alone and failed for nothing else: a contact without a name, say, tells of its change."""
    if failing.category is not ErrorCategory.CUSTOMER_MISSING:
        return False
    return failing.ref.system is System.HUBSPOT and failing.counterpart is None and not failing.blockers
