"""What the exporter is made of, put together at first use. Anything may be replaced by assigning the attribute first."""

import os
from collections.abc import Callable
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from counterfoil.bootstrap.foundations import SqsReceivedMessages, Table, aws_client
from counterfoil.bootstrap.stores import now
from counterfoil.engine.ports import Clock
from counterfoil.languages import translations_of
from counterfoil.settings import Settings, load_settings, read
from counterfoil_console import addresses
from counterfoil_console.aws.audit import DynamoAuditTrail
from counterfoil_console.aws.exports import DynamoExportStore, S3ExportFiles
from counterfoil_console.domain.exports import ExportJob, ExportSort
from counterfoil_console.exporting.exporter import Exporter
from counterfoil_console.exporting.history import history_sheet
from counterfoil_console.exporting.plans import plan_sheet
from counterfoil_console.exporting.records import records_sheet
from counterfoil_console.exporting.sheet import Sheet
from counterfoil_console.ports import AuditTrail
from counterfoil_console.ports.exports import ExportFiles, ExportStore
from counterfoil_console.product import Product
from counterfoil_console.settings import ExporterSettings


class ExporterBundle:
    """The exporter, for `settings`, beside the product with settings of its own."""

    def __init__(
        self,
        settings: ExporterSettings,
        product: Settings,
        *,
        clock: Clock = now,
        client: Callable[[str], Any] = aws_client,
    ) -> None:
        self.settings, self._product_settings = settings, product
        self._clock, self._client = clock, client

    @classmethod
    def deployed(cls) -> Self:
        """Put together for what the function's environment describes."""
        return cls(read(ExporterSettings, os.environ), load_settings(os.environ))

    @cached_property
    def product(self) -> Product:
        return Product(self._product_settings, clock=self._clock, client=self._client)

    @cached_property
    def audit(self) -> AuditTrail:
        return DynamoAuditTrail(Table(self._client("dynamodb"), self.settings.audit_table_name))

    @cached_property
    def store(self) -> ExportStore:
        return DynamoExportStore(Table(self._client("dynamodb"), self._product_settings.table_name))

    @cached_property
    def files(self) -> ExportFiles:
        return S3ExportFiles(self._client("s3"), self.settings.export_bucket)

    @cached_property
    def messages(self) -> SqsReceivedMessages:
        return SqsReceivedMessages(self._client("sqs"), [self._product_settings.export_queue_url])

    @cached_property
    def exporter(self) -> Exporter:
        return Exporter(
            store=self.store,
            files=self.files,
            sheet_of=self._sheet_of,
            page_of=self._page_of,
            notifier=self.product.notifier,
            clock=self._clock,
        )

    def _page_of(self, job: ExportJob) -> str:
        return f"{self.settings.base_url.rstrip('/')}{addresses.connection(job.connection_id, 'jobs')}"

    def _sheet_of(self, job: ExportJob) -> Sheet:
        """Raises UnknownConnectionError, UnknownPlanError."""
        product, texts = self.product, translations_of(job.language)
        zone = ZoneInfo(product.connections.get(job.connection_id).portal.time_zone)
        match job.scope.sort:
            case ExportSort.PLAN:
                plan = product.plan_jobs.get(job.connection_id, job.scope.plan)
                return plan_sheet(product.plans.standing(plan), sum(one.count for one in plan.tallies), texts)
            case ExportSort.HISTORY:
                return history_sheet(self.audit, product.outcomes, job.connection_id, zone, texts)
        return records_sheet(product.outcomes, job.connection_id, job.scope, zone=zone, texts=texts, clock=self._clock)
