"""Both vendors in memory, which the engine's tests trust."""

from typing import ClassVar

import pytest

from counterfoil.domain.identity import EntityKind, System
from tests.contract.systems import test_hubspot, test_quickbooks
from tests.contract.systems.contract import RecordSystemContract
from tests.contract.systems.memory_world import MemoryWorld


class TestHubSpot(RecordSystemContract):
    """What HubSpot's twin must do."""

    creatable: ClassVar = test_hubspot.TestContract.creatable
    marked: ClassVar = test_hubspot.TestContract.marked

    @pytest.fixture
    def world(self) -> MemoryWorld:
        """A portal of its own for every test."""
        return MemoryWorld(System.HUBSPOT)


class TestQuickBooks(RecordSystemContract):
    """What QuickBooks' twin must do."""

    creatable: ClassVar[tuple[EntityKind, ...]] = test_quickbooks.TestContract.creatable
    marked: ClassVar = test_quickbooks.TestContract.marked

    @pytest.fixture
    def world(self) -> MemoryWorld:
        """A company of its own for every test."""
        return MemoryWorld(System.QUICKBOOKS)
