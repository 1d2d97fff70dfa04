"""The exporter on fakes, and records that stand there."""

import csv
from dataclasses import replace
from decimal import Decimal
from typing import Any

from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.settings import load_settings, read
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.exports import (
    ExportForm,
    ExportJob,
    ExportScope,
)
from counterfoil_console.domain.role import Role
from counterfoil_console.exporter_bootstrap import ExporterBundle
from counterfoil_console.exporting.exports import Exports
from counterfoil_console.settings import ExporterSettings
from tests.builders import a_connection
from tests.console_fakes import InMemoryAuditTrail
from tests.contract.stores.values import native, outcome
from tests.fake_exports import InMemoryExportFiles, InMemoryExportQueue, InMemoryExportStore
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_plans import InMemoryPlanQueue, InMemoryPlanStore
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import FrozenClock, RecordingNotifier

DANA = Actor(id="dana", name="Dana Whitfield", role=Role.VIEWER)


class Office:
    """The exporter on fakes."""

    def __init__(self) -> None:
        self.clock, self.store, self.files = FrozenClock(), InMemoryExportStore(), InMemoryExportFiles()
        self.queue, self.notifier, self.audit = InMemoryExportQueue(), RecordingNotifier(), InMemoryAuditTrail()
        self.connections, self.outcomes = InMemoryConnectionStore(), InMemoryOutcomeStore()
        self.plans = InMemoryPlanStore()
        self.id = self.connections.save(a_connection()).id
        settings = {"AUDIT_TABLE_NAME": "audit", "EXPORT_BUCKET": "bucket", "CONSOLE_BASE_URL": "https://console.example/"}
        bundle: Any = ExporterBundle(read(ExporterSettings, settings), load_settings({"TABLE_NAME": "t"}), clock=self.clock)
        bundle.store, bundle.files, bundle.audit = self.store, self.files, self.audit
        product: Any = bundle.product
        product.connections, product.outcomes, product.notifier = self.connections, self.outcomes, self.notifier
        product.plan_jobs, product.plan_queue = self.plans, InMemoryPlanQueue()
        self.bundle: ExporterBundle = bundle

    def begin(self, scope: ExportScope | None = None, form: ExportForm = ExportForm.CSV, **more: Any) -> ExportJob:
        """Somebody asks for a file."""
        exports = Exports(store=self.store, queue=self.queue, files=self.files, clock=self.clock)
        return exports.begin(self.id, scope or ExportScope(), form, DANA, language="en", **more)

    def lines(self, job: ExportJob) -> list[dict[str, str]]:
        """The rows of a file."""
        made = self.bundle.exporter.make(self.id, job.id)
        assert made is not None
        content, _ = self.files.files[made.key]
        return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


def stand(office: Office, number: int, status: OutcomeStatus, **changes: Any) -> SyncOutcome:
    listing = Listing(
        name=f"INV-{number}", detail="Ann", amount=Decimal("5.10"), currency="USD", counterpart_amount=Decimal("5.00")
    )
    told = replace(outcome(native(number), status, number, connection_id=office.id), listing=listing, **changes)
    office.outcomes.record([told])
    return told
