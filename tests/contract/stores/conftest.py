"""Runs every contract suite of the stores on every backend."""

from collections.abc import Iterator

import pytest

from tests.contract.stores.backends import GROUNDS, ISOLATING_GROUNDS, Backend, Ground, in_memory, on_aws, simulated


@pytest.fixture(params=["memory", "simulated", *GROUNDS])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The fakes, and the AWS adapter on the simulator's AWS and on every other there is."""
    if request.param == "memory":
        yield in_memory()
    else:
        with ({"simulated": simulated} | GROUNDS)[request.param]() as ground:
            yield on_aws(ground)


@pytest.fixture(params=GROUNDS)
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Every AWS there is."""
    with GROUNDS[request.param]() as ground:
        yield ground


@pytest.fixture(params=ISOLATING_GROUNDS)
def isolating_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Every AWS that keeps concurrent callers apart; tests that need one are skipped where none is given."""
    with ISOLATING_GROUNDS[request.param]() as ground:
        yield ground
