"""How a record stands, shown to people in HubSpot."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Protocol

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.shown import ShownState
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Displayed:
    """What came of showing: why some could not be shown, and the versions that the others have by that alone."""

    refused: Mapping[RecordRef, Failure] = field(default_factory=lambda: MappingProxyType({}))
    versions: Mapping[RecordRef, str] = field(default_factory=lambda: MappingProxyType({}))


class SyncStateDisplay(Protocol):
    """Shows people in HubSpot how a record stands."""

    def prepare(self) -> None:
        """Create the custom properties that this product needs, where they are missing. Raises VendorError."""
        ...

    def show(self, states: Mapping[RecordRef, ShownState]) -> Displayed:
        """Write the states to their invoices, and to payments where these are.

        Never raises VendorError.
        """
        ...
