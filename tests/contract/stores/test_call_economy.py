"""What the state costs: calls of AWS for a hundred records, and never a scan."""

from collections.abc import Iterator
from contextlib import contextmanager

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import NOON, a_connection
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, complete, made, native, outcome, reservation

HUNDRED = range(100)


@contextmanager
def costing(ground: Backend, **expected: int) -> Iterator[None]:
    """Asserts that the block calls AWS exactly so often, by operation."""
    ground.calls.clear()
    yield
    assert dict(ground.calls) == expected


def test_a_hundred_links(on_aws: Backend) -> None:
    links = on_aws.links
    with costing(on_aws, BatchGetItem=1):
        assert links.find(CONNECTION, [native(number) for number in HUNDRED]) == {}
    with costing(on_aws, TransactWriteItems=1):
        reserved = [link for link in links.reserve([reservation(native(number)) for number in HUNDRED]) if link]
    with costing(on_aws, TransactWriteItems=2):
        linked = links.save([complete(link, made(number)) for number, link in enumerate(reserved)])
    with costing(on_aws, BatchGetItem=2):
        found = links.find(CONNECTION, [made(number) for number in HUNDRED])

    assert found == {made(number): (linked[number],) for number in HUNDRED}


def test_a_taken_record_costs_one_more_call(on_aws: Backend) -> None:
    on_aws.links.reserve([reservation(native(number)) for number in (3, 5, 7)])

    with costing(on_aws, TransactWriteItems=2):
        reserved = on_aws.links.reserve([reservation(native(number)) for number in range(10)])

    assert [number for number, link in enumerate(reserved) if link is None] == [3, 5, 7]


def test_forty_outcomes(on_aws: Backend) -> None:
    refs = [native(number) for number in range(40)]
    with costing(on_aws, BatchGetItem=1, TransactWriteItems=1):
        on_aws.outcomes.record([outcome(ref, OutcomeStatus.FAILING, 1) for ref in refs])
    with costing(on_aws, BatchGetItem=1):
        on_aws.outcomes.record([outcome(ref, OutcomeStatus.FAILING, 1) for ref in refs])


def test_every_question_is_one_call_and_never_a_scan(on_aws: Backend) -> None:
    connection = on_aws.connections.save(a_connection())
    on_aws.outcomes.record([outcome(native(1), OutcomeStatus.WAITING, 1)])

    with costing(on_aws, GetItem=3, Query=6):
        on_aws.connections.get(connection.id)
        on_aws.connections.find(System.HUBSPOT, ["62515"])
        on_aws.connections.every()
        on_aws.outcomes.counts(CONNECTION)
        on_aws.outcomes.activity(CONNECTION, native(1), 10)
        on_aws.outcomes.page(CONNECTION, EntityKind.INVOICE, OutcomeStatus.WAITING, "", 10)
        on_aws.outcomes.due(CONNECTION, NOON, 10)
        on_aws.cursors.get(CONNECTION, "hubspot")
        on_aws.deliveries.seen("one")
