"""How a record stands, shown to people in HubSpot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """What a HubSpot invoice shows of its sync, in custom properties: what needs a person, and what is only remarked."""

    status: OutcomeStatus
    quickbooks_number: str = ""
    quickbooks_balance: Decimal | None = None
    quickbooks_url: str = ""
    error: str = ""
    remarks: str = ""
    synced_at: datetime


class SyncStateDisplay(Protocol):
    """Shows people in HubSpot how a record stands."""

    def prepare(self) -> None:
        """Create the custom properties that this product needs, where they are missing. Raises VendorError."""
        ...

    def show(self, states: Mapping[RecordRef, ShownState]) -> Mapping[RecordRef, Failure]:
        """Write the states to their invoices; the ones that could not be shown. Never raises VendorError."""
        ...
