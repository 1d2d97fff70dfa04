"""What fails where nothing tells of the mend is tried again: by each poll while it is new, then each hour.

Where something tells, it is tried once.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.invoice import Invoice
from counterfoil.engine.hints.unannounced import MOST_TRIED, NEW_FOR, PACE
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


def refuse(world: World, kind: EntityKind, category: ErrorCategory, times: int) -> None:
    """So often QuickBooks refuses a write of this kind."""
    failure = Failure(category=category, cure=Cure.PERSON, text="no", code="6190")
    world.quickbooks.faults.append(Fault(failure=failure, matches=lambda write: write.kind is kind, times=times))


def pass_by(world: World, time: timedelta) -> None:
    """Polls come and go, and all that they find is worked on."""
    for _ in range(time // POLL):
        world.clock.advance(POLL)
        world.poller.poll()
        world.work(world.queue.take())


@pytest.mark.parametrize("category", [ErrorCategory.SUBSCRIPTION_LAPSED, ErrorCategory.PROPERTY_REFUSED])
def test_what_ails_the_whole_account_is_tried_by_each_poll_however_long_it_lasts(
    world: World, category: ErrorCategory
) -> None:
    refuse(world, EntityKind.INVOICE, category, times=1_000)
    world.tell(ref := world.finalised())
    pass_by(world, timedelta(hours=10))
    assert world.outcome(ref).category is category
    world.quickbooks.faults.clear()
    pass_by(world, POLL)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.parametrize("from_before", [True, False])
def test_an_invoice_for_nobody_is_looked_at_by_each_poll(world: World, *, from_before: bool) -> None:
    """Whom an invoice is associated with need not show in when it was modified, and a webhook may be lost."""
    ref = world.finalised(customer=None)
    world.clock.advance(PACE)
    if from_before:
        world.connections.save(replace(world.connection, created_at=world.clock()))
    world.tell(ref)
    pass_by(world, 10 * PACE)
    assert world.outcome(ref).category is ErrorCategory.CUSTOMER_MISSING
    asked = world.quickbooks.calls.copy()
    pass_by(world, 4 * POLL)
    assert (world.quickbooks.calls - asked).keys() == {"changed_since"}
    address(world, ref)
    pass_by(world, POLL)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def address(world: World, *invoices: RecordRef) -> None:
    """They are for one contact now, and nothing tells of it."""
    contact = world.contact()
    for ref in invoices:
        (stored,) = world.hubspot.records[ref].parts.values()
        assert isinstance(stored, Invoice)
        world.hubspot.records[ref].parts[""] = replace(stored, customer=contact)


def for_nobody(world: World, number: int) -> list[RecordRef]:
    """So many, which have failed for an hour and were just tried again."""
    refs = [world.finalised(customer=None) for _ in range(number)]
    world.tell(*refs)
    pass_by(world, PACE + 3 * POLL)
    assert {world.outcome(ref).category for ref in refs} == {ErrorCategory.CUSTOMER_MISSING}
    return refs


def test_however_many_invoices_are_for_somebody_by_now_two_polls_find_them(world: World) -> None:
    """Wherever the first one has come to."""
    refs = for_nobody(world, 310)
    address(world, *refs)
    pass_by(world, 2 * POLL)
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


@pytest.mark.parametrize("place", [0, 104, 209])
def test_of_many_invoices_for_nobody_each_is_looked_at_within_a_few_polls(world: World, place: int) -> None:
    refs = for_nobody(world, 210)
    asked = world.hubspot.calls["read"]
    pass_by(world, POLL)
    assert world.hubspot.calls["read"] - asked == 1
    address(world, refs[place])
    pass_by(world, 3 * POLL)
    assert world.status(refs[place]) is OutcomeStatus.IN_SYNC


def test_what_fails_for_other_causes_keeps_no_invoice_for_nobody_from_being_looked_at(world: World) -> None:
    (ref,) = for_nobody(world, 1)
    refuse(world, EntityKind.INVOICE, ErrorCategory.BOOKS_CLOSED, times=1_000)
    world.tell(*(world.finalised() for _ in range(100)))
    address(world, ref)
    world.quickbooks.faults.clear()
    pass_by(world, POLL)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_an_invoice_for_somebody_without_a_name_is_not_tried_by_each_poll(world: World) -> None:
    """Who that is tells of a change."""
    nameless = world.contact(display_name="", company_name="", given_name="", family_name="", email="")
    world.tell(ref := world.finalised(customer=nameless))
    pass_by(world, 10 * PACE)
    assert world.outcome(ref).category is ErrorCategory.CUSTOMER_MISSING
    asked = world.hubspot.calls["read"]
    pass_by(world, 4 * POLL)
    assert world.hubspot.calls["read"] == asked
    world.hubspot.edit(nameless, display_name="Firm", company_name="Firm")
    pass_by(world, 2 * POLL)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_one_of_many_is_tried_at_a_read_only_company_and_calls_up_the_others(world: World) -> None:
    refuse(world, EntityKind.INVOICE, ErrorCategory.SUBSCRIPTION_LAPSED, times=1_000)
    refs = [world.finalised() for _ in range(5)]
    world.tell(*refs)
    pass_by(world, POLL)
    (fault,) = world.quickbooks.faults
    left = fault.times
    pass_by(world, 2 * POLL)
    assert left - fault.times == 2
    world.quickbooks.faults.clear()
    pass_by(world, POLL)
    world.work(world.queue.take())
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


def test_what_has_just_failed_is_tried_by_each_poll_and_after_an_hour_once_an_hour(world: World) -> None:
    ref = failing(world, 1, ErrorCategory.UNEXPECTED)
    assert tried(world, NEW_FOR - POLL) == {ref: NEW_FOR // POLL - 1}
    assert tried(world, 5 * PACE) == {ref: 5}


def test_each_is_tried_once_an_hour_however_many_there_are(world: World) -> None:
    world.poller.poll()
    refs = {failing(world, number, ErrorCategory.UNEXPECTED) for number in range(3 * MOST_TRIED)}
    tried(world, NEW_FOR + PACE)
    counted = tried(world, 6 * PACE)
    assert counted.keys() == refs
    assert set(counted.values()) <= {5, 6, 7}


def test_one_poll_tries_no_more_than_a_few(world: World) -> None:
    world.poller.poll()
    for number in range(3 * MOST_TRIED):
        failing(world, number, ErrorCategory.UNEXPECTED)
    assert tried(world, POLL).total() == MOST_TRIED


@pytest.mark.parametrize(
    ("category", "blockers"),
    [
        (ErrorCategory.BOOKS_CLOSED, ("quickbooks:preferences",)),
        (ErrorCategory.DISPLAY_NAME_TAKEN, ("quickbooks:vendor:7",)),
        (ErrorCategory.AMBIGUOUS_MATCH, ("quickbooks:customer:*",)),
    ],
)
def test_what_is_announced_is_tried_by_the_next_poll_alone(
    world: World, category: ErrorCategory, blockers: tuple[str, ...]
) -> None:
    """What ails it may have been mended just while it was found to fail."""
    world.poller.poll()
    ref = failing(world, 1, category, *blockers)
    assert tried(world, POLL) == {ref: 1}
    assert tried(world, 2 * PACE) == {}
    other = failing(world, 2, category, *blockers)
    assert tried(world, 2 * PACE) == {other: 1}


def test_a_customer_that_only_a_document_needs_is_tried_with_the_document(world: World) -> None:
    """By itself it would be left out for the moment, and people would be told that it is solved."""
    refuse(world, EntityKind.CUSTOMER, ErrorCategory.SUBSCRIPTION_LAPSED, times=3)
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
    tried(world, NEW_FOR)
    assert tried(world, 3 * PACE)[ref] >= 2


def test_what_could_not_be_enqueued_is_enqueued_by_the_next_poll(world: World) -> None:
    world.poller.poll()
    ref = failing(world, 1, ErrorCategory.UNEXPECTED)
    world.clock.advance(POLL)
    world.queue.broken = True
    with pytest.raises(QueueError):
        world.poller.poll()
    world.queue.broken = False
    assert tried(world, POLL) == {ref: 1}
