"""QuickBooksSystem over the QuickBooks twin."""

from typing import ClassVar

import pytest

from counterfoil.domain.identity import EntityKind
from tests.contract.systems.contract import RecordSystemContract
from tests.contract.systems.quickbooks_world import QuickBooksWorld


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


class TestContract(RecordSystemContract):
    """What every system must do."""

    creatable: ClassVar = tuple(EntityKind)
    marked: ClassVar = frozenset(EntityKind) - {EntityKind.PRODUCT}
