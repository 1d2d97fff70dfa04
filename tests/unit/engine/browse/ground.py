"""Outcomes to look at: how some invoices, customers and payments of one connection stand."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.browse.causes import CausesView
from counterfoil.engine.browse.health import Health, HealthView
from counterfoil.engine.browse.records import RecordsView
from tests.builders import NOON, a_connection, hubspot
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import FrozenClock, InMemoryLedgerStore


@dataclass
class Ground:
    """An active connection and what is told about its records."""

    outcomes: InMemoryOutcomeStore = field(default_factory=InMemoryOutcomeStore)
    connections: InMemoryConnectionStore = field(default_factory=InMemoryConnectionStore)
    ledgers: InMemoryLedgerStore = field(default_factory=InMemoryLedgerStore)
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(NOON))

    def __post_init__(self) -> None:
        self.id = self.connections.save(a_connection()).id

    def stands(
        self,
        number: int,
        status: OutcomeStatus,
        category: ErrorCategory | None = None,
        *,
        kind: EntityKind = EntityKind.INVOICE,
        at: datetime | None = None,
        amount: str = "100.00",
        currency: str = "USD",
    ) -> SyncOutcome:
        """Tell how a record stands; documents have amounts."""
        documents = {EntityKind.INVOICE, EntityKind.PAYMENT}
        listing = Listing(name=f"INV-{number}", detail="Ann Example")
        if kind in documents:
            listing = replace(listing, amount=Decimal(amount), currency=currency)
        outcome = SyncOutcome(
            connection_id=self.id,
            ref=hubspot(kind, str(number)),
            kind=kind,
            status=status,
            at=at or NOON + timedelta(seconds=number),
            category=category,
            listing=listing,
        )
        self.outcomes.record([outcome])
        return outcome

    def health(self) -> Health:
        return HealthView(self.outcomes, self.ledgers, self.clock).health(self.connections.get(self.id))

    @property
    def causes(self) -> CausesView:
        return CausesView(self.outcomes)

    @property
    def records(self) -> RecordsView:
        return RecordsView(self.outcomes)
