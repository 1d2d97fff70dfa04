"""Nothing is written that a plan taken at that moment did not name.

An observer takes the plan before every write of the bundle's. It reads the twins past their limits, meters and faults, and
the table past its troubles; whatever it would write itself is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.mapping.common import plain_name
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.planning.decision import Create, Recover, Update, Void
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM, Product
from counterfoil.domain.write import Operation
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.plan import plan
from counterfoil.engine.read.question import Question
from infra.sandbox.kernel.application import TwinApplication
from infra.sandbox.kernel.meter import CallMeter
from tests.simulation.house import SETTINGS
from tests.simulation.wire import HOSTS
from tests.simulation.world import Party, World
from tests.simulation.writes import Sort, VendorWrite, writes_of

_READS = {"get_item", "batch_get_item", "query", "decrypt", "get_secret_value", "exceptions"}
_LIMITS = {System.HUBSPOT: "rate_limits", System.QUICKBOOKS: "throttling"}


class PlanWroteError(Exception):
    """Taking a plan would have written something."""


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """One write that a plan names, as `VendorWrite` has it. None for `fields` allows all of them."""

    system: System
    operation: Operation
    kind: EntityKind
    record: str
    fields: frozenset[str] | None = None

    def names(self, write: VendorWrite) -> bool:
        """Whether this is that write, or more."""
        same = (self.system, self.operation, self.kind, self.record)
        if same != (write.system, write.operation, write.kind, write.record):
            return False
        return self.fields is None or write.fields <= self.fields


Planner = Callable[[Connection, Sequence[RecordRef]], set[PlannedWrite]]


class Observer:
    """Watches a world; `unplanned` names every write that the plan did not."""

    def __init__(self, world: World, planner: Planner) -> None:
        self._world, self._planner = world, planner
        self.unplanned: list[str] = []
        world.house.before_call = self._before_call

    def _before_call(self, system: System, account: str, request: httpx.Request) -> None:
        if self._world.house.current is None:
            return
        writes = [one for one in writes_of(system, request) if one.sort in {Sort.RECORD, Sort.UNKNOWN}]
        if not writes:
            return
        party = next(one for one in self._world.parties if account in {str(one.account.portal_id), one.account.realm_id})
        connection = self._world.house.operator.connections.get(party.connection.id)
        planned = self._planner(connection, self._world.house.refs_at_work(connection.id))
        self.unplanned += [
            f"{connection.id}: no plan named {write}" for write in writes if not any(one.names(write) for one in planned)
        ]


class ObservingBundle(Bundle):
    """A bundle that can only read, at nobody's cost."""

    @classmethod
    def of(cls, world: World) -> "ObservingBundle":
        """Reads what the world's own bundles read."""
        house = world.house
        here = cls(
            SETTINGS,
            clock=house.clock.now,
            client=lambda service: _ReadOnly(house.aws[service]),
            http=httpx.Client(transport=_Unseen(house.vendors.twins)),
            most_captured=house.vendors.quickbooks.switches().capture_limit,
        )
        here.parties = world.parties
        return here

    parties: Sequence[Party] = ()

    def _reach(self, connection_id: str, system: System) -> VendorHttp:
        reached = super()._reach(connection_id, system)
        party = next(one for one in self.parties if one.connection.id == connection_id)
        reached._budget, reached._tokens = _NoBudget(), _OwnToken(party, system)  # noqa: SLF001 - the observer costs nothing
        return reached


class _NoBudget:
    def take(self, resource: str, count: int = 1) -> None:
        """Whatever is asked for."""


class _OwnToken:
    """A consent of the observer's own, so that no token of the bundle's is used or renewed."""

    def __init__(self, party: Party, system: System) -> None:
        self._party, self._system = party, system

    def current(self) -> str:
        """A token that was never handed out before, or that does not end."""
        account = self._party.account
        return account.token if self._system is System.HUBSPOT else str(account.pages.act("authorize")["access_token"])

    def rejected(self, token: str) -> None:
        """Nobody else has it."""


class _ReadOnly:
    """A client of AWS's of which only what reads can be called."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        if name not in _READS:
            raise PlanWroteError(name)
        return getattr(self._client, name)


class _Unseen(httpx.BaseTransport):
    """Reads from the twins without a trace."""

    def __init__(self, twins: Mapping[System, TwinApplication]) -> None:
        self._twins = twins
        self._transports = {system: httpx.WSGITransport(app=twin) for system, twin in twins.items()}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The twin's answer. Raises PlanWroteError for what is no read."""
        system = next(system for system, host in HOSTS.items() if request.url.host == host)
        if writes_of(system, request):
            raise PlanWroteError(request.url.path)
        with _unmetered(system, self._twins[system]):
            return self._transports[system].handle_request(request)


@contextmanager
def _unmetered(system: System, twin: TwinApplication) -> Iterator[None]:
    kernel, switches = twin.kernel, twin.switches()
    meter, limited = kernel.meter, getattr(switches, _LIMITS[system])
    kernel.meter = CallMeter()
    setattr(switches, _LIMITS[system], False)
    try:
        yield
    finally:
        kernel.meter = meter
        setattr(switches, _LIMITS[system], limited)


def planned_writes(here: ObservingBundle, connection: Connection, refs: Sequence[RecordRef]) -> set[PlannedWrite]:
    """All that a plan for these records names, what they need included. A create that was begun counts as named."""
    context = here.worker.context(connection)
    named: set[PlannedWrite] = set()
    for kind in EntityKind:
        some = tuple(sorted({ref for ref in refs if ref.kind is kind}))
        cases = plan(context, Question(kind=kind, refs=some)).every() if some else []
        named |= {write for case in cases for write in _named_by(case)}
        named |= {write for link in _needed_by(here, connection, cases) for write in _brought_along(context, link)}
    return named


def _brought_along(context: Context, link: Link) -> Iterator[PlannedWrite]:
    """What is written of a record that an invoice needs, once its create was begun, or it has become linked on the way."""
    if link.state is LinkState.RESERVED:
        yield from _begun(link)
    elif link.source_ref != CUSTOM_LINE_ITEM:
        for case in plan(context, Question(kind=link.kind, refs=(link.source_ref,), needed=True)).cases:
            yield from _named_by(case)


def _needed_by(here: ObservingBundle, connection: Connection, cases: Sequence[Case]) -> Iterator[Link]:
    """The links of what invoices need: the plan for one that is in another worker's hands by now does not name them."""
    records = [snapshot.record for case in cases for snapshot in case.snapshots.values()]
    needed = {ref for record in records if isinstance(record, Invoice) for ref in _needs(record)}
    for links in here.links.find(connection.id, sorted(needed)).values():
        yield from links


def _needs(invoice: Invoice) -> Iterator[RecordRef]:
    yield CUSTOM_LINE_ITEM
    yield from filter(None, (invoice.customer, *(line.product for line in invoice.lines)))


def _begun(link: Link) -> Iterator[PlannedWrite]:
    """The create that a reservation stands for."""
    target, fields = link.source.other, link.agreements[link.source].fields
    yield PlannedWrite(target, Operation.CREATE, link.kind, str(link.source_ref))
    if link.kind is EntityKind.PRODUCT:
        yield PlannedWrite(target, Operation.CREATE, link.kind, plain_name(fields["name"]))


def _named_by(case: Case) -> Iterator[PlannedWrite]:
    if case.link and case.link.state is LinkState.RESERVED:
        yield from _creates(case, case.link.source.other)
    for action in case.decision.actions if case.decision else ():
        match action:
            case Create(target) | Recover(target, again=True):
                yield from _creates(case, target)
            case Update(target, _) | Void(target):
                record = case.link.ref(target) if case.link else None
                operation = Operation.VOID if isinstance(action, Void) else Operation.UPDATE
                if record:
                    yield PlannedWrite(target, operation, case.kind, record.id)


def _creates(case: Case, target: System) -> Iterator[PlannedWrite]:
    """By its marker; an item of QuickBooks by its name, which has none."""
    yield PlannedWrite(target, Operation.CREATE, case.kind, str(case.ref))
    for snapshot in case.snapshots.values():
        if isinstance(snapshot.record, Product):
            yield PlannedWrite(target, Operation.CREATE, case.kind, plain_name(snapshot.record.name))


def watched_by_plans(world: World) -> Observer:
    """A world in which every write is compared with the plan of its moment."""
    return Observer(world, partial(planned_writes, ObservingBundle.of(world)))
