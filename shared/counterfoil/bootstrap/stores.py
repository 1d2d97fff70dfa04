"""What every function has: its settings, a clock, AWS, and what the product remembers and sends there."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Self

from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.checks import DynamoCheckStore
from counterfoil.adapters.aws.choices import DynamoChoiceStore
from counterfoil.adapters.aws.clients import aws_client
from counterfoil.adapters.aws.connections import DynamoConnectionStore
from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.erase_queue import SqsErasureQueue
from counterfoil.adapters.aws.ledgers import DynamoLedgerStore
from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.notifier import SnsNotifier
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.plan_queue import SqsPlanQueue
from counterfoil.adapters.aws.plans import DynamoPlanStore
from counterfoil.adapters.aws.poll_queue import SqsPollQueue
from counterfoil.adapters.aws.queues import SqsChangeQueue
from counterfoil.adapters.aws.reported import DynamoReportedLog
from counterfoil.adapters.aws.reports import DynamoReportMemory
from counterfoil.adapters.aws.secrets import AppSecret
from counterfoil.adapters.aws.stored_tokens import DynamoGrantStates
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.connections.leaving import Leaving
from counterfoil.engine.connections.switching import Switching
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.ports import Clock
from counterfoil.settings import Settings, load_settings


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


class Stores:
    """AWS, for `settings`. Anything may be replaced by assigning the attribute of its name first."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock = now,
        client: Callable[[str], Any] = aws_client,
        sleep: Sleep = time.sleep,
    ) -> None:
        self.settings, self._clock, self._client, self._sleep = settings, clock, client, sleep

    @classmethod
    def deployed(cls) -> Self:
        """Put together for what the function's environment describes."""
        return cls(load_settings(os.environ))

    @cached_property
    def _table(self) -> Table:
        return Table(self._client("dynamodb"), self.settings.table_name, sleep=self._sleep)

    @cached_property
    def connections(self) -> DynamoConnectionStore:
        return DynamoConnectionStore(self._table)

    @cached_property
    def grant_states(self) -> DynamoGrantStates:
        return DynamoGrantStates(self._table)

    @cached_property
    def switching(self) -> Switching:
        return Switching(connections=self.connections)

    @cached_property
    def links(self) -> DynamoLinkStore:
        return DynamoLinkStore(self._table)

    @cached_property
    def choices(self) -> DynamoChoiceStore:
        return DynamoChoiceStore(self._table)

    @cached_property
    def outcomes(self) -> DynamoOutcomeStore:
        return DynamoOutcomeStore(self._table, sleep=self._sleep)

    @cached_property
    def plan_jobs(self) -> DynamoPlanStore:
        return DynamoPlanStore(self._table, clock=self._clock)

    @cached_property
    def poll_queue(self) -> SqsPollQueue:
        return SqsPollQueue(self._client("sqs"), self.settings.poll_queue_url, sleep=self._sleep)

    @cached_property
    def plan_queue(self) -> SqsPlanQueue:
        return SqsPlanQueue(self._client("sqs"), self.settings.plan_queue_url, sleep=self._sleep)

    @cached_property
    def erase_queue(self) -> SqsErasureQueue:
        return SqsErasureQueue(self._client("sqs"), self.settings.erase_queue_url, sleep=self._sleep)

    @cached_property
    def cursors(self) -> DynamoCursorStore:
        return DynamoCursorStore(self._table)

    @cached_property
    def checks(self) -> DynamoCheckStore:
        return DynamoCheckStore(self._table)

    @cached_property
    def leaving(self) -> Leaving:
        return Leaving(checks=self.checks, clock=self._clock)

    @cached_property
    def ledgers(self) -> DynamoLedgerStore:
        return DynamoLedgerStore(self._table)

    @cached_property
    def reported(self) -> DynamoReportedLog:
        return DynamoReportedLog(self._table, clock=self._clock)

    @cached_property
    def reports(self) -> DynamoReportMemory:
        return DynamoReportMemory(self._table, clock=self._clock)

    @property
    def _queue_urls(self) -> dict[EntityKind, str]:
        return {
            EntityKind.CUSTOMER: self.settings.customer_queue_url,
            EntityKind.PRODUCT: self.settings.product_queue_url,
            EntityKind.INVOICE: self.settings.invoice_queue_url,
            EntityKind.PAYMENT: self.settings.payment_queue_url,
        }

    @cached_property
    def queue(self) -> SqsChangeQueue:
        return SqsChangeQueue(self._client("sqs"), self._queue_urls, sleep=self._sleep)

    @cached_property
    def call_up(self) -> CallUp:
        return CallUp(self.outcomes, self.queue, self._clock)

    @cached_property
    def notifier(self) -> SnsNotifier:
        return SnsNotifier(self._client("sns"), self.settings.report_topic_arn)

    @cached_property
    def _app(self) -> AppSecret:
        return AppSecret(self._client("secretsmanager"), self.settings.app_secret_id, clock=self._clock)
