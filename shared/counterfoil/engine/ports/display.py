"""How a record stands, shown to people in HubSpot."""

from collections.abc import Mapping
from typing import Protocol

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.shown import ShownState


class SyncStateDisplay(Protocol):
    """Shows people in HubSpot how a record stands."""

    def prepare(self) -> None:
        """Create the custom properties that this product needs, where they are missing. Raises VendorError."""
        ...

    def show(self, states: Mapping[RecordRef, ShownState]) -> Mapping[RecordRef, Failure]:
        """Write the states to their invoices, and to payments where these are; the ones that could not be shown.

        Never raises VendorError.
        """
        ...
