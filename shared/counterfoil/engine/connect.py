"""Connecting a portal and a company, and renewing a connection whose permission has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from counterfoil.domain.blockers import CONNECTION, PREFERENCES
from counterfoil.domain.connection import CompanyProfile, Connection, ConnectionState, PortalProfile
from counterfoil.domain.errors import CounterfoilError, UnknownConnectionError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, RuleChange, RuleVersion, SyncRule, new_rule
from counterfoil.domain.rules.defaults import default_filters
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.polling import Poller
from counterfoil.engine.ports import Accounts, Clock, ConnectionStore, SystemsOpener
from counterfoil.engine.preflight import Preflight


class WrongAccountError(CounterfoilError):
    """The permission given is for another account than the one named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRequest:
    """What an operator says: which accounts, with which permissions, and what to carry. Never printed.

    `income_account` is the name or id of the QuickBooks income account for new items, "" to let one be chosen. `and_start`
    switches the connection on at once; without it a new one waits until somebody has applied a plan.
    """

    portal_id: str
    realm_id: str
    hubspot_refresh_token: str
    quickbooks_refresh_token: str
    income_account: str = ""
    invoices: Direction = Direction.HUBSPOT_TO_QUICKBOOKS
    customers: Direction = Direction.HUBSPOT_TO_QUICKBOOKS
    products: Direction = Direction.QUICKBOOKS_TO_HUBSPOT
    winner: System = System.HUBSPOT
    and_start: bool = False

    def __repr__(self) -> str:
        return f"ConnectionRequest(portal_id={self.portal_id!r}, realm_id={self.realm_id!r})"


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
        """Connect the accounts, or renew their connection; one that was switched on before is active when this returns.

        Tries both permissions and reads both profiles before an existing connection's permissions are replaced; then sets
        the cursors of a new connection to the present; what failed for what was granted or chosen, or for the company's
        settings, is called up, and the accounts are checked. The HubSpot properties are made unless the connection waits
        for its first plan. Idempotent. Raises VendorError, QueueError, or WrongAccountError when the permission is for
        another portal.
        """
        connection_id = f"{request.portal_id}-{request.realm_id}"
        candidate_id = f"{connection_id}-candidate"
        self.accounts.keep_grant(candidate_id, System.HUBSPOT, request.hubspot_refresh_token)
        portal_id, portal = self.accounts.describe_portal(candidate_id)
        if portal_id != request.portal_id:
            raise WrongAccountError(f"the permission is for portal {portal_id}, not {request.portal_id}")
        self.accounts.keep_grant(candidate_id, System.QUICKBOOKS, request.quickbooks_refresh_token)
        company = self.accounts.describe_company(candidate_id, request.realm_id, request.income_account)
        self.accounts.move_grants(candidate_id, connection_id)
        connection = self._as_known(connection_id, request, portal, company)
        if connection.state is ConnectionState.ACTIVE:
            self.open_systems(connection).display.prepare()
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
        waits = known.state is ConnectionState.PLANNED and not request.and_start
        return replace(known, state=known.state if waits else ConnectionState.ACTIVE, portal=portal, company=company)

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
