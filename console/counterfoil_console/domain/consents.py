"""What somebody has allowed so far, on the way to a connection."""

from datetime import datetime, timedelta

from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass

LIFE = timedelta(days=1)
"""After this somebody begins again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One vendor's account, allowed at that moment; the permission itself is in the product's vault."""

    account_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """Of one person, who gives them one after the other."""

    person_id: str
    hubspot: Given | None = None
    quickbooks: Given | None = None

    @property
    def kept_id(self) -> str:
        """Where the permissions are kept meanwhile. No connection is called so: portals have numbers."""
        return f"consents-{self.person_id}"

    def of(self, system: System) -> Given | None:
        """What was allowed at one vendor."""
        return self.hubspot if system is System.HUBSPOT else self.quickbooks

    @property
    def next(self) -> System | None:
        """The vendor that is asked next; None when both have been."""
        return next((system for system in (System.HUBSPOT, System.QUICKBOOKS) if self.of(system) is None), None)
