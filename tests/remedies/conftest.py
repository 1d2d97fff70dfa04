"""Where every story begins."""

from collections.abc import Iterator

import pytest

from tests.remedies.office import Office


@pytest.fixture
def office() -> Iterator[Office]:
    """An American portal and company of its own for every test."""
    with Office.opened() as office:
        yield office
