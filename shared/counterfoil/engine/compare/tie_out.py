"""Do the ledgers agree? What is open in both systems, pair by pair at one moment, added up and explained."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.ledgers import Ledgers
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.compared import Compared
from counterfoil.engine.compare.explaining import reason_of
from counterfoil.engine.compare.open_pairs import OpenPairs
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import (
    ChangeQueue,
    ChoiceStore,
    Clock,
    CursorStore,
    LedgerStore,
    LinkStore,
    OpenInvoices,
    OutcomeStore,
    Systems,
)

_CURSOR = "compare:ledgers"


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOutProgress:
    """How far a comparison has come and what it has found, stored between runs.

    The open invoices of `system` are read next. `counted` are the ids of those in QuickBooks whose counterparts were paid or
    voided while they were read: what is open in QuickBooks alone is counted once.
    """

    ledgers: Ledgers
    system: System = System.HUBSPOT
    after: str = ""
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """Compares what is open in both ledgers.

    HubSpot's open invoices are read page by page, each page with its counterparts in QuickBooks: both sides of a pair are
    seen at one moment, however long it all takes. Then those are added that are open in QuickBooks alone. So both totals
    and what differs between them add up to the cent. 10,000 open invoices take some 50 searches in
    HubSpot and 60 metered reads.
    """

    links: LinkStore
    outcomes: OutcomeStore
    choices: ChoiceStore
    ledgers: LedgerStore
    cursors: CursorStore
    queue: ChangeQueue
    clock: Clock

    def go_on(self, connection: Connection, systems: Systems, is_over: Callable[[], bool]) -> Ledgers | None:
        """Go on until all is compared, and keep and return it; None when there was no time left. Raises VendorError."""
        progress, pairs = self._progress(connection.id), self._pairs(connection, systems)
        while not is_over():
            of_hubspot = progress.system is System.HUBSPOT
            page, compared = (pairs.from_hubspot if of_hubspot else pairs.from_quickbooks)(progress.after)
            progress = self._further(progress, connection, page, compared)
            if not (of_hubspot or page.more):
                return self._finished(connection, progress.ledgers)
            self.cursors.put(connection.id, _CURSOR, _adapter().dump_json(progress).decode())
        return None

    def _pairs(self, connection: Connection, systems: Systems) -> OpenPairs:
        return OpenPairs(
            connection_id=connection.id,
            systems=systems,
            links=self.links,
            outcomes=self.outcomes,
            choices=self.choices,
        )

    def _progress(self, connection_id: str) -> TieOutProgress:
        """As it was stored. One never begun, or only by another version of this, begins anew."""
        try:
            return _adapter().validate_json(self.cursors.get(connection_id, _CURSOR))
        except ValidationError:
            return TieOutProgress(ledgers=Ledgers(at=self.clock()))

    def _further(
        self, progress: TieOutProgress, connection: Connection, page: OpenInvoices, compared: Sequence[Compared]
    ) -> TieOutProgress:
        """With a page more."""
        counted = set(progress.counted)
        new = [one for one in compared if one.snapshots[progress.system].ref.id not in counted]
        rule, now = connection.rule(EntityKind.INVOICE), self.clock()
        ledgers = progress.ledgers.with_amounts(amounts for one in new for amounts in one.amounts)
        ledgers = ledgers.with_gaps([gap for one in new if one.differs for gap in one.gaps(reason_of(one, rule, now))])
        ledgers = replace(ledgers, unread=ledgers.unread + page.unread)
        if page.more:
            return replace(progress, ledgers=ledgers, after=page.cursor, counted=_counted(progress, new))
        return TieOutProgress(ledgers=ledgers, system=System.QUICKBOOKS, counted=_counted(progress, new))

    def _finished(self, connection: Connection, found: Ledgers) -> Ledgers:
        """Keep it; a worker looks at what is unexplained once more, on both sides."""
        ledgers = replace(found, at=self.clock())
        self.ledgers.save(connection.id, ledgers)
        refs = [ref for gap in ledgers.unexplained for ref in gap.refs]
        if refs:
            events = [ChangeEvent(ref, ledgers.at, f"ledgers:{ref}:{ledgers.at.isoformat()}") for ref in refs]
            self.queue.send(in_batches(connection.id, events))
        self.cursors.put(connection.id, _CURSOR, "")
        return ledgers


def _counted(progress: TieOutProgress, compared: Sequence[Compared]) -> tuple[str, ...]:
    if progress.system is System.QUICKBOOKS:
        return progress.counted
    alone = [one.snapshots.get(System.QUICKBOOKS) for one in compared if one.owed(System.HUBSPOT) is None]
    return (*progress.counted, *(one.ref.id for one in alone if one))


@cache
def _adapter() -> TypeAdapter[TieOutProgress]:
    """Built once, when it is first wanted."""
    return TypeAdapter(TieOutProgress)
