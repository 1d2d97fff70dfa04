"""The one place where the bundle is put together: every dependency made at first use, each overridable by keyword."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache, partial
from typing import Any

import boto3
import httpx

from counterfoil.adapters.aws import messages
from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.budget import HUBSPOT_LIMITS, QUICKBOOKS_LIMITS, DynamoRequestBudget, Limits
from counterfoil.adapters.aws.connections import DynamoConnectionStore
from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.deliveries import DynamoDeliveryLog
from counterfoil.adapters.aws.images import read_images
from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.notifier import SnsNotifier
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.queues import SqsChangeQueue
from counterfoil.adapters.aws.secrets import AppSecret
from counterfoil.adapters.aws.table import Table
from counterfoil.adapters.aws.vault import TokenVault
from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot import errors as hubspot_errors
from counterfoil.adapters.hubspot import webhooks as hubspot_webhooks
from counterfoil.adapters.hubspot.auth import HubSpotGrant
from counterfoil.adapters.hubspot.display import HubSpotDisplay
from counterfoil.adapters.hubspot.system import HubSpotSystem, portal_profile
from counterfoil.adapters.quickbooks import errors as quickbooks_errors
from counterfoil.adapters.quickbooks import webhooks as quickbooks_webhooks
from counterfoil.adapters.quickbooks.auth import QuickBooksGrant
from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.adapters.quickbooks.system import QuickBooksSystem
from counterfoil.adapters.tokens import Grant, RenewedTokens
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.connection import CompanyProfile, Connection, PortalProfile
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.engine.authorize import Authorizer
from counterfoil.engine.intake import Intake
from counterfoil.engine.polling import Poller
from counterfoil.engine.ports import Clock, Systems
from counterfoil.engine.reconcile import Reconciler
from counterfoil.engine.report import Reporter
from counterfoil.engine.work import Worker
from counterfoil.settings import Settings, load_settings

_LEASE = timedelta(minutes=6)
"""Longer than a sync function may run, so that a reserved create whose lease has ended has no worker left."""
_ANSWER_WITHIN = 30.0
_WHEN_THROTTLED = (1.1, 2.2, 4.4)
"""Seconds; after these, what was throttled waits for the poller."""


def _now() -> datetime:
    return datetime.now(UTC)


def _aws_client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class _CurrentGrant:
    """The token endpoint with the app's credentials as they are at each refresh, for they may be rotated."""

    make: Callable[[], Grant]

    def refresh(self, refresh_token: str) -> RenewedTokens:
        """See `Grant`."""
        return self.make().refresh(refresh_token)


class Bundle:
    """The bundle, put together for `settings`. Anything may be replaced by assigning the attribute of its name first."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = _now,
        client: Callable[[str], Any] = _aws_client,
        http: httpx.Client | None = None,
        sleep: Sleep = time.sleep,
    ) -> None:
        self.settings, self._clock, self._client, self._sleep = settings, clock, client, sleep
        self._http = http or httpx.Client(timeout=_ANSWER_WITHIN)
        self._vaults: dict[tuple[str, System], TokenVault] = {}
        self._opened: dict[tuple[str, int], Systems] = {}

    # Memory

    @cached_property
    def _table(self) -> Table:
        return Table(self._client("dynamodb"), self.settings.table_name, sleep=self._sleep)

    @cached_property
    def connections(self) -> DynamoConnectionStore:
        return DynamoConnectionStore(self._table)

    @cached_property
    def links(self) -> DynamoLinkStore:
        return DynamoLinkStore(self._table)

    @cached_property
    def outcomes(self) -> DynamoOutcomeStore:
        return DynamoOutcomeStore(self._table, sleep=self._sleep)

    @cached_property
    def cursors(self) -> DynamoCursorStore:
        return DynamoCursorStore(self._table)

    @cached_property
    def deliveries(self) -> DynamoDeliveryLog:
        return DynamoDeliveryLog(self._table, clock=self._clock)

    @cached_property
    def queue(self) -> SqsChangeQueue:
        urls = {
            EntityKind.CUSTOMER: self.settings.customer_queue_url,
            EntityKind.PRODUCT: self.settings.product_queue_url,
            EntityKind.INVOICE: self.settings.invoice_queue_url,
            EntityKind.PAYMENT: self.settings.payment_queue_url,
        }
        return SqsChangeQueue(self._client("sqs"), urls, sleep=self._sleep)

    @cached_property
    def notifier(self) -> SnsNotifier:
        return SnsNotifier(self._client("sns"), self.settings.report_topic_arn)

    @cached_property
    def _app(self) -> AppSecret:
        return AppSecret(self._client("secretsmanager"), self.settings.app_secret_id, clock=self._clock)

    # Vendors

    def open_systems(self, connection: Connection) -> Systems:
        """Both vendors, opened for a connection; kept open while the connection stays as it is."""
        key = (connection.id, connection.revision)
        if key not in self._opened:
            hubspot, quickbooks = self._hubspot(connection.id), self._quickbooks(connection.id)
            self._opened[key] = Systems(
                hubspot=HubSpotSystem(hubspot, connection.portal),
                quickbooks=QuickBooksSystem(quickbooks, connection.company, connection.realm_id),
                display=HubSpotDisplay(hubspot),
            )
        return self._opened[key]

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
                grant=_CurrentGrant(partial(self._grant, system)),
                clock=self._clock,
                sleep=self._sleep,
            )
        return self._vaults[key]

    def _grant(self, system: System) -> Grant:
        app, settings = self._app(), self.settings
        if system is System.HUBSPOT:
            return HubSpotGrant(
                client=self._http,
                base_url=settings.hubspot_base_url,
                client_id=app.hubspot_client_id,
                client_secret=app.hubspot_client_secret,
            )
        return QuickBooksGrant(
            client=self._http,
            token_url=settings.quickbooks_token_url,
            client_id=app.quickbooks_client_id,
            client_secret=app.quickbooks_client_secret,
        )

    def _hubspot(self, connection_id: str) -> VendorHttp:
        return VendorHttp(
            client=self._http,
            base_url=self.settings.hubspot_base_url,
            tokens=self.vault(connection_id, System.HUBSPOT),
            budget=self._budget(connection_id, System.HUBSPOT, HUBSPOT_LIMITS),
            translate=hubspot_errors.translate,
            request_id_header=hubspot_errors.REQUEST_ID_HEADER,
            pauses=_WHEN_THROTTLED,
            sleep=self._sleep,
        )

    def _quickbooks(self, connection_id: str) -> VendorHttp:
        return VendorHttp(
            client=self._http,
            base_url=self.settings.quickbooks_base_url,
            tokens=self.vault(connection_id, System.QUICKBOOKS),
            budget=self._budget(connection_id, System.QUICKBOOKS, QUICKBOOKS_LIMITS),
            translate=quickbooks_errors.translate,
            request_id_header=quickbooks_errors.REQUEST_ID_HEADER,
            pauses=_WHEN_THROTTLED,
            sleep=self._sleep,
        )

    def _budget(self, connection_id: str, system: System, limits: Limits) -> DynamoRequestBudget:
        return DynamoRequestBudget(self._table, connection_id, system, limits, clock=self._clock, sleep=self._sleep)

    # Accounts (the engine's port of that name)

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        """See the port."""
        self.vault(connection_id, system).store(refresh_token)

    def move_grants(self, connection_id: str, to_connection_id: str) -> None:
        """See the port."""
        for system in System:
            self.vault(connection_id, system).move_to(self.vault(to_connection_id, system))

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        """See the port."""
        return portal_profile(self._hubspot(connection_id))

    def describe_company(self, connection_id: str, realm_id: str, income_account: str) -> CompanyProfile:
        """See the port."""
        return company_profile(self._quickbooks(connection_id), realm_id, income_account)

    # Use cases

    @cached_property
    def intake(self) -> Intake:
        return Intake(connections=self.connections, deliveries=self.deliveries, queue=self.queue)

    @cached_property
    def worker(self) -> Worker:
        return Worker(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            queue=self.queue,
            clock=self._clock,
            lease=_LEASE,
        )

    @cached_property
    def poller(self) -> Poller:
        return Poller(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            clock=self._clock,
        )

    @cached_property
    def reconciler(self) -> Reconciler:
        return Reconciler(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            reported=self.deliveries,
            notifier=self.notifier,
            clock=self._clock,
        )

    @cached_property
    def reporter(self) -> Reporter:
        return Reporter(reported=self.deliveries, notifier=self.notifier)

    @cached_property
    def authorizer(self) -> Authorizer:
        return Authorizer(
            accounts=self,
            connections=self.connections,
            open_systems=self.open_systems,
            poller=self.poller,
            clock=self._clock,
        )

    # The edge: what comes in from vendors, queues and the table's stream

    def is_genuine(self, system: System, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the vendor itself sent this."""
        app = self._app()
        if system is System.HUBSPOT:
            return hubspot_webhooks.is_genuine(
                method=method, url=url, body=body, headers=headers, secret=app.hubspot_client_secret, now=self._clock()
            )
        return quickbooks_webhooks.is_genuine(body=body, headers=headers, verifier_token=app.quickbooks_verifier_token)

    def parse(self, system: System, body: bytes) -> tuple[dict[str, list[ChangeEvent]], Mapping[str, int]]:
        """The events of a genuine delivery by account id, and how many of each unknown type. Raises InvalidValueError."""
        webhooks = hubspot_webhooks if system is System.HUBSPOT else quickbooks_webhooks
        delivery = webhooks.parse(body)
        by_account: dict[str, list[ChangeEvent]] = {}
        for account_id, event in delivery.events:
            by_account.setdefault(account_id, []).append(event)
        return by_account, delivery.unknown

    def decode(self, text: str) -> ChangeBatch:
        """A queue message. Raises InvalidValueError."""
        return messages.decode(text)

    def read_images(self, images: Sequence[Mapping[str, Any]]) -> tuple[list[SyncOutcome], list[Connection]]:
        """The outcomes and connections among the new images of the table's stream."""
        return read_images(images)


@lru_cache(maxsize=1)
def bundle() -> Bundle:
    """The bundle that the function's environment describes; the same one for the life of the process."""
    return Bundle(load_settings(os.environ))
