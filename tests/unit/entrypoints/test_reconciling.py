"""An invocation of the reconciler ends with time in hand, and counts what it did whatever happens."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.domain.connection import Connection
from counterfoil.engine.ports import Systems
from counterfoil.entrypoints.reconciling import STOP_COMPARING, compare
from counterfoil.observability import metrics
from tests.unit.engine.world import World


@dataclass
class Invocation:
    """As much of Lambda's context as a schedule's function needs."""

    milliseconds: int

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


class SecondTimeBroken:
    """Opens the vendors of the first connection only."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, connection: Connection) -> Systems:
        if connection.id != self._world.id:
            raise ValueError("tokens cannot be decrypted")
        return Systems(self._world.hubspot, self._world.quickbooks, self._world.display)


@pytest.fixture
def world() -> World:
    """A connection with an invoice that nobody noticed."""
    world = World()
    world.finalised(customer=None)
    return world


@pytest.fixture(autouse=True)
def _metrics() -> Iterator[None]:
    metrics.clear_metrics()
    yield
    metrics.clear_metrics()


def invocation(milliseconds: int) -> LambdaContext:
    return cast("LambdaContext", Invocation(milliseconds))


def test_nothing_is_begun_without_time_in_hand(world: World) -> None:
    assert compare(invocation(STOP_COMPARING - 1), world.reconciler)["enqueued"] == 0
    assert compare(invocation(STOP_COMPARING), world.reconciler) == {"enqueued": 1, "failures": 0, "halted": 0}


def test_what_was_done_is_counted_although_a_connection_raises_and_that_is_named(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.connections.save(replace(world.connection, id="zzz", realm_id="2", revision=0))
    with pytest.raises(ValueError, match="decrypted"):
        compare(invocation(STOP_COMPARING), replace(world.reconciler, open_systems=SecondTimeBroken(world)))
    assert metrics.metric_set["EventsReconciled"]["Value"] == [1]
    assert metrics.metric_set["ConnectionsNotCompared"]["Value"] == [1]
    assert [getattr(one, "connection", "") for one in caplog.records if one.levelname == "ERROR"] == ["zzz"]
