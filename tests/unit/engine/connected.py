"""A connection in full, in memory: both vendors, the stores, the queue, and the engine between them."""

from collections.abc import Mapping
from datetime import timedelta

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Holder, further_of
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.compare.reconcile import Reconciler
from counterfoil.engine.compare.tie_out import TieOut
from counterfoil.engine.connections.preflight import Preflight
from counterfoil.engine.connections.profile import ProfileKeeper
from counterfoil.engine.context import Contexts
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.retry import Retry
from counterfoil.engine.hints.rounds import Rounds
from counterfoil.engine.hints.turns import Turns
from counterfoil.engine.ports import CallLog, NoCalls, Systems, SystemsOpener
from counterfoil.engine.preview.planner import Planner
from counterfoil.engine.preview.plans import Plans
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.work.worker import Worker
from tests.builders import NOON, a_connection
from tests.fake_accounts import AsConnected
from tests.fake_display import FakeDisplay
from tests.fake_ledger import Effects
from tests.fake_plans import InMemoryPlanQueue, InMemoryPlanStore
from tests.fake_polls import InMemoryPollQueue, PollerOfAll
from tests.fake_systems import FakeSystem
from tests.fakes import (
    FrozenClock,
    InMemoryCheckStore,
    InMemoryLedgerStore,
    InMemoryReportedLog,
    OpenedSystems,
    RecordingNotifier,
)
from tests.unit.engine.killable import (
    KillableChangeQueue,
    KillableChoiceStore,
    KillableConnectionStore,
    KillableCursorStore,
    KillableLinkStore,
    KillableOutcomeStore,
)

LEASE = timedelta(minutes=6)


class ReadingAsRuled(OpenedSystems):
    """Vendors in memory that show beside the fields what the connection's rules name."""

    def __call__(self, connection: Connection) -> Systems:
        systems, rules = super().__call__(connection), [connection.rule(kind) for kind in EntityKind]
        for system in (systems.hubspot, systems.quickbooks):
            assert isinstance(system, FakeSystem)
            system.further = further_of(rules, system.system)
        return systems


class Connected:
    """All that one connection needs to live. One `beside` another shares its portal and its stores."""

    def __init__(self, connection: Connection | None = None, *, beside: "Connected | None" = None) -> None:
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
        self.reported, self.notifier, self.checks = InMemoryReportedLog(), RecordingNotifier(), InMemoryCheckStore()
        self.ledgers = InMemoryLedgerStore()
        self.id = self.connections.save(connection or a_connection()).id
        self.polls = InMemoryPollQueue()
        self.plan_jobs, self.wakes = InMemoryPlanStore(self.effects), InMemoryPlanQueue()
        self.oddly_planned: list[tuple[str, RecordRef, Exception]] = []
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
            cursors=self.cursors,
            contexts=self.contexts(),
            plans=self.plan_jobs,
            wakes=self.wakes,
            note_odd=lambda *odd: self.oddly_planned.append(odd),
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
    def rounds(self) -> Rounds:
        """What the schedules call."""
        return Rounds(
            connections=self.connections,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            polls=self.polls,
            clock=self.clock,
        )

    @property
    def poller(self) -> PollerOfAll:
        """A poller that has just started."""
        return PollerOfAll(
            connections=self.connections,
            open_systems=self.opened,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            polls=self.polls,
            profiles=self.profiles,
            turns=Turns(self.cursors, self.clock),
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
        return RuleKeeper(
            connections=self.connections, portals=AsConnected(self.connections), clock=self.clock, fields=self.fields
        )

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
            tie_out=self.tie_out,
        )

    @property
    def tie_out(self) -> TieOut:
        """What adds up both ledgers."""
        return TieOut(
            links=self.links,
            outcomes=self.outcomes,
            choices=self.choices,
            ledgers=self.ledgers,
            cursors=self.cursors,
            queue=self.queue,
            clock=self.clock,
        )
