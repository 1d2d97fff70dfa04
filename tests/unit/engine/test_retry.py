"""What failed is tried again as soon as somebody asks for it, without anything having moved."""

from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.hints.retry import Retried, Retry
from tests.fake_systems import Fault
from tests.unit.engine.world import World

CLOSED = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="the books are closed")
THROTTLED = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="too often")


@pytest.fixture
def retry(world: World) -> Retry:
    return world.retry


def refused(world: World, failure: Failure) -> RecordRef:
    """An invoice that QuickBooks has refused once."""
    world.quickbooks.faults.append(Fault(failure=failure, matches=lambda write: write.kind is EntityKind.INVOICE))
    world.tell(ref := world.finalised())
    return ref


def record(world: World, status: OutcomeStatus, numbers: range) -> list[RecordRef]:
    """Outcomes of so many invoices, a minute between them."""
    refs = [RecordRef(System.HUBSPOT, EntityKind.INVOICE, f"{number}") for number in numbers]
    for ref in refs:
        world.clock.advance(timedelta(minutes=1))
        world.outcomes.record([SyncOutcome(connection_id=world.id, ref=ref, kind=ref.kind, status=status, at=world.clock())])
    return refs


@pytest.mark.feature("H3")
@pytest.mark.parametrize("failure", [CLOSED, THROTTLED])
def test_what_fails_or_waits_is_tried_at_once(world: World, retry: Retry, failure: Failure) -> None:
    ref = refused(world, failure)
    assert world.status(ref) in {OutcomeStatus.FAILING, OutcomeStatus.WAITING}
    assert retry.now(world.id) == Retried(1)
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("H3")
def test_every_category_can_be_tried_by_its_name(subtests: pytest.Subtests) -> None:
    for category in set(ErrorCategory) - {ErrorCategory.NEEDS_RECONNECT}:  # that waits for its connection
        with subtests.test(str(category)):
            world = World()
            ref = refused(world, Failure(category=category, cure=Cure.PERSON, text="no"))
            assert world.outcome(ref).category is category
            assert world.retry.now(world.id, category) == Retried(1)
            world.clock.advance(timedelta(seconds=1))
            world.work(world.queue.take())
            assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("H3")
def test_only_one_category_is_tried(world: World, retry: Retry) -> None:
    closed, throttled = refused(world, CLOSED), refused(world, THROTTLED)
    assert retry.now(world.id, ErrorCategory.BOOKS_CLOSED) == Retried(1)
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())
    assert (world.status(closed), world.status(throttled)) == (OutcomeStatus.IN_SYNC, OutcomeStatus.WAITING)


@pytest.mark.feature("H3")
def test_a_record_is_named_by_its_reference_on_either_side(world: World, retry: Retry) -> None:
    world.tell(ref := world.finalised())
    other = world.twin(ref)
    world.hubspot.edit(ref, memo="edited")
    world.quickbooks.faults.append(Fault(failure=CLOSED))
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.FAILING
    for named in (ref, other):
        assert retry.now(world.id, records=[named]) == Retried(1)
        assert [event.ref for batch in world.queue.take() for event in batch.events] == [ref]


def test_a_record_that_needs_no_retry_is_named(world: World, retry: Retry) -> None:
    world.tell(fine := world.finalised())
    unknown = RecordRef(System.HUBSPOT, EntityKind.INVOICE, "unheard-of")
    failing = refused(world, CLOSED)
    assert retry.now(world.id, records=[fine, unknown, failing]) == Retried(1, (fine, unknown))


def test_the_oldest_come_first_in_batches_of_a_hundred(world: World, retry: Retry) -> None:
    older = record(world, OutcomeStatus.WAITING, range(1000, 1600))
    newer = record(world, OutcomeStatus.FAILING, range(600))
    record(world, OutcomeStatus.IN_SYNC, range(2000, 2010))
    assert retry.now(world.id) == Retried(1200)
    batches = world.queue.take()
    assert [event.ref for batch in batches for event in batch.events] == older + newer
    assert {len(batch.events) for batch in batches} == {100}
