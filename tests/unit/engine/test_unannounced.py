"""What fails where nothing tells of the mend is tried again each hour: in turn, a bounded number in a poll."""

from collections import Counter
from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.hints.unannounced import MOST_TRIED, ROUND
from counterfoil.engine.ports import QueueError
from tests.builders import hubspot
from tests.fake_systems import Fault
from tests.unit.engine.world import World

PRODUCT = EntityKind.PRODUCT
POLL = timedelta(minutes=10)


def failing(world: World, number: int, category: ErrorCategory, *blockers: str) -> RecordRef:
    """A product that fails."""
    ref = hubspot(PRODUCT, str(number))
    world.outcomes.record(
        [
            SyncOutcome(
                connection_id=world.id,
                ref=ref,
                kind=PRODUCT,
                status=OutcomeStatus.FAILING,
                at=world.clock(),
                category=category,
                blockers=blockers,
            )
        ]
    )
    return ref


def tried(world: World, time: timedelta) -> Counter[RecordRef]:
    """How often each product is called up while so much time passes."""
    found: Counter[RecordRef] = Counter()
    for _ in range(time // POLL):
        world.clock.advance(POLL)
        world.poller.poll()
        found.update(event.ref for batch in world.queue.take() for event in batch.events if event.ref.kind is PRODUCT)
    return found


def test_a_subscription_that_was_renewed_is_noticed_within_the_hour(world: World) -> None:
    lapsed = Failure(category=ErrorCategory.SUBSCRIPTION_LAPSED, cure=Cure.PERSON, text="read only", code="6190")
    world.quickbooks.faults.append(Fault(failure=lapsed, matches=lambda write: write.kind is EntityKind.INVOICE))
    world.poller.poll()
    world.tell(ref := world.finalised())
    assert world.status(ref) is OutcomeStatus.FAILING
    began = world.clock()
    while world.status(ref) is not OutcomeStatus.IN_SYNC:
        world.clock.advance(POLL)
        world.poller.poll()
        world.work(world.queue.take())
        assert world.clock() - began <= ROUND + POLL


def test_each_is_tried_once_an_hour_however_many_there_are(world: World) -> None:
    world.poller.poll()
    refs = {failing(world, number, ErrorCategory.UNEXPECTED) for number in range(3 * MOST_TRIED)}
    assert tried(world, ROUND - POLL) == {}
    assert tried(world, ROUND) == dict.fromkeys(refs, 1)
    assert tried(world, ROUND) == dict.fromkeys(refs, 1)


def test_one_poll_tries_no_more_than_a_few(world: World) -> None:
    world.poller.poll()
    for number in range(3 * MOST_TRIED):
        failing(world, number, ErrorCategory.UNEXPECTED)
    tried(world, ROUND - POLL)
    assert tried(world, POLL).total() == MOST_TRIED


@pytest.mark.parametrize(
    ("category", "blockers"),
    [
        (ErrorCategory.BOOKS_CLOSED, ("quickbooks:preferences",)),
        (ErrorCategory.DISPLAY_NAME_TAKEN, ("quickbooks:vendor:7",)),
        (ErrorCategory.AMBIGUOUS_MATCH, ("quickbooks:customer:*",)),
    ],
)
def test_what_is_announced_is_not_tried(world: World, category: ErrorCategory, blockers: tuple[str, ...]) -> None:
    world.poller.poll()
    failing(world, 1, category, *blockers)
    assert tried(world, 2 * ROUND) == {}


def test_a_customer_that_only_a_document_needs_is_tried_with_the_document(world: World) -> None:
    """By itself it would be left out for the moment, and people would be told that it is solved."""
    lapsed = Failure(category=ErrorCategory.SUBSCRIPTION_LAPSED, cure=Cure.PERSON, text="read only", code="6190")
    world.quickbooks.faults.append(Fault(failure=lapsed, matches=lambda write: write.kind is EntityKind.CUSTOMER, times=3))
    world.poller.poll()
    contact = world.contact()
    world.tell(ref := world.finalised(customer=contact))
    stood = set[OutcomeStatus | None]()
    while world.status(ref) is not OutcomeStatus.IN_SYNC:
        stood.add(world.status(contact))
        world.clock.advance(POLL)
        world.poller.poll()
        world.work([one for one in world.queue.take() if one.kind is EntityKind.INVOICE])
    assert stood == {OutcomeStatus.FAILING}
    assert world.status(contact) is OutcomeStatus.IN_SYNC


def test_many_that_are_not_tried_keep_nobody_else_waiting(world: World) -> None:
    world.poller.poll()
    ref = failing(world, 0, ErrorCategory.UNEXPECTED)
    world.clock.advance(timedelta(seconds=1))
    for number in range(1, 20 * MOST_TRIED):
        failing(world, number, ErrorCategory.BOOKS_CLOSED, "quickbooks:preferences")
    assert tried(world, ROUND + 2 * POLL) == {ref: 1}


def test_what_could_not_be_enqueued_is_enqueued_by_the_next_poll(world: World) -> None:
    world.poller.poll()
    ref = failing(world, 1, ErrorCategory.UNEXPECTED)
    world.clock.advance(ROUND)
    world.queue.broken = True
    with pytest.raises(QueueError):
        world.poller.poll()
    world.queue.broken = False
    assert tried(world, POLL) == {ref: 1}
