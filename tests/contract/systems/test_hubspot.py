"""HubSpotSystem over the HubSpot twin."""

from typing import ClassVar

import pytest

from counterfoil.domain.identity import EntityKind
from tests.contract.systems.contract import RecordSystemContract
from tests.contract.systems.hubspot_world import HubSpotWorld


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


class TestContract(RecordSystemContract):
    """What every system must do."""

    creatable: ClassVar = (EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.PAYMENT)
    marked: ClassVar = frozenset(creatable)
