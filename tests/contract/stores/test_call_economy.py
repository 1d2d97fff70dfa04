"""What the state costs: calls of AWS for a hundred records, and never a scan."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import NOON, a_connection
from tests.contract.stores.backends import Backend, on_aws
from tests.contract.stores.grounds import Ground
from tests.contract.stores.values import CONNECTION, complete, made, native, outcome, reservation

HUNDRED = range(100)


@pytest.fixture
def stores(ground: Ground) -> Backend:
    return on_aws(ground)


@contextmanager
def costing(stores: Backend, **expected: int) -> Iterator[None]:
    """Asserts that the block calls AWS exactly so often, by operation."""
    stores.calls.clear()
    yield
    assert dict(stores.calls) == expected


@pytest.mark.long
def test_a_hundred_links(stores: Backend) -> None:
    links = stores.links
    with costing(stores, BatchGetItem=1):
        assert links.find(CONNECTION, [native(number) for number in HUNDRED]) == {}
    with costing(stores, PutItem=100):
        reserved = [link for link in links.reserve([reservation(native(number)) for number in HUNDRED]) if link]
    with costing(stores, PutItem=200):
        linked = links.complete([complete(link, made(number)) for number, link in enumerate(reserved)])
    with costing(stores, BatchGetItem=2):
        found = links.find(CONNECTION, [made(number) for number in HUNDRED])

    assert found == {made(number): (linked[number],) for number in HUNDRED}


def test_a_hundred_reported_failures(stores: Backend) -> None:
    refs = [native(number) for number in HUNDRED]
    with costing(stores, BatchGetItem=1, TransactWriteItems=1):
        assert stores.reports.failures(CONNECTION, refs) == {}
        stores.reports.remember(CONNECTION, dict.fromkeys(refs, "E6"))
    with costing(stores, TransactWriteItems=1):
        stores.reports.forget(CONNECTION, refs)


def test_taken_records_cost_one_more_call_and_a_read_together(stores: Backend) -> None:
    stores.links.reserve([reservation(native(number)) for number in (3, 5, 7)])

    with costing(stores, PutItem=10, BatchGetItem=1):
        reserved = stores.links.reserve([reservation(native(number)) for number in range(10)])
    with costing(stores, TransactWriteItems=2, BatchGetItem=1):
        adopted = stores.links.reserve([replace(linked(number), revision=0) for number in range(2, 12)])

    assert [number for number, link in enumerate(reserved) if link is None] == [3, 5, 7]
    assert [number for number, link in enumerate(adopted, 2) if link] == [10, 11]


def linked(number: int) -> Link:
    """Two records that are one."""
    return complete(reservation(native(number)), made(number))


def test_forty_outcomes(stores: Backend) -> None:
    refs = [native(number) for number in range(40)]
    with costing(stores, BatchGetItem=1, BatchWriteItem=2, TransactWriteItems=1):
        stores.outcomes.record([outcome(ref, OutcomeStatus.FAILING, 1) for ref in refs])
    with costing(stores, BatchGetItem=1):
        stores.outcomes.record([outcome(ref, OutcomeStatus.FAILING, 1) for ref in refs])
    stores.outcomes.latest(CONNECTION, refs)
    with costing(stores, BatchWriteItem=2, TransactWriteItems=1):
        stores.outcomes.record([outcome(ref, OutcomeStatus.IN_SYNC, 2) for ref in refs])


def test_links_are_saved_singly_and_their_pointers_are_left_as_they_are(stores: Backend) -> None:
    (reserved,) = stores.links.reserve([reservation(native(1))])
    assert reserved
    (linked,) = stores.links.complete([complete(reserved, made(1))])
    assert linked
    with costing(stores, PutItem=1):
        (saved,) = stores.links.save([replace(linked, shown="x")])
    with costing(stores, PutItem=1):
        assert stores.links.save([replace(linked, shown="y")]) == [None]
    assert stores.links.find(CONNECTION, [made(1)]) == {made(1): (saved,)}


def test_what_somebody_else_changed_after_it_was_looked_at_is_read_again(ground: Ground) -> None:
    here, there, ref = on_aws(ground), on_aws(ground), native(1)
    here.outcomes.record([outcome(ref, OutcomeStatus.FAILING, 1)])
    here.outcomes.latest(CONNECTION, [ref])
    there.outcomes.record([outcome(ref, OutcomeStatus.WAITING, 2)])
    here.outcomes.record([outcome(ref, OutcomeStatus.IN_SYNC, 3)])
    assert here.outcomes.counts(CONNECTION) == {(EntityKind.INVOICE, OutcomeStatus.IN_SYNC): 1}
    told = [one.status for one in here.outcomes.activity(CONNECTION, ref, 10)]
    assert told == [OutcomeStatus.IN_SYNC, OutcomeStatus.WAITING, OutcomeStatus.FAILING]


def test_every_question_is_one_call_and_never_a_scan(stores: Backend) -> None:
    connection = stores.connections.save(a_connection())
    stores.outcomes.record([outcome(native(1), OutcomeStatus.WAITING, 1)])

    with costing(stores, GetItem=3, Query=11):
        stores.connections.get(connection.id)
        stores.connections.find(System.HUBSPOT, ["62515"])
        stores.connections.every()
        stores.outcomes.counts(CONNECTION)
        stores.outcomes.activity(CONNECTION, native(1), 10)
        stores.outcomes.page(CONNECTION, EntityKind.INVOICE, OutcomeStatus.WAITING, "", 10)
        stores.outcomes.page(
            CONNECTION, EntityKind.INVOICE, OutcomeStatus.WAITING, "", 10, category=ErrorCategory.BOOKS_CLOSED
        )
        stores.outcomes.days(CONNECTION, NOON.date())
        stores.outcomes.search(CONNECTION, EntityKind.INVOICE, "INV-1", 10)
        stores.outcomes.due(CONNECTION, NOON, 10)
        stores.cursors.get(CONNECTION, "hubspot")
        stores.reported.seen("one")
