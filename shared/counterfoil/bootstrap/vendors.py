"""What the functions have that call the vendors."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from threading import RLock
from typing import Any

import httpx2

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.budget import HUBSPOT_LIMITS, PATIENCE, QUICKBOOKS_LIMITS, DynamoRequestBudget, Limits
from counterfoil.adapters.aws.clients import aws_client
from counterfoil.adapters.aws.secrets import AppCredentials, AppSecret
from counterfoil.adapters.aws.vault import TokenVault
from counterfoil.adapters.calling import Calling, side_by_side
from counterfoil.adapters.calls import RecentCalls
from counterfoil.adapters.http import Translate, VendorHttp, by_chance
from counterfoil.adapters.hubspot import errors as hubspot_errors
from counterfoil.adapters.hubspot.auth import HubSpotGrant
from counterfoil.adapters.hubspot.display import HubSpotDisplay
from counterfoil.adapters.hubspot.system import HubSpotSystem
from counterfoil.adapters.quickbooks import definitions
from counterfoil.adapters.quickbooks import errors as quickbooks_errors
from counterfoil.adapters.quickbooks.auth import QuickBooksGrant
from counterfoil.adapters.quickbooks.changes import MOST_CAPTURED
from counterfoil.adapters.quickbooks.system import QuickBooksSystem
from counterfoil.adapters.repeating import Pauses
from counterfoil.adapters.tokens import Grant, RenewedTokens, our_fault
from counterfoil.bootstrap.stores import Stores, now
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory, InvalidValueError, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import further_of
from counterfoil.domain.values import dataclass
from counterfoil.engine.context import Contexts
from counterfoil.engine.ports import Clock, Systems
from counterfoil.settings import Settings

ANSWER_WITHIN, CONNECTED_WITHIN = 30.0, 5.0
"""Seconds, per call. A worker shows no sign of life meanwhile."""
_PAUSES = Pauses(throttled=(2.2, 4.4, 6.6), broken=(0.32, 0.64, 1.28))
"""After these, what the vendor refused or did not answer waits for its next attempt."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class _CurrentGrant(Grant):
    """The token endpoint with the app's credentials as they are at each refresh, for they may be rotated or mended."""

    make: Callable[[], Grant]
    credentials: AppSecret

    def refresh(self, refresh_token: str) -> RenewedTokens:
        return self._asked(lambda grant: grant.refresh(refresh_token))

    def revoke(self, refresh_token: str) -> bool:
        return self._asked(lambda grant: grant.revoke(refresh_token))

    def _asked[T](self, ask: Callable[[Grant], T]) -> T:
        try:
            return ask(self.make())
        except VendorError as error:
            if error.failure.category is ErrorCategory.OUR_FAULT:
                self.credentials.refused()
            raise


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a vendor is spoken to, whoever asks."""

    limits: Limits
    translate: Translate
    request_id_header: str


_MANNERS = {
    System.HUBSPOT: _Manner(HUBSPOT_LIMITS, hubspot_errors.translate, hubspot_errors.REQUEST_ID_HEADER),
    System.QUICKBOOKS: _Manner(QUICKBOOKS_LIMITS, quickbooks_errors.translate, quickbooks_errors.REQUEST_ID_HEADER),
}


class Vendors(Stores):
    """AWS and both vendors. `most_captured` is how many changes QuickBooks tells in one answer.

    A call waits for its turn for as long as `patience`: whoever has less time than a worker says so.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = now,
        client: Callable[[str], Any] = aws_client,
        http: httpx2.Client | None = None,
        sleep: Sleep = time.sleep,
        chance: Callable[[], float] = by_chance,
        most_captured: int = MOST_CAPTURED,
        calling: Calling = side_by_side,
        patience: timedelta = PATIENCE,
    ) -> None:
        super().__init__(settings, clock=clock, client=client, sleep=self._waiting(sleep))
        self.before_waiting: Callable[[], None] = _nothing
        """Called before each request to a vendor, and before each pause; never by two threads at once."""
        self._signs = RLock()
        self._chance, self._most_captured, self._calling = chance, most_captured, calling
        self.patience = patience
        if http:
            self._http = self._watched(http)
        self._base_urls = {
            System.HUBSPOT: settings.hubspot_base_url,
            System.QUICKBOOKS: settings.quickbooks_base_url,
        }
        self._vaults: dict[tuple[str, System], TokenVault] = {}
        self._budgets: dict[tuple[str, System], RequestBudget] = {}
        self._opened: dict[tuple[object, ...], Systems] = {}

    @cached_property
    def _http(self) -> httpx2.Client:
        """Made at first use: that reads all certificates, and the intake reaches no vendor."""
        return self._watched(httpx2.Client(timeout=httpx2.Timeout(ANSWER_WITHIN, connect=CONNECTED_WITHIN)))

    def _watched(self, http: httpx2.Client) -> httpx2.Client:
        hooks = http.event_hooks
        http.event_hooks = {**hooks, "request": [*hooks["request"], lambda _request: self._show_life()]}
        return http

    def _show_life(self) -> None:
        with self._signs:
            self.before_waiting()

    def open_systems(self, connection: Connection) -> Systems:
        """Both vendors, opened for a connection; kept open while the connection stays as it is."""
        rules = [connection.rule(kind) for kind in EntityKind]
        further = tuple((rule.kind, system, rule.further(system)) for rule in rules for system in System)
        customers = connection.customer_options
        company = connection.company_as_ruled
        key = (
            connection.id,
            connection.revision,
            further,
            customers,
            company.income_account_id,
        )  # a draft may say other things than the rule does
        if key not in self._opened:
            hubspot, quickbooks = (self._reach(connection.id, system) for system in (System.HUBSPOT, System.QUICKBOOKS))
            calls = RecentCalls()
            hubspot.on_call, quickbooks.on_call = calls.of(System.HUBSPOT), calls.of(System.QUICKBOOKS)
            self._opened[key] = Systems(
                hubspot=HubSpotSystem(
                    hubspot, connection.portal, connection.portal_id, further_of(rules, System.HUBSPOT), customers
                ),
                quickbooks=QuickBooksSystem(
                    quickbooks,
                    company,
                    connection.realm_id,
                    further_of(rules, System.QUICKBOOKS),
                    api_url=self._base_urls[System.QUICKBOOKS],
                    most_captured=self._most_captured,
                    number_namesakes=customers.suffix_second_person,
                ),
                display=HubSpotDisplay(hubspot),
                calls=calls,
            )
        return self._opened[key]

    def contexts(self, lease: timedelta = timedelta()) -> Contexts:
        """What puts the context of a connection together, for whoever plans or, with a lease, carries."""
        return Contexts(
            open_systems=self.open_systems,
            links=self.links,
            choices=self.choices,
            outcomes=self.outcomes,
            queue=self.queue,
            clock=self._clock,
            lease=lease,
            console_url=self.settings.console_base_url,
        )

    def _waiting(self, sleep: Sleep) -> Sleep:
        def wait(seconds: float) -> None:
            self._show_life()
            sleep(seconds)

        return wait

    def vault(self, connection_id: str, system: System) -> TokenVault:
        """The tokens of a connection at one vendor."""
        key = (connection_id, system)
        if key not in self._vaults:
            self._vaults[key] = TokenVault(
                connection_id,
                system,
                table=self._table,
                kms=self._client("kms"),
                key_id=self.settings.token_key_id,
                grant=_CurrentGrant(partial(self._grant, system), self._app),
                clock=self._clock,
                sleep=self._sleep,
            )
        return self._vaults[key]

    def _grant(self, system: System) -> Grant:
        return self._hubspot_grant() if system is System.HUBSPOT else self._quickbooks_grant()

    def _credentials(self) -> AppCredentials:
        """The app's own, as they are now. Raises VendorError (E30) when they cannot be had."""
        try:
            return self._app()
        except InvalidValueError as error:
            raise our_fault(str(error), code="app_secret") from error

    def _hubspot_grant(self) -> HubSpotGrant:
        app = self._credentials()
        return HubSpotGrant(
            client=self._http,
            base_url=self.settings.hubspot_base_url,
            client_id=app.hubspot_client_id,
            client_secret=app.hubspot_client_secret,
        )

    def _quickbooks_grant(self) -> QuickBooksGrant:
        app = self._credentials()
        return QuickBooksGrant(
            client=self._http,
            token_url=self.settings.quickbooks_token_url,
            revoke_url=self.settings.quickbooks_revoke_url,
            client_id=app.quickbooks_client_id,
            client_secret=app.quickbooks_client_secret,
        )

    def _reach(self, connection_id: str, system: System) -> VendorHttp:
        return self._reach_at(self._base_urls[system], connection_id, system, _MANNERS[system])

    def _budget(self, connection_id: str, system: System, limits: Limits) -> RequestBudget:
        """What may be asked of a connection's vendor; one for all, for what each leases and does not use is lost to all."""
        key = connection_id, system
        if key not in self._budgets:
            self._budgets[key] = DynamoRequestBudget(
                self._table,
                connection_id,
                system,
                limits,
                clock=self._clock,
                sleep=self._sleep,
                patience=self.patience,
            )
        return self._budgets[key]

    def _reach_definitions(self, connection_id: str) -> VendorHttp:
        """QuickBooks' GraphQL API, under the same permission and the same allowance."""
        manner = replace(_MANNERS[System.QUICKBOOKS], translate=definitions.translate)
        return self._reach_at(self.settings.quickbooks_graphql_url, connection_id, System.QUICKBOOKS, manner)

    def _reach_at(self, base_url: str, connection_id: str, system: System, manner: _Manner) -> VendorHttp:
        return VendorHttp(
            client=self._http,
            base_url=base_url,
            tokens=self.vault(connection_id, system),
            budget=self._budget(connection_id, system, manner.limits),
            translate=manner.translate,
            request_id_header=manner.request_id_header,
            pauses=_PAUSES,
            sleep=self._sleep,
            chance=self._chance,
            elapsed=lambda: self._clock().timestamp(),
            calling=self._calling,
        )
