"""What deliveries arrive at."""

import pytest

from tests.unit.entrypoints.gateway import Gateway


@pytest.fixture
def gateway() -> Gateway:
    """Two connections, nothing delivered yet."""
    return Gateway()
