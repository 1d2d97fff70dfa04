"""Runs every contract suite of the stores on every backend."""

from collections.abc import Iterator

import pytest

from tests.contract.stores.backends import BACKENDS, ON_AWS, Backend


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with BACKENDS[request.param]() as ground:
        yield ground


@pytest.fixture(params=ON_AWS)
def on_aws(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with ON_AWS[request.param]() as ground:
        yield ground
