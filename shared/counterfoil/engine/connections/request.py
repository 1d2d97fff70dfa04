"""What is asked of connecting, and why it may be refused; apart from what connects, which reaches much else."""

from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction
from counterfoil.domain.rules.defaults import DEFAULT_DIRECTIONS
from counterfoil.domain.values import dataclass


class WrongAccountError(CounterfoilError):
    """The permission given is for another account than the one named."""


class BeingDeletedError(CounterfoilError):
    """All that is kept of the connection is being erased; once that is done, the accounts can be connected anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRequest:
    """What an operator says: which accounts, with which permissions, and what to carry. Never printed.

    The permissions are empty where they are kept already.
    `income_account` is the name or id of the QuickBooks income account for new items, "" to let one be chosen. `and_start`
    switches the connection on at once; without it a new one waits until somebody has applied a plan.
    """

    portal_id: str
    realm_id: str
    hubspot_refresh_token: str = ""
    quickbooks_refresh_token: str = ""
    income_account: str = ""
    invoices: Direction = DEFAULT_DIRECTIONS[EntityKind.INVOICE]
    customers: Direction = DEFAULT_DIRECTIONS[EntityKind.CUSTOMER]
    products: Direction = DEFAULT_DIRECTIONS[EntityKind.PRODUCT]
    winner: System = System.HUBSPOT
    and_start: bool = False

    @property
    def connection_id(self) -> str:
        """What the connection of these accounts is called."""
        return f"{self.portal_id}-{self.realm_id}"

    def __repr__(self) -> str:
        return f"ConnectionRequest(portal_id={self.portal_id!r}, realm_id={self.realm_id!r})"
