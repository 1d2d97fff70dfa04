"""What whoever adds up fees has."""

from functools import cached_property

from counterfoil.adapters.hubspot.fees import HubSpotFees
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.engine.fees import Fees


class FeesBundle(Vendors):
    """Reads the fees on payments."""

    @cached_property
    def fees(self) -> Fees:
        return Fees(open_fees=self._open_fees)

    def _open_fees(self, connection: Connection) -> HubSpotFees:
        return HubSpotFees(self._reach(connection.id, System.HUBSPOT), connection.portal)
