"""What happens to a connection in memory, what people make there, and what is there afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import ShownState
from tests.builders import a_customer, a_product, an_invoice
from tests.fake_systems import FakeSystem
from tests.unit.engine.connected import Connected

_MOST_ROUNDS = 60


class World(Connected):
    """A connection at work; the tests are the people at both vendors."""

    def __init__(self, connection: Connection | None = None, *, beside: "World | None" = None) -> None:
        super().__init__(connection, beside=beside)
        self._events, self._names = count(), count(1)

    # What happens

    def tell(self, *refs: RecordRef) -> None:
        """A second later, one message says that these records moved; the worker works on it."""
        self.clock.advance(timedelta(seconds=1))
        self.work(self.batches(*refs))

    def batches(self, *refs: RecordRef) -> list[ChangeBatch]:
        """What a queue would carry for these records."""
        events = [ChangeEvent(ref, self.clock(), f"event {next(self._events)}") for ref in refs]
        return in_batches(self.id, events)

    def work(self, batches: Sequence[ChangeBatch]) -> None:
        """Work on messages, each on its own."""
        for batch in batches:
            self.worker.handle(self.id, [batch])

    def settle(self, pause: timedelta = timedelta(minutes=1)) -> None:
        """Poll and work, a pause between, until both vendors are quiet and nothing waits."""
        for _ in range(_MOST_ROUNDS):
            self.clock.advance(pause)
            self.poller.poll()
            batches = self.queue.take()
            if not batches and not self.waiting():
                return
            self.work(batches)
        raise AssertionError(f"never quiet; waiting: {self.waiting()}")

    def plan(self, scope: PlanScope | None = None) -> PlanJob:
        """Somebody has a plan made, a second later."""
        self.clock.advance(timedelta(seconds=1))
        return self.planned(self.plans.make(self.id, scope or PlanScope()))

    def planned(self, job: PlanJob) -> PlanJob:
        """A plan after the planner has gone on with it as often as it asked for."""
        while woken := self.wakes.take():
            for one in woken:
                job = self.planner.go_on(one.connection_id, one.id)
        return job

    def rows(self, job: PlanJob) -> dict[RecordRef, PlanRow]:
        """A plan's rows by their records."""
        return {row.ref: row for row in self.plans.rows(job)}

    def apply(self, job: PlanJob) -> PlanJob:
        """Somebody applies a plan, and workers do what it enqueues."""
        self.clock.advance(timedelta(seconds=1))
        applied = self.planned(self.plans.apply(self.id, job.id))
        self.work(self.queue.take())
        return applied

    def waiting(self) -> list[SyncOutcome]:
        """The records that wait for their next attempt."""
        return list(self.outcomes.due(self.id, self.clock() + timedelta(days=1), 1000))

    # What people make

    def contact(self, **changes: object) -> RecordRef:
        """A HubSpot contact, unlike every other."""
        number = next(self._names)
        values = {"display_name": f"Customer {number}", "email": f"customer{number}@example.com", **changes}
        return self.hubspot.put(EntityKind.CUSTOMER, a_customer(**values))

    def item(self, **changes: object) -> RecordRef:
        """A QuickBooks item."""
        return self.quickbooks.put(EntityKind.PRODUCT, a_product(**changes))

    def finalised(self, **changes: object) -> RecordRef:
        """A finalised HubSpot invoice of 100.00, with a number and a contact of its own unless it says otherwise."""
        values: dict[str, object] = {"number": f"INV-{next(self._names)}", **changes}
        if "customer" not in changes:
            values["customer"] = self.contact()
        return self.hubspot.put(EntityKind.INVOICE, an_invoice(**values))

    # What is there

    def link(self, ref: RecordRef) -> Link:
        """The only link of a record."""
        (link,) = self.links.find(self.id, [ref])[ref]
        return link

    def twin(self, ref: RecordRef) -> RecordRef:
        """The counterpart of a linked record."""
        link = self.link(ref)
        assert link.state is LinkState.LINKED
        return link.refs[ref.system.other]

    def invoice(self, ref: RecordRef) -> Invoice:
        """An invoice as it is now."""
        record = self.system(ref).show(ref).record
        assert isinstance(record, Invoice)
        return record

    def payment(self, ref: RecordRef) -> Payment:
        """A payment as it is now."""
        record = self.system(ref).show(ref).record
        assert isinstance(record, Payment)
        return record

    def outcome(self, ref: RecordRef) -> SyncOutcome:
        """How a record stands."""
        return self.outcomes.latest(self.id, [ref])[ref]

    def status(self, ref: RecordRef) -> OutcomeStatus | None:
        """How a record stands, in a word; None when nothing is known."""
        outcome = self.outcomes.latest(self.id, [ref]).get(ref)
        return outcome.status if outcome else None

    def shown(self, ref: RecordRef) -> ShownState:
        """What a HubSpot invoice shows of its sync."""
        return self.display.shown[ref][-1] if ref in self.display.shown else self.hubspot.shown_at_first[ref]

    def writes(self) -> int:
        """How many records were written at both vendors, what is shown included."""
        shown = sum(map(len, self.display.shown.values()))
        return len(self.hubspot.written) + len(self.quickbooks.written) + shown

    def system(self, ref: RecordRef) -> FakeSystem:
        """The vendor that holds the record."""
        return self.hubspot if ref.system is System.HUBSPOT else self.quickbooks
