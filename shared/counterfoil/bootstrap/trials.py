"""What a portal lets be written, as it is tried: the engine's port PortalTrials."""

from counterfoil.adapters.hubspot.capabilities import refused_fields
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.identity import System
from counterfoil.engine.ports import PortalTrials


class TrialsBundle(Vendors, PortalTrials):
    """Tries it in the portals of connections."""

    def try_portal(self, connection_id: str, currency: str) -> frozenset[str]:
        return refused_fields(self._reach(connection_id, System.HUBSPOT), currency)
