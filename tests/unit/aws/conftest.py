"""An AWS in process for the adapter's own tests."""

from collections.abc import Iterator

import pytest

from tests.contract.stores.grounds import Ground, moto


@pytest.fixture
def ground() -> Iterator[Ground]:
    """An empty table and empty queues on moto."""
    with moto() as ground:
        yield ground
