"""Invoices are planned by hundreds and carried out slice by slice, each slice concluded before the next is begun."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.work.ahead import HOLDS, Ahead
from counterfoil.engine.work.pace import LASTS
from counterfoil.engine.work.slices import LARGEST_SLICE, MOST_LINES, TOGETHER, WIDER_SLICE
from counterfoil.engine.work.worker import Handled
from tests.builders import a_line
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.test_explain import ScriptedCalls
from tests.unit.engine.world import World

MORE = 20
"""So many invoices are in the second slice."""


@pytest.fixture
def refs(world: World) -> list[RecordRef]:
    """Invoices of new customers, each of its own, in the order in which they are worked on."""
    refs = sorted(world.finalised() for _ in range(LARGEST_SLICE + MORE))
    world.hubspot.calls.clear()
    return refs


def _handle(world: World, refs: Sequence[RecordRef], out_of_time: Callable[[], bool] = lambda: False) -> Handled:
    return world.worker.handle(world.id, world.batches(*refs), out_of_time)


def test_all_are_read_at_once_and_each_slice_is_concluded_before_the_next(world: World, refs: list[RecordRef]) -> None:
    stood: list[int] = []
    world.quickbooks.on_call = lambda: stood.append(sum(world.status(ref) is OutcomeStatus.IN_SYNC for ref in refs))
    _handle(world, refs)
    assert world.hubspot.calls == {"read": 2}, "invoices, contacts"
    assert [number for number, _ in groupby(stood)] == [0, LARGEST_SLICE]
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


def test_what_only_later_invoices_need_is_made_with_them(world: World, refs: list[RecordRef]) -> None:
    _handle(world, refs)
    made = [(kind, len([*some])) for kind, some in groupby(write.kind for write in world.quickbooks.written)]
    parties = [one for one in made if one[0] is not EntityKind.PRODUCT]
    invoice, customer = EntityKind.INVOICE, EntityKind.CUSTOMER
    assert parties == [(customer, LARGEST_SLICE), (invoice, LARGEST_SLICE), (customer, MORE), (invoice, MORE)]


def test_a_customer_of_an_earlier_and_a_later_invoice_is_made_once(world: World) -> None:
    contact = world.contact()
    refs = [world.finalised(customer=contact) for _ in range(LARGEST_SLICE + MORE)]
    _handle(world, refs)
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


def test_out_of_time_nothing_is_made_for_what_is_given_back(world: World, refs: list[RecordRef]) -> None:
    handled = _handle(world, refs, lambda: True)
    assert (handled.done, handled.given_back) == (LARGEST_SLICE, MORE)
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == LARGEST_SLICE


def test_what_was_planned_too_long_ago_is_planned_anew(world: World, refs: list[RecordRef]) -> None:
    def somebody_edits() -> bool:
        world.clock.advance(HOLDS + timedelta(seconds=1))
        world.hubspot.edit(refs[-1], memo="as it is by now")
        return False

    _handle(world, refs, somebody_edits)
    assert world.invoice(world.twin(refs[-1])).memo == "as it is by now"
    assert world.hubspot.calls["read"] == 4


def test_what_is_switched_off_after_the_first_slice_is_carried_no_more(world: World, refs: list[RecordRef]) -> None:
    def somebody_switches_off() -> bool:
        world.connections.save(replace(world.connection, state=ConnectionState.PAUSED))
        return False

    _handle(world, refs, somebody_switches_off)
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == LARGEST_SLICE
    assert {world.outcome(ref).category for ref in refs[LARGEST_SLICE:]} == {ErrorCategory.SWITCHED_OFF}


def test_after_an_error_each_slice_is_read_alone(world: World, refs: list[RecordRef]) -> None:
    def stumble() -> None:
        if not world.hubspot.calls:
            world.hubspot.calls["stumbled"] = 1
            raise OverflowError("date value out of range: 9999-12-31")

    world.hubspot.on_call = stumble
    handled = _handle(world, refs)
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}
    assert (handled.odd, world.hubspot.calls["read"]) == ([], 4)


def test_a_record_keeps_no_calls_that_were_made_for_those_planned_with_it(world: World, refs: list[RecordRef]) -> None:
    first, last = refs[0], refs[-1]
    world.calls = ScriptedCalls(first.id, last.id, "for all")
    _handle(world, refs)
    kept = {ref: [call.path for call in world.outcomes.activity(world.id, ref, 1)[0].calls] for ref in (first, last)}
    assert kept == {first: ["/0", "/2"], last: ["/1", "/2"]}


def test_quickbooks_tells_of_its_invoices_in_one_metered_read(world: World) -> None:
    contact = world.contact()
    refs = [world.finalised(customer=contact) for _ in range(TOGETHER[EntityKind.INVOICE] + MORE)]
    world.tell(*refs)
    moved = [world.twin(ref) for ref in refs]
    for ref in moved:
        world.quickbooks.edit(ref, memo="edited")
    world.quickbooks.calls.clear()
    _handle(world, moved)
    assert world.quickbooks.calls == {"read": 1}
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


def test_long_invoices_are_read_slice_by_slice(world: World) -> None:
    """What was read at first is not carried any more once that took long; of what is read then no more is held than fits."""
    passes = iter([HOLDS + timedelta(seconds=1)])

    def time_passes() -> bool:
        world.clock.advance(next(passes, timedelta()))
        return False

    contact, lines = world.contact(), tuple(a_line("1.00", sku="PRD-PUMP") for _ in range(100))
    world.tell(world.finalised(customer=contact))
    fitting = MOST_LINES // len(lines) // len(System)
    refs = [world.finalised(customer=contact, lines=lines) for _ in range(LARGEST_SLICE + 3 * fitting)]
    world.hubspot.calls.clear()
    _handle(world, refs, time_passes)
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}
    assert world.hubspot.calls["read"] == 1 + 3


def test_where_invoices_were_long_lately_the_next_messages_are_read_slice_by_slice(world: World) -> None:
    worker, contact, long = world.worker, world.contact(), 100
    world.tell(world.finalised(customer=contact))
    fitting = MOST_LINES // long // len(System)

    def handle(many: int, lines: int) -> int:
        refs = [world.finalised(customer=contact, lines=(a_line("1.00", sku="PRD-PUMP"),) * lines) for _ in range(many)]
        world.clock.advance(0.8 * LASTS)
        world.hubspot.calls.clear()
        worker.handle(world.id, world.batches(*refs))
        return world.hubspot.calls["read"]

    assert [handle(1, long), handle(2 * LARGEST_SLICE, 1)] == [1, 1], "one long one tells nothing of others"
    world.clock.advance(LASTS)
    handle(LARGEST_SLICE, long)
    assert [handle(2 * fitting, long), handle(3 * fitting, long)] == [2, 3]
    assert [handle(fitting, 1), handle(2 * LARGEST_SLICE, 1)] == [1, 1], "they are short again"


def test_what_is_planned_is_carried_out_before_more_is_planned(world: World, refs: list[RecordRef]) -> None:
    """A slice that has grown may have more than is planned."""
    ahead, context = Ahead(world.clock, alone=False), world.worker.contexts.of(world.connections.get(world.id))
    first, second = tuple(refs[:LARGEST_SLICE]), tuple(refs[LARGEST_SLICE:])
    ahead.plan_of(context, deque([first, second]))
    others = tuple(world.finalised() for _ in range(3))
    slices = deque([(*second, *others)])
    _, planned = ahead.plan_of(context, slices)
    assert (planned.question.refs, [*slices]) == (second, [second, others])


def test_a_first_slice_before_which_nothing_is_made_fills_a_call_of_hubspot(world: World) -> None:
    contact = world.contact()
    world.tell(world.finalised(customer=contact))
    refs = sorted(world.finalised(customer=contact) for _ in range(WIDER_SLICE + MORE))
    stood: list[int] = []
    world.quickbooks.on_call = lambda: stood.append(sum(world.status(ref) is OutcomeStatus.IN_SYNC for ref in refs))
    _handle(world, refs)
    assert [number for number, _ in groupby(stood)] == [0, WIDER_SLICE]
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


@pytest.mark.feature("M4", "P4")
@pytest.mark.parametrize("linked", [True, False], ids=["linked by hand", "left out"])
def test_what_somebody_decides_meanwhile_holds_for_what_was_planned(
    world: World, refs: list[RecordRef], *, linked: bool
) -> None:
    last = refs[-1]
    entered = world.quickbooks.put(EntityKind.INVOICE, replace(world.invoice(last), number="HAND", customer=None, lines=()))

    def somebody_decides() -> bool:
        if not world.choices.of(world.id, [last]):
            if linked:
                world.choosing.link(world.id, last, entered, ADA)
            else:
                world.choosing.leave_out(world.id, last, ADA)
        return False

    _handle(world, refs, somebody_decides)
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == len(refs)
    obey(world)
    found = {link.ref(System.QUICKBOOKS) for link in world.links.find(world.id, [last]).get(last, ())}
    assert found == ({entered} if linked else set())
