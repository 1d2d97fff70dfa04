"""A connection in full, in memory: both vendors, the stores, the queue, and the engine between them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count

from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.rules import Holder, further_of
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.compare.reconcile import Reconciler
from counterfoil.engine.context import Contexts
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.polling import Poller
from counterfoil.engine.hints.retry import Retry
from counterfoil.engine.ports import CallLog, NoCalls, ShownState, Systems, SystemsOpener
from counterfoil.engine.preflight import Preflight
from counterfoil.engine.preview.planner import Planner
from counterfoil.engine.preview.plans import Plans
from counterfoil.engine.profile import ProfileKeeper
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.work import Worker
from tests.builders import NOON, a_connection, a_customer, a_product, an_invoice
from tests.fake_accounts import AsConnected
from tests.fake_ledger import Effects
from tests.fake_plans import InMemoryPlanQueue, InMemoryPlanStore
from tests.fake_systems import FakeDisplay, FakeSystem
from tests.fakes import FrozenClock, InMemoryCheckStore, InMemoryDeliveryLog, OpenedSystems, RecordingNotifier
from tests.unit.engine.killable import (
    KillableChangeQueue,
    KillableChoiceStore,
    KillableConnectionStore,
    KillableCursorStore,
    KillableLinkStore,
    KillableOutcomeStore,
)

LEASE = timedelta(minutes=6)
_MOST_ROUNDS = 60


class ReadingAsRuled(OpenedSystems):
    """Vendors in memory that show beside the fields what the connection's rules name."""

    def __call__(self, connection: Connection) -> Systems:
        systems, rules = super().__call__(connection), [connection.rule(kind) for kind in EntityKind]
        for system in (systems.hubspot, systems.quickbooks):
            assert isinstance(system, FakeSystem)
            system.further = further_of(rules, system.system)
        return systems


class World:
    """Everything that one connection needs to live; the tests are the people at both vendors.

    A connection `beside` another shares its portal and its stores.
    """

    def __init__(self, connection: Connection | None = None, *, beside: "World | None" = None) -> None:
        self.effects = Effects()
        self.clock: FrozenClock = beside.clock if beside else FrozenClock(NOON)
        self.hubspot: FakeSystem = beside.hubspot if beside else FakeSystem(System.HUBSPOT, self.clock, self.effects)
        self.quickbooks = FakeSystem(System.QUICKBOOKS, self.clock, self.effects)
        self.display = FakeDisplay(self.hubspot)
        self.links: KillableLinkStore = beside.links if beside else KillableLinkStore(self.effects)
        self.choices: KillableChoiceStore = beside.choices if beside else KillableChoiceStore(self.effects)
        self.outcomes: KillableOutcomeStore = beside.outcomes if beside else KillableOutcomeStore(self.effects)
        self.connections: KillableConnectionStore = beside.connections if beside else KillableConnectionStore(self.effects)
        self.queue, self.cursors = KillableChangeQueue(self.effects), KillableCursorStore(self.effects)
        self.reported, self.notifier, self.checks = InMemoryDeliveryLog(), RecordingNotifier(), InMemoryCheckStore()
        self.id = self.connections.save(connection or a_connection()).id
        self._events, self._names = count(), count(1)
        self.plan_jobs, self.wakes = InMemoryPlanStore(self.effects), InMemoryPlanQueue()
        self.calls: CallLog = NoCalls()
        self.properties: dict[str, VendorField] = {}
        self.properties_asked: VendorError | None = None
        self.properties_around: dict[Holder, dict[str, VendorField]] = {}
        self.poller.start(self.connection)

    @property
    def connection(self) -> Connection:
        """The connection as stored."""
        return self.connections.get(self.id)

    @property
    def opened(self) -> SystemsOpener:
        """Both vendors."""
        return ReadingAsRuled({self.id: Systems(self.hubspot, self.quickbooks, self.display, self.calls)})

    @property
    def worker(self) -> Worker:
        """A worker that has just started."""
        return Worker(
            connections=self.connections,
            contexts=self.contexts(LEASE),
            plans=self.plan_jobs,
        )

    def contexts(self, lease: timedelta = timedelta()) -> Contexts:
        """What puts the connection's context together."""
        return Contexts(
            open_systems=self.opened,
            links=self.links,
            choices=self.choices,
            outcomes=self.outcomes,
            queue=self.queue,
            clock=self.clock,
            lease=lease,
        )

    @property
    def planner(self) -> Planner:
        """A planner that has just started."""
        return Planner(
            accounts=AsConnected(self.connections),
            connections=self.connections,
            contexts=self.contexts(),
            plans=self.plan_jobs,
            wakes=self.wakes,
        )

    @property
    def plans(self) -> Plans:
        """What people do with plans."""
        return Plans(
            connections=self.connections,
            plans=self.plan_jobs,
            outcomes=self.outcomes,
            wakes=self.wakes,
            clock=self.clock,
        )

    @property
    def poller(self) -> Poller:
        """A poller that has just started."""
        return Poller(
            connections=self.connections,
            open_systems=self.opened,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            profiles=self.profiles,
            clock=self.clock,
        )

    @property
    def fields(self) -> KnownFields:
        """What can be mapped: HubSpot's properties as the test has them."""
        return KnownFields(properties=self._properties_of, clock=self.clock)

    def _properties_of(self, _connection_id: str, _kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        if self.properties_asked:
            raise self.properties_asked
        return self.properties if holder is Holder.SELF else self.properties_around.get(holder, {})

    @property
    def rules(self) -> RuleKeeper:
        """What keeps the connection's rules."""
        return RuleKeeper(connections=self.connections, clock=self.clock, fields=self.fields)

    @property
    def retry(self) -> Retry:
        """Retrying on request."""
        return Retry(outcomes=self.outcomes, links=self.links, queue=self.queue, clock=self.clock)

    @property
    def choosing(self) -> Choosing:
        """What people decide about records."""
        return Choosing(choices=self.choices, links=self.links, outcomes=self.outcomes, queue=self.queue, clock=self.clock)

    @property
    def profiles(self) -> ProfileKeeper:
        """What keeps the profiles of both accounts, which never change here."""
        accounts = AsConnected(self.connections)
        return ProfileKeeper(
            accounts=accounts,
            connections=self.connections,
            cursors=self.cursors,
            call_up=CallUp(self.outcomes, self.queue, self.clock),
            preflight=Preflight(accounts=accounts, store=self.checks, clock=self.clock),
            clock=self.clock,
        )

    @property
    def reconciler(self) -> Reconciler:
        """A reconciler that has just started."""
        return Reconciler(
            connections=self.connections,
            open_systems=self.opened,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            reported=self.reported,
            notifier=self.notifier,
            clock=self.clock,
        )

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
