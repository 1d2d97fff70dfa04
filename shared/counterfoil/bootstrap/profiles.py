"""How a connection's accounts are set up: also the engine's port AccountProfiles."""

from functools import cached_property

from counterfoil.adapters.hubspot.facts import portal_facts
from counterfoil.adapters.hubspot.profile import portal_profile
from counterfoil.adapters.quickbooks.definitions import with_further_fields
from counterfoil.adapters.quickbooks.profile import company_profile, lists_may_have_changed
from counterfoil.bootstrap.trials import TrialsBundle
from counterfoil.domain.checks.check import PortalFacts
from counterfoil.domain.connection import CompanyProfile, PortalProfile
from counterfoil.domain.identity import System
from counterfoil.engine.connections.capabilities import Capabilities
from counterfoil.engine.connections.preflight import Preflight
from counterfoil.engine.connections.profile import ProfileKeeper
from counterfoil.engine.ports import AccountProfiles, KnownCompany


class ProfilesBundle(TrialsBundle, AccountProfiles):
    """Keeps the profiles of portals and companies up to date."""

    @cached_property
    def profiles(self) -> ProfileKeeper:
        return ProfileKeeper(
            accounts=self,
            connections=self.connections,
            cursors=self.cursors,
            call_up=self.call_up,
            preflight=self.preflight,
            clock=self._clock,
        )

    @cached_property
    def preflight(self) -> Preflight:
        return Preflight(accounts=self, store=self.checks, clock=self._clock)

    @cached_property
    def capabilities(self) -> Capabilities:
        return Capabilities(accounts=self, connections=self.connections)

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        return portal_profile(self._reach(connection_id, System.HUBSPOT))

    def inspect_portal(self, connection_id: str) -> PortalFacts:
        return portal_facts(self._reach(connection_id, System.HUBSPOT), lambda: self._granted(connection_id))

    def _granted(self, connection_id: str) -> frozenset[str]:
        return self._hubspot_grant().scopes(self.vault(connection_id, System.HUBSPOT).current())

    def describe_company(
        self, connection_id: str, realm_id: str, income_account: str, known: KnownCompany | None = None
    ) -> CompanyProfile:
        reached = self._reach(connection_id, System.QUICKBOOKS)
        stands = known is not None and not lists_may_have_changed(reached, realm_id, known.at)
        company = company_profile(reached, realm_id, income_account, known.company if known and stands else None)
        is_wanted = bool(self.settings.quickbooks_custom_fields)
        return with_further_fields(company, self._reach_definitions(connection_id)) if is_wanted else company
