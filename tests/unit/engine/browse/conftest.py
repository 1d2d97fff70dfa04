"""Something to look at."""

import pytest

from tests.unit.engine.browse.ground import Ground


@pytest.fixture
def ground() -> Ground:
    return Ground()
