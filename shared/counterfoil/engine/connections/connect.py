"""Connecting a portal and a company, and renewing a connection whose permission has ended."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo

from counterfoil.domain.blockers import CONNECTION, PREFERENCES
from counterfoil.domain.connection import CompanyProfile, Connection, ConnectionState, PortalProfile
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import RuleChange, RuleVersion, SyncRule, new_rule
from counterfoil.domain.rules.defaults import default_filters
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.capabilities import tried_in_reach
from counterfoil.engine.connections.disconnect import closed_for
from counterfoil.engine.connections.preflight import Preflight
from counterfoil.engine.connections.request import BeingDeletedError, ConnectionRequest, WrongAccountError
from counterfoil.engine.connections.switching import changed
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.polling import Poller
from counterfoil.engine.ports import Accounts, Clock, ConnectionStore, SystemsOpener

_WAITS = frozenset({ConnectionState.PLANNED, ConnectionState.PAUSED})
"""What connecting again changes nothing about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorizer:
    """Makes connections live."""

    accounts: Accounts
    connections: ConnectionStore
    open_systems: SystemsOpener
    poller: Poller
    call_up: CallUp
    preflight: Preflight
    clock: Clock

    def connect(self, request: ConnectionRequest) -> Connection:
        """Connect the accounts, or renew their connection; one that is switched on is active when this returns.

        Tries both permissions and reads both profiles before an existing connection's permissions are replaced; then sets
        the cursors of a new connection to the present; what failed for what was granted or chosen, or for the company's
        settings, is called up, and the accounts are checked. Of an active one the HubSpot properties are made. Unless the
        connection waits for its first plan, it is tried what the portal refuses where invoices come from QuickBooks.
        Idempotent. Raises VendorError, QueueError, BeingDeletedError, or WrongAccountError when the permission is for
        another portal.
        """
        candidate_id = f"{request.connection_id}-candidate"
        self.accounts.keep_grant(candidate_id, System.HUBSPOT, request.hubspot_refresh_token)
        portal = self._portal(candidate_id, request.portal_id)
        self.accounts.keep_grant(candidate_id, System.QUICKBOOKS, request.quickbooks_refresh_token)
        return self._connected(candidate_id, request, portal)

    def connect_as_kept(self, kept_id: str, request: ConnectionRequest) -> Connection:
        """The same with permissions that are kept under an id of their own, as people gave them one after the other."""
        return self._connected(kept_id, request, self._portal(kept_id, request.portal_id))

    def renew(self, connection_id: str, kept_id: str, system: System) -> Connection:
        """Take over one vendor's permission, kept under an id of its own, for a connection that there is.

        The other vendor's stays. Raises as `connect`, and UnknownConnectionError; after a VendorError (E12) of the other
        vendor this permission is taken over all the same.
        """
        known = self.connections.get(connection_id)
        _check_that_it_stays(known)
        if system is System.HUBSPOT:
            self._portal(kept_id, known.portal_id)
        else:
            self.accounts.describe_company(kept_id, known.realm_id, known.company.income_account_id)
        self.accounts.move_grant(kept_id, connection_id, system)
        changed(self.connections, connection_id, lambda connection: closed_for(connection, system, told=True))
        request = ConnectionRequest(
            portal_id=known.portal_id, realm_id=known.realm_id, income_account=known.company.income_account_id
        )
        return self._live(request, self._portal(connection_id, known.portal_id), self._company(connection_id, request))

    def _portal(self, kept_id: str, wanted: str) -> PortalProfile:
        portal_id, portal = self.accounts.describe_portal(kept_id)
        if portal_id != wanted:
            raise WrongAccountError(f"the permission is for portal {portal_id}, not {wanted}")
        return portal

    def _company(self, kept_id: str, request: ConnectionRequest) -> CompanyProfile:
        return self.accounts.describe_company(kept_id, request.realm_id, request.income_account)

    def _connected(self, kept_id: str, request: ConnectionRequest, portal: PortalProfile) -> Connection:
        company = self._company(kept_id, request)
        self._check_that_it_stays(request.connection_id)
        self.accounts.move_grants(kept_id, request.connection_id)
        return self._live(request, portal, company)

    def _live(self, request: ConnectionRequest, portal: PortalProfile, company: CompanyProfile) -> Connection:
        connection_id = request.connection_id
        connection = self._as_known(connection_id, request, portal, company)
        if connection.state is ConnectionState.ACTIVE:
            self.open_systems(connection).display.prepare()
        connection = tried_in_reach(connection, self.accounts)
        self.poller.start(connection)
        saved = self.connections.save(connection, () if connection.revision else self._first_versions(connection))
        self.call_up.blocked_by(saved.id, {CONNECTION, PREFERENCES})
        self.preflight.take(saved)
        return saved

    def _as_known(
        self, connection_id: str, request: ConnectionRequest, portal: PortalProfile, company: CompanyProfile
    ) -> Connection:
        try:
            known = self.connections.get(connection_id)
        except UnknownConnectionError:
            return self._new(connection_id, request, portal, company)
        portal = portal.tried_as(known.portal)
        before = known.ending.before if known.ending else known.state
        state = before if before in _WAITS and not request.and_start else ConnectionState.ACTIVE
        return replace(known, state=state, ending=None, portal=portal, company=company.with_further(known.company))

    def _check_that_it_stays(self, connection_id: str) -> None:
        with suppress(UnknownConnectionError):
            _check_that_it_stays(self.connections.get(connection_id))

    def _new(
        self, connection_id: str, request: ConnectionRequest, portal: PortalProfile, company: CompanyProfile
    ) -> Connection:
        return Connection(
            id=connection_id,
            portal_id=request.portal_id,
            realm_id=request.realm_id,
            state=ConnectionState.ACTIVE if request.and_start else ConnectionState.PLANNED,
            rules=self._rules(request, portal),
            portal=portal,
            company=company,
            created_at=self.clock(),
        )

    def _first_versions(self, connection: Connection) -> Sequence[RuleVersion]:
        """The beginning of the history of every rule."""
        at, change = connection.created_at, RuleChange.CONNECTED
        return [RuleVersion(rule=rule, at=at, who="", why="", change=change) for rule in connection.rules.values()]

    def _rules(self, request: ConnectionRequest, portal: PortalProfile) -> Mapping[EntityKind, SyncRule]:
        directions = {
            EntityKind.CUSTOMER: request.customers,
            EntityKind.PRODUCT: request.products,
            EntityKind.INVOICE: request.invoices,
        }
        now = self.clock()
        today = now.astimezone(ZoneInfo(portal.time_zone)).date()
        rules = [new_rule(kind, direction, now, request.winner) for kind, direction in directions.items()]
        return {rule.kind: replace(rule, filters=default_filters(rule.kind, today)) for rule in rules}


def _check_that_it_stays(connection: Connection) -> None:
    if connection.state is ConnectionState.BEING_DELETED:
        raise BeingDeletedError(refusals.BEING_DELETED())
