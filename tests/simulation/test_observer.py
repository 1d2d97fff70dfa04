"""Every write is compared with the plan of that moment, at nobody's cost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import httpx2
import pytest

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import ShownState
from counterfoil.engine.work.slices import Slice, joined
from tests.simulation.observer import Observer, watched_by_plans
from tests.simulation.onlooker import ObservingBundle, PlanWroteError
from tests.simulation.planned import PlannedWrite, planned_writes
from tests.simulation.scenario import rule_both_ways
from tests.simulation.tasks import Death
from tests.simulation.world import World
from tests.simulation.writes import Sort, VendorWrite, writes_of

CONTACT, INVOICE = "hubspot:customer:30100000001", "hubspot:invoice:30100000002"
PLAN = {
    PlannedWrite(System.QUICKBOOKS, Operation.CREATE, EntityKind.CUSTOMER, CONTACT),
    PlannedWrite(System.QUICKBOOKS, Operation.CREATE, EntityKind.PRODUCT, "Custom line item"),
    PlannedWrite(System.QUICKBOOKS, Operation.CREATE, EntityKind.INVOICE, INVOICE),
}
ITSELF = Sort.RECORD


@pytest.fixture
def world() -> Iterator[World]:
    world = World(7, parties=1)
    yield world
    world.close()


def sell(world: World) -> None:
    """Somebody finalises an invoice for somebody new, and all of it is carried."""
    world.parties[0].person.finalise_new()
    world.house.vendors.pump()
    world.drain()


def seen(world: World) -> list[VendorWrite]:
    """Every write of the bundle's from now on, beside whoever watches already."""
    writes: list[VendorWrite] = []
    watch = world.house.before_call

    def remember(system: System, account: str, request: httpx2.Request) -> None:
        watch(system, account, request)
        writes.extend(writes_of(system, request))

    world.house.before_call = remember
    return writes


def test_every_write_of_a_new_invoice_is_understood(world: World) -> None:
    writes = seen(world)
    sell(world)
    made = {
        PlannedWrite(one.system, one.operation, one.kind, one.record) for one in writes if one.sort is ITSELF and one.kind
    }
    assert made == PLAN
    (shown,) = [one for one in writes if one.sort is not ITSELF]
    assert (shown.sort, shown.kind, shown.record) == (Sort.DISPLAY, EntityKind.INVOICE, RecordRef.parse(INVOICE).id)


def test_every_write_of_a_payment_back_is_understood(world: World) -> None:
    sell(world)
    world.parties[0].person.pay_in_quickbooks()
    writes = seen(world)
    world.settle(reconcile=False)
    (payment,) = [one for one in writes if one.sort is ITSELF]
    (booked,) = world.parties[0].account.rows("Payment")
    assert (payment.system, payment.operation, payment.kind) == (System.HUBSPOT, Operation.CREATE, EntityKind.PAYMENT)
    assert payment.record.startswith(f"quickbooks:payment:{booked['Id']}")
    assert [one for one in writes if one.sort is Sort.ASSOCIATION]


def test_a_void_is_understood_either_way(world: World) -> None:
    sell(world)
    writes = seen(world)
    world.parties[0].person.void()
    world.settle(reconcile=False)
    sell(world)
    world.parties[0].person.bookkeeper.void_an_invoice()
    world.settle(reconcile=False)
    voided = [one for one in writes if one.operation is Operation.VOID]
    assert [(one.system, one.kind, one.sort) for one in voided] == [
        (System.QUICKBOOKS, EntityKind.INVOICE, ITSELF),
        (System.HUBSPOT, EntityKind.INVOICE, ITSELF),
    ]


def test_what_the_plan_names_may_be_written(world: World) -> None:
    observer = Observer(world, lambda _connection, _slices: PLAN)
    sell(world)
    assert observer.unplanned == []


@pytest.mark.parametrize("left_out", sorted(PLAN, key=str), ids=lambda one: one.kind)
def test_what_the_plan_leaves_out_is_noticed(world: World, left_out: PlannedWrite) -> None:
    observer = Observer(world, lambda _connection, _slices: PLAN - {left_out})
    sell(world)
    (told,) = observer.unplanned
    assert left_out.record in told


def test_what_was_planned_when_a_worker_began_may_still_be_written(world: World) -> None:
    """A person acts between what it reads and what it writes."""
    first = set[EntityKind]()

    def plan(_connection: Connection, slices: Sequence[Slice]) -> set[PlannedWrite]:
        kind = slices[0][0].kind
        planned = set() if kind in first else PLAN
        first.add(kind)
        return planned

    observer = Observer(world, plan)
    sell(world)
    assert observer.unplanned == []


@pytest.mark.parametrize("system", System)
def test_what_is_linked_is_named_with_what_follows_from_that(world: World, system: System) -> None:
    """Another worker may link it first, and carry what follows before this one does."""
    connection = world.parties[0].connection.id
    world.house.next_death = Death(2, f"table put {connection}#link#{INVOICE}", "invoice_sync")
    sell(world)
    world.parties[0].person.void()
    (booked,) = world.parties[0].account.rows("Invoice")
    world.clock.advance(3_600)
    told = {System.HUBSPOT: RecordRef.parse(INVOICE)}.get(system, RecordRef(system, EntityKind.INVOICE, booked["Id"]))
    here = ObservingBundle.of(world)
    assert planned_writes(here, here.connections.get(connection), [(told,)]) == {
        PlannedWrite(System.QUICKBOOKS, Operation.CREATE, EntityKind.INVOICE, INVOICE),
        PlannedWrite(System.QUICKBOOKS, Operation.VOID, EntityKind.INVOICE, booked["Id"]),
    }


def test_what_a_document_needs_is_named_with_all_that_it_needs_itself(world: World) -> None:
    """A worker may link an invoice on its way to a payment: what its plan names then is carried before the payment."""
    rule_both_ways(world, EntityKind.INVOICE)
    person = world.parties[0].person
    person.biller.bill()
    world.settle(reconcile=False)
    person.biller.bill_a_stranger()
    person.pay_in_quickbooks()
    [invoice], [payment] = (world.parties[0].account.rows(one) for one in ("Invoice", "Payment"))
    here = ObservingBundle.of(world)
    connection = here.connections.get(world.parties[0].connection.id)
    named = planned_writes(here, connection, [(RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, payment["Id"]),)])
    stranger = f"quickbooks:customer:{invoice['CustomerRef']['value']}"
    assert PlannedWrite(System.HUBSPOT, Operation.CREATE, EntityKind.CUSTOMER, stranger) in named


def test_a_field_that_the_plan_leaves_out_is_noticed(world: World) -> None:
    invoice = next(one for one in PLAN if one.kind is EntityKind.INVOICE)
    observer = Observer(
        world, lambda _connection, _slices: PLAN - {invoice} | {replace(invoice, fields=frozenset({"Line"}))}
    )
    sell(world)
    assert len(observer.unplanned) == 1


def test_the_plan_is_asked_for_what_the_messages_are_about(world: World) -> None:
    asked: list[tuple[str, Sequence[Slice]]] = []

    def plan(connection: Connection, slices: Sequence[Slice]) -> set[PlannedWrite]:
        asked.append((connection.id, slices))
        return PLAN

    Observer(world, plan)
    sell(world)
    assert asked
    assert {name for name, _ in asked} == {world.parties[0].connection.id}
    about = [slices for _, slices in asked if slices[0][0].kind is EntityKind.INVOICE]
    assert about
    assert all(slices == [(RecordRef.parse(INVOICE),)] for slices in about)


def test_the_plan_is_asked_for_smaller_slices_after_tries_in_vain(world: World) -> None:
    asked: list[list[int]] = []

    def plan(_connection: Connection, slices: Sequence[Slice]) -> set[PlannedWrite]:
        if slices[0][0].kind is EntityKind.INVOICE:
            asked.append([len(one) for one in slices])
        return set()

    Observer(world, plan)
    for _ in range(10):
        world.parties[0].person.finalise_new()
    world.house.vendors.pump()
    for _ in range(3):
        worker = world.house.sync(EntityKind.INVOICE)
        assert worker
        world.house.kill(worker)
        world.clock.advance(3_600)
    world.drain()
    assert asked[0] == [7, 3]


def test_the_plan_is_asked_for_the_records_that_are_worked_on_together(world: World) -> None:
    """An edit of what is deleted on the other side is tried: each side's record has a slice, and a reading, of its own."""
    sell(world)
    account = world.parties[0].account
    world.parties[0].person.pay_outside_hubspot()
    world.house.vendors.pump()
    world.drain()
    observer, writes = watched_by_plans(world), seen(world)
    [there], [here] = account.rows("Payment"), account.all("commerce_payments")
    account.bookkeeper.delete("Payment", there["Id"])
    account.change("commerce_payments", here["id"], hs_reference_number="Cheque 7")
    world.house.vendors.pump()
    world.drain()
    assert [(one.system, one.operation, one.kind) for one in writes if one.sort is ITSELF] == [
        (System.QUICKBOOKS, Operation.UPDATE, EntityKind.PAYMENT)
    ]
    assert observer.unplanned == []


def test_an_observer_costs_nothing_and_changes_nothing() -> None:
    with_it, without = _meters_and_trace(observed=True), _meters_and_trace(observed=False)
    assert with_it == without


def _meters_and_trace(*, observed: bool) -> tuple[list[object], list[str]]:
    world = World(7, parties=1)
    try:
        if observed:
            here = ObservingBundle.of(world)
            Observer(world, _reading_much(here))
        sell(world)
        world.settle()
        return [twin.kernel.meter.summary() for twin in world.house.vendors.twins.values()], world.house.trace
    finally:
        world.close()


def _reading_much(here: ObservingBundle) -> Callable[[Connection, Sequence[Slice]], set[PlannedWrite]]:
    def plan(connection: Connection, slices: Sequence[Slice]) -> set[PlannedWrite]:
        refs, systems = joined(slices), here.open_systems(connection)
        for _ in range(50):
            systems[refs[0].system].read(refs[0].kind, [ref.id for ref in refs])
            systems.quickbooks.read(EntityKind.CUSTOMER, ["1"])
        here.links.find(connection.id, refs)
        return set()

    return plan


def test_a_plan_that_writes_is_refused(world: World) -> None:
    sell(world)
    here = ObservingBundle.of(world)
    connection = here.connections.get(world.parties[0].connection.id)
    shown = ShownState(status=OutcomeStatus.IN_SYNC, synced_at=world.clock.now())
    with pytest.raises(PlanWroteError):
        here.open_systems(connection).display.show({RecordRef.parse(INVOICE): shown})
    link: Link = next(iter(here.links.find(connection.id, [RecordRef.parse(INVOICE)]).values()))[0]
    with pytest.raises(PlanWroteError):
        here.links.save([link])
