"""A hundred records cost a handful of calls: invoices are read together, and written so many at once as QuickBooks takes."""

from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import batched, pairwise
from math import ceil

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.engine.work.slices import LARGEST_SLICE, MOST_LINES, WIDER_SLICE, fit, sliced
from tests.builders import a_line, a_payment
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.world import World

SLICES = ceil(100 / LARGEST_SLICE)
WRITES = 4
"""Of sixty and forty records, thirty at once."""


@pytest.fixture
def world() -> World:
    world = World()
    world.item()
    return world


class Slices:
    """In how many slices these records are carried: all of one are in sync before anything of the next is written."""

    def __init__(self, world: World, refs: Sequence[RecordRef], each_call: timedelta = timedelta()) -> None:
        """Each call of QuickBooks takes so long."""
        self._world, self._refs, self._each_call, self._in_sync = world, refs, each_call, list[int]()
        world.quickbooks.on_call = self._note

    def _note(self) -> None:
        self._in_sync.append(self._done())
        self._world.clock.advance(self._each_call)

    def _done(self) -> int:
        return sum(self._world.status(ref) is OutcomeStatus.IN_SYNC for ref in self._refs)

    def count(self) -> int:
        """How many were begun."""
        return len({*self._in_sync})

    def sizes(self) -> list[int]:
        """How many records each had."""
        return [after - before for before, after in pairwise(sorted({*self._in_sync, self._done()}))]


def test_a_hundred_new_invoices_with_new_customers(world: World) -> None:
    lines = (a_line("60.00", sku="PRD-PUMP"), a_line("40.00"))
    refs = [world.finalised(lines=lines) for _ in range(100)]
    world.hubspot.calls.clear()
    world.quickbooks.calls.clear()
    world.tell(*refs)
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == 100
    assert world.hubspot.calls == {"read": 2}  # invoices, contacts
    # customers by e-mail, items by SKU; customers, invoices; the custom line item once by name, and once made
    assert world.quickbooks.calls == {"find": 2 + 1, "write": 2 * WRITES + 1}
    assert len(world.display.shown) == 100


def test_a_hundred_more_for_known_customers(world: World) -> None:
    contact = world.contact()
    lines = (a_line("100.00", sku="PRD-PUMP"),)
    world.tell(world.finalised(customer=contact, lines=lines))
    refs = [world.finalised(customer=contact, lines=lines) for _ in range(100)]
    world.hubspot.calls.clear()
    world.quickbooks.calls.clear()
    world.tell(*refs)
    assert world.hubspot.calls == {"read": 1}
    assert world.quickbooks.calls == {"find": 1, "write": WRITES}


def test_long_invoices_are_worked_on_fewer_at_a_time(world: World) -> None:
    """A hundred lines each, on both sides: what the first slice shows bounds all that follow."""
    lines = tuple(a_line("1.00", sku="PRD-PUMP") for _ in range(100))
    contact = world.contact()
    refs = [world.finalised(customer=contact, lines=lines) for _ in range(2 * LARGEST_SLICE)]
    made: list[int] = []
    world.quickbooks.on_call = lambda: made.append(len(world.quickbooks.every(EntityKind.INVOICE)))
    world.tell(*refs)
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}
    first, second, *others = [after - before for before, after in pairwise(made) if before < after]
    assert first + second == LARGEST_SLICE
    assert max(others) * len(lines) * len(System) <= MOST_LINES


def test_short_invoices_are_worked_on_by_hundreds_once_the_first_went_quickly(world: World) -> None:
    refs = _for_one_customer(world, WIDER_SLICE + 100)
    slices = Slices(world, refs)
    world.worker.handle(world.id, world.batches(*refs))
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}
    assert slices.count() == 2


@pytest.mark.parametrize(
    ("pause", "sliced"), [(timedelta(seconds=30), 1), (timedelta(minutes=2), 2)], ids=["at once", "after a while"]
)
def test_the_next_messages_begin_as_large_as_the_last_ended(world: World, pause: timedelta, sliced: int) -> None:
    worker, refs = world.worker, _for_one_customer(world, 2 * (WIDER_SLICE + 20))
    worker.handle(world.id, world.batches(*refs[: WIDER_SLICE + 20]))
    world.clock.advance(pause)
    slices = Slices(world, refs)
    worker.handle(world.id, world.batches(*refs[WIDER_SLICE + 20 :]))
    assert slices.count() == sliced
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


def test_messages_of_which_nothing_was_carried_tell_nothing_of_how_large_the_next_may_begin(world: World) -> None:
    worker, refs = world.worker, _for_one_customer(world, 2 * (WIDER_SLICE + 20))
    for ref in refs[: WIDER_SLICE + 20]:
        world.hubspot.edit(ref, status=InvoiceStatus.DRAFT)
    worker.handle(world.id, world.batches(*refs[: WIDER_SLICE + 20]))
    slices = Slices(world, refs)
    worker.handle(world.id, world.batches(*refs[WIDER_SLICE + 20 :]))
    assert slices.count() == 2


def test_after_trouble_messages_begin_with_few_again(world: World) -> None:
    worker, refs = world.worker, _for_one_customer(world, 3 * (WIDER_SLICE + 20))
    first, second, third = batched(refs, WIDER_SLICE + 20, strict=True)
    worker.handle(world.id, world.batches(*first))
    world.hubspot.dead = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="down")
    worker.handle(world.id, world.batches(*second))
    world.hubspot.dead = None
    slices = Slices(world, refs)
    worker.handle(world.id, world.batches(*third))
    assert slices.count() == 2


def test_messages_that_come_again_are_cut_smaller_whatever_went_lately(world: World) -> None:
    worker, refs = world.worker, _for_one_customer(world, 2 * (WIDER_SLICE + 20))
    worker.handle(world.id, world.batches(*refs[: WIDER_SLICE + 20]))
    world.hubspot.calls.clear()
    worker.handle(world.id, world.batches(*refs[WIDER_SLICE + 20 :]), receives=2)
    assert world.hubspot.calls == {"read": 4}


def test_where_quickbooks_is_slow_no_more_are_worked_on_together(world: World) -> None:
    refs = _for_one_customer(world, 2 * WIDER_SLICE + 1)
    world.quickbooks.on_call = lambda: world.clock.advance(timedelta(seconds=20))
    world.worker.handle(world.id, world.batches(*refs))
    assert world.hubspot.calls == {"read": 3}


def test_where_quickbooks_is_slow_all_that_follows_is_cut_to_what_it_takes(world: World) -> None:
    """Neither crumbs nor, once what was planned is too old, as many again as it did not take in time."""
    refs = _for_one_customer(world, WIDER_SLICE + 6 * LARGEST_SLICE)
    slices = Slices(world, refs, each_call=timedelta(seconds=14))
    world.worker.handle(world.id, world.batches(*refs))
    assert slices.sizes() == [WIDER_SLICE, *[LARGEST_SLICE] * 6]


def test_after_messages_that_were_slow_the_next_begin_with_as_few(world: World) -> None:
    worker, refs = world.worker, _for_one_customer(world, 2 * (WIDER_SLICE + LARGEST_SLICE))
    world.quickbooks.on_call = lambda: world.clock.advance(timedelta(seconds=14))
    worker.handle(world.id, world.batches(*refs[: WIDER_SLICE + LARGEST_SLICE]))
    slices = Slices(world, refs[WIDER_SLICE + LARGEST_SLICE :], each_call=timedelta(seconds=14))
    worker.handle(world.id, world.batches(*refs[WIDER_SLICE + LARGEST_SLICE :]))
    assert slices.sizes() == [LARGEST_SLICE, LARGEST_SLICE, WIDER_SLICE - LARGEST_SLICE]


def test_payments_of_quickbooks_are_worked_on_by_thousands_to_the_last() -> None:
    """Each slice is one metered read; they have no lines, of which too many might be held."""
    first, *others = sliced([RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, str(number)) for number in range(2_000)])
    rest = deque(others)
    fit(rest, first, [], timedelta(seconds=5))
    assert [len(one) for one in (first, *rest)] == [1_000, 1_000]


def _for_one_customer(world: World, count: int) -> list[RecordRef]:
    """Invoices of a customer who is linked, none of them told."""
    contact, lines = world.contact(), (a_line("100.00", sku="PRD-PUMP"),)
    world.tell(world.finalised(customer=contact, lines=lines))
    refs = [world.finalised(customer=contact, lines=lines) for _ in range(count)]
    world.hubspot.calls.clear()
    return refs


@pytest.mark.long
def test_a_hundred_edits_and_a_hundred_payments(world: World) -> None:
    refs = [world.finalised() for _ in range(100)]
    world.tell(*refs)
    world.settle()
    world.quickbooks.calls.clear()
    for ref in refs:
        world.hubspot.edit(ref, memo="edited")
    world.tell(*refs)
    assert world.quickbooks.calls == {"write": 1}
    paid = [world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=ref, amount=Decimal(1))) for ref in refs]
    world.quickbooks.calls.clear()
    world.tell(*paid)
    assert world.quickbooks.calls == {"write": WRITES, "read": SLICES}, "where a part is paid, the invoices are looked at"
    world.settle()
    assert_true(world)


def test_bad_ones_hold_back_nobody(world: World) -> None:
    refs = [world.finalised(customer=None) if number % 10 == 0 else world.finalised() for number in range(100)]
    odd = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="odd")
    bad = {refs[5], refs[55]}
    world.quickbooks.faults.append(Fault(failure=odd, matches=lambda write: write.source in bad, times=2))
    world.tell(*refs)
    counts = world.outcomes.counts(world.id)
    assert counts[EntityKind.INVOICE, OutcomeStatus.IN_SYNC] == 88
    assert counts[EntityKind.INVOICE, OutcomeStatus.FAILING] == 12
