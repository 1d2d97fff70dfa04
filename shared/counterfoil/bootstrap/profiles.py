"""How a connection's accounts are set up: also the engine's port AccountProfiles."""

from functools import cached_property

from counterfoil.adapters.hubspot.profile import portal_profile
from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.connection import CompanyProfile, PortalProfile
from counterfoil.domain.identity import System
from counterfoil.engine.profile import ProfileKeeper


class ProfilesBundle(Vendors):
    """Keeps the profiles of portals and companies up to date."""

    @cached_property
    def profiles(self) -> ProfileKeeper:
        return ProfileKeeper(
            accounts=self,
            connections=self.connections,
            cursors=self.cursors,
            call_up=self.call_up,
            clock=self._clock,
        )

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        """See the port."""
        return portal_profile(self._reach(connection_id, System.HUBSPOT))

    def describe_company(self, connection_id: str, realm_id: str, income_account: str) -> CompanyProfile:
        """See the port."""
        return company_profile(self._reach(connection_id, System.QUICKBOOKS), realm_id, income_account)
