"""Runs every contract suite of the stores on every backend."""

from collections.abc import Iterator

import pytest

from tests.contract.stores.backends import GROUNDS, Backend, Ground, in_memory, on_aws


@pytest.fixture(params=["memory", *GROUNDS])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The fakes, and the AWS adapter on every AWS there is."""
    if request.param == "memory":
        yield in_memory()
    else:
        with GROUNDS[request.param]() as ground:
            yield on_aws(ground)


@pytest.fixture(params=GROUNDS)
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Every AWS there is."""
    with GROUNDS[request.param]() as ground:
        yield ground
