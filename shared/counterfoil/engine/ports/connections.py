"""The connections, and the vendors' accounts that they join."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from counterfoil.domain.checks.check import Checked, PortalFacts
from counterfoil.domain.connection import CompanyProfile, Connection, PortalProfile
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Holder, RuleVersion
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.domain.values import dataclass


class ConcurrentChangeError(Exception):
    """Somebody else changed the stored item first; read it again."""


class ConnectionStore(Protocol):
    """Connections. Reads are strongly consistent."""

    def get(self, connection_id: str) -> Connection:
        """The connection. Raises UnknownConnectionError."""
        ...

    def find(self, system: System, account_ids: Sequence[str]) -> Mapping[str, tuple[Connection, ...]]:
        """The connections of these portals or companies, by account id; absent where there is none."""
        ...

    def some(self, connection_ids: Sequence[str]) -> Sequence[Connection]:
        """The connections of these ids, in their order, without those that there are not."""
        ...

    def every(self) -> Sequence[Connection]:
        """All connections."""
        ...

    def save(self, connection: Connection, versions: Sequence[RuleVersion] = ()) -> Connection:
        """Store a new connection (revision 0) or the next revision of one; the stored one, its revision grown.

        New `versions` of its rules are stored with it, all or nothing. Raises ConcurrentChangeError when the stored revision
        is not the given one, or when there is such a version already.
        """
        ...

    def keep_version(self, connection_id: str, version: RuleVersion) -> None:
        """Store a version of a rule that is not current. Raises ConcurrentChangeError when there is one of its number."""
        ...

    def versions(self, connection_id: str, kind: EntityKind) -> Sequence[RuleVersion]:
        """All versions of the rule for `kind`, the newest first."""
        ...


class CheckStore(Protocol):
    """How the accounts of each connection stood when they were checked last."""

    def save(self, connection_id: str, checked: Checked) -> bool:
        """Keep these in place of those of their revision, with the next one; False where others are there by now."""
        ...

    def latest(self, connection_id: str) -> Checked | None:
        """The results that were kept last, None when nothing was checked yet."""
        ...


class PortalTrials(Protocol):
    """What a portal lets be written shows only where it is tried."""

    def try_portal(self, connection_id: str, currency: str) -> frozenset[str]:
        """The fields of an invoice made elsewhere that the portal lets no program write.

        They are tried on an invoice in `currency`, which is deleted at once. Raises VendorError.
        """
        ...


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company's profile, and when its lists were read."""

    company: CompanyProfile
    at: datetime


class AccountProfiles(PortalTrials, Protocol):
    """What both vendors' accounts of a connection show of themselves."""

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        """The portal's own id and its profile. Raises VendorError."""
        ...

    def inspect_portal(self, connection_id: str) -> PortalFacts:
        """What the portal lets this product do; a Failure stands for what could not be read. Never raises VendorError."""
        ...

    def describe_company(
        self, connection_id: str, realm_id: str, income_account: str, known: KnownCompany | None = None
    ) -> CompanyProfile:
        """The company's profile; `income_account` names the account for new items, "" lets it choose.

        What is `known` gives the lists, but for the accounts, where QuickBooks tells of no change since: four metered reads,
        else seven.
        That its further custom fields could not be asked for is a part of it (`CompanyProfile.told_further`).
        Raises VendorError (E10 when there is no such income account).
        """
        ...


class PropertyCatalogue(Protocol):
    """The properties that HubSpot has for a kind, or for what its records are associated with."""

    def __call__(self, connection_id: str, kind: EntityKind, holder: Holder, /) -> Mapping[str, VendorField]:
        """All of them by name, custom ones included. One call. Raises VendorError."""
        ...


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What somebody allowed at a vendor: in which account, "" where the vendor does not say."""

    account_id: str
    refresh_token: str = field(repr=False)


class Consents(Protocol):
    """Both vendors' consent pages, where people allow this product to act in their accounts."""

    def consent_address(self, system: System, redirect_uri: str, state: str) -> str:
        """Where somebody is asked; the vendor sends the browser to `redirect_uri` afterwards, with the `state`."""
        ...

    def consented(self, system: System, code: str, redirect_uri: str) -> GivenConsent:
        """What the code that came along stands for. Once only. Raises VendorError."""
        ...

    def static_token(self, token: str) -> GivenConsent:
        """A token of a HubSpot app that belongs to one account. Raises VendorError when HubSpot does not know it."""
        ...


class Accounts(AccountProfiles, Protocol):
    """Both vendors' accounts of one connection, as far as connecting needs them."""

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        """Keep the permission to act in this account, encrypted; replaces an earlier or dead one."""
        ...

    def move_grant(self, connection_id: str, to_connection_id: str, system: System) -> None:
        """Let the permission kept under one id, as it is by now, be another's only. Raises VendorError (E12)."""
        ...

    def move_grants(self, connection_id: str, to_connection_id: str) -> None:
        """Let the permissions kept under one id, as they are by now, be those of another only.

        Raises VendorError (E12 when one is missing or dead).
        """
        ...
