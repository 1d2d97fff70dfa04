"""What a HubSpot invoice shows of its sync, or a payment of where it is."""

from datetime import datetime
from decimal import Decimal

from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.record import digest
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """What a HubSpot invoice shows of its sync, in custom properties: what needs a person, and what is only remarked.

    A payment shows the `quickbooks_url` only. `pdf_url` and `record_url` are pages of the console, "" where there is none;
    they say nothing new, so that no invoice is written for their sake alone.
    """

    status: OutcomeStatus
    quickbooks_number: str = ""
    quickbooks_balance: Decimal | None = None
    quickbooks_url: str = ""
    pdf_url: str = ""
    record_url: str = ""
    error: str = ""
    remarks: str = ""
    synced_at: datetime

    @property
    def fingerprint(self) -> str:
        """A short digest of what it says, whenever it was said."""
        balance = "" if self.quickbooks_balance is None else str(self.quickbooks_balance)
        return digest([self.status, self.quickbooks_number, balance, self.quickbooks_url, self.error, self.remarks])
