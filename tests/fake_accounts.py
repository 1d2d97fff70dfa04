"""The accounts of one connection in memory, held to the same contract suite as the bundle's."""

from dataclasses import dataclass, field, replace

from counterfoil.domain.checks.check import PortalFacts, Unwritable
from counterfoil.domain.connection import CompanyProfile, PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.ports import Accounts, ConnectionStore, Grants, KnownCompany

ALL_WELL = PortalFacts(currencies=("USD",), unwritable=dict.fromkeys((EntityKind.INVOICE, EntityKind.PAYMENT), Unwritable()))
"""A portal in which everything may be done."""


@dataclass(slots=True)
class InMemoryAccounts(Accounts, Grants):
    """One portal and one company with one income account, its (id, name).

    Every permission is good but the `dead` ones; `grants` are those kept, by connection id and system. `portal` and
    `company` are how they are set up, and `facts` what the portal lets the product do, `refused` what it lets nobody write;
    `tried` are the connections for which that was tried. The permissions that were `revoked` are known to the vendors; those
    of the `deaf` ones cannot be, and a `pat-` token only a person can end. `known` is what was known each time that the
    company was asked how it is set up.
    """

    portal_id: str = "62515"
    income_account: tuple[str, str] = ("79", "Sales of Product Income")
    portal: PortalProfile = field(default_factory=lambda: PortalProfile(time_zone="Europe/Berlin"))
    company: CompanyProfile = field(default_factory=lambda: CompanyProfile(name="Craig's Design"))
    facts: PortalFacts = ALL_WELL
    dead: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset({"balance"})
    tried: list[str] = field(default_factory=list)
    grants: dict[tuple[str, System], str] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)
    deaf: frozenset[System] = frozenset()
    known: list[KnownCompany | None] = field(default_factory=list)

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        self.grants[connection_id, system] = refresh_token

    def move_grant(self, connection_id: str, to_connection_id: str, system: System) -> None:
        self._need(connection_id, system)
        self.grants[to_connection_id, system] = self.grants.pop((connection_id, system))

    def move_grants(self, connection_id: str, to_connection_id: str) -> None:
        for system in System:
            self.move_grant(connection_id, to_connection_id, system)

    def revoke(self, connection_id: str, system: System) -> bool:
        grant = self.grants.get((connection_id, system), "")
        if system in self.deaf:
            raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING))
        if grant and not grant.startswith("pat-"):
            self.revoked.append(grant)
        return not grant.startswith("pat-")

    def erase(self, connection_id: str, system: System) -> None:
        self.grants.pop((connection_id, system), None)

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        self._need(connection_id, System.HUBSPOT)
        return self.portal_id, self.portal

    def inspect_portal(self, connection_id: str) -> PortalFacts:  # noqa: ARG002
        return self.facts

    def try_portal(self, connection_id: str, currency: str) -> frozenset[str]:  # noqa: ARG002
        self._need(connection_id, System.HUBSPOT)
        self.tried.append(connection_id)
        return self.refused

    def describe_company(
        self,
        connection_id: str,
        realm_id: str,
        income_account: str,
        known: KnownCompany | None = None,
    ) -> CompanyProfile:
        self.known.append(known)
        self._need(connection_id, System.QUICKBOOKS)
        if income_account not in {"", *self.income_account}:
            text = f"company {realm_id} has no income account {income_account!r}"
            raise VendorError(Failure(category=ErrorCategory.UNKNOWN_ACCOUNT, cure=Cure.PERSON, text=text))
        return replace(self.company, income_account_id=self.income_account[0])

    def _need(self, connection_id: str, system: System) -> None:
        if self.grants.get((connection_id, system)) in {None, *self.dead}:
            text = f"{connection_id!r} has no living permission at {system}"
            raise VendorError(Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, text=text))


@dataclass(frozen=True, slots=True)
class AsConnected:
    """The port AccountProfiles: accounts that are still set up as their connections know them."""

    connections: ConnectionStore

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        connection = self.connections.get(connection_id)
        return connection.portal_id, connection.portal

    def inspect_portal(self, connection_id: str) -> PortalFacts:  # noqa: ARG002
        return ALL_WELL

    def try_portal(self, connection_id: str, currency: str) -> frozenset[str]:  # noqa: ARG002
        return self.connections.get(connection_id).portal.refused

    def describe_company(
        self,
        connection_id: str,
        realm_id: str,  # noqa: ARG002
        income_account: str,  # noqa: ARG002
        known: KnownCompany | None = None,  # noqa: ARG002
    ) -> CompanyProfile:
        return self.connections.get(connection_id).company
