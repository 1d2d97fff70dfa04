"""What a page of lists costs: reads of the table, as many at a few records as at many, and never a scan."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.browse.causes import CausesView
from counterfoil.engine.browse.health import HealthView
from counterfoil.engine.browse.record import RecordView
from counterfoil.engine.browse.records import RecordsView, Wanted
from tests.builders import a_connection
from tests.contract.stores.backends import Backend, on_aws
from tests.contract.stores.grounds import simulated
from tests.contract.stores.values import native, outcome
from tests.simulation.aws.dynamodb import FakeDynamoDB

MOST_READS = 5
"""With the connection; the counts that one page asks for twice are read once by the client of the tables that pages have."""
FAILING = OutcomeStatus.FAILING


@dataclass(frozen=True)
class House:
    """The stores of a connection, and the table behind them."""

    stores: Backend
    table: FakeDynamoDB
    connection_id: str


@pytest.fixture(params=[3, 300], ids=["few", "many"])
def house(request: pytest.FixtureRequest) -> House:
    """A connection with so many invoices, a third of which fail."""
    with simulated() as ground:
        stores = on_aws(ground)
        connection_id = stores.connections.save(a_connection()).id
        stores.outcomes.record([_stands(number, connection_id) for number in range(request.param)])
        return House(stores, ground.clients("dynamodb"), connection_id)


def _stands(number: int, connection_id: str) -> SyncOutcome:
    status = [FAILING, OutcomeStatus.IN_SYNC, OutcomeStatus.EXCLUDED][number % 3]
    category = ErrorCategory.BOOKS_CLOSED if status is FAILING else None
    return replace(outcome(native(number), status, number, connection_id=connection_id), category=category)


def _health(stores: Backend, connection_id: str) -> object:
    return HealthView(stores.outcomes, stores.ledgers, stores.clock).health(stores.connections.get(connection_id))


def _causes(stores: Backend, connection_id: str) -> object:
    return CausesView(stores.outcomes).with_records(connection_id)


def _records(stores: Backend, connection_id: str) -> object:
    return RecordsView(stores.outcomes).records(connection_id, Wanted())


def _found(stores: Backend, connection_id: str) -> object:
    return RecordsView(stores.outcomes).records(connection_id, Wanted(text="inv"))


def _record(stores: Backend, connection_id: str) -> object:
    return RecordView(stores.outcomes, stores.links, stores.choices).record(connection_id, native(1))


@pytest.mark.parametrize("page", [_health, _causes, _records, _found, _record])
def test_a_page_is_a_handful_of_reads(house: House, page: Callable[[Backend, str], object]) -> None:
    before = house.table.reads

    page(house.stores, house.connection_id)

    assert 0 < house.table.reads - before <= MOST_READS
