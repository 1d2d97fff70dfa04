"""Runs every contract suite of the console's stores in memory, and on DynamoDB as moto plays it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws

from counterfoil.bootstrap.foundations import Table
from counterfoil_console.aws.answers import DynamoAnswerStore
from counterfoil_console.aws.audit import DynamoAuditTrail
from counterfoil_console.aws.consents import DynamoConsentStore
from counterfoil_console.aws.exports import DynamoExportStore, S3ExportFiles
from counterfoil_console.aws.once import DynamoOneTimeStore
from counterfoil_console.aws.people import DynamoPersonStore
from counterfoil_console.aws.preferences import DynamoPreferenceStore
from counterfoil_console.aws.sessions import DynamoSessionStore
from counterfoil_console.aws.tokens import DynamoTokenStore
from counterfoil_console.ports import (
    AnswerStore,
    AuditTrail,
    ConsentStore,
    OneTimeStore,
    PersonStore,
    PreferenceStore,
    SessionStore,
    TokenStore,
)
from counterfoil_console.ports.exports import ExportFiles, ExportStore
from infra.local.clients import REGION, ROOT
from tests.console_fakes import (
    InMemoryAnswerStore,
    InMemoryAuditTrail,
    InMemoryConsentStore,
    InMemoryOneTimeStore,
    InMemoryPersonStore,
    InMemorySessionStore,
    InMemoryTokenStore,
)
from tests.fake_exports import InMemoryExportFiles, InMemoryExportStore
from tests.fake_preferences import InMemoryPreferenceStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """All that the console remembers, on one ground."""

    sessions: SessionStore
    once: OneTimeStore
    people: PersonStore
    preferences: PreferenceStore
    tokens: TokenStore
    audit: AuditTrail
    consents: ConsentStore
    exports: ExportStore
    export_files: ExportFiles
    answers: AnswerStore


@pytest.fixture(params=["memory", "moto"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """The fakes, and the AWS adapters."""
    with ExitStack() as running:
        yield _in_memory() if request.param == "memory" else _on_moto(running)


def _in_memory() -> Stores:
    return Stores(
        sessions=InMemorySessionStore(),
        once=InMemoryOneTimeStore(),
        people=InMemoryPersonStore(),
        preferences=InMemoryPreferenceStore(),
        tokens=InMemoryTokenStore(),
        audit=InMemoryAuditTrail(),
        consents=InMemoryConsentStore(),
        exports=InMemoryExportStore(),
        export_files=InMemoryExportFiles(),
        answers=InMemoryAnswerStore(),
    )


def _on_moto(running: ExitStack) -> Stores:
    running.enter_context(mock_aws())
    client = boto3.client("dynamodb", region_name=REGION, aws_access_key_id=ROOT, aws_secret_access_key=ROOT)
    files = boto3.client("s3", region_name=REGION, aws_access_key_id=ROOT, aws_secret_access_key=ROOT)
    files.create_bucket(Bucket="files")
    console, audit = (_table(client, name) for name in ("console", "audit"))
    return Stores(
        sessions=DynamoSessionStore(console),
        once=DynamoOneTimeStore(console),
        people=DynamoPersonStore(console),
        preferences=DynamoPreferenceStore(console),
        tokens=DynamoTokenStore(console),
        audit=DynamoAuditTrail(audit),
        consents=DynamoConsentStore(console),
        exports=DynamoExportStore(console),
        export_files=S3ExportFiles(files, "files"),
        answers=DynamoAnswerStore(console),
    )


def _table(client: Any, name: str) -> Table:
    keys = (("pk", "HASH"), ("sk", "RANGE"))
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute, _ in keys],
        KeySchema=[{"AttributeName": attribute, "KeyType": kind} for attribute, kind in keys],
    )
    return Table(client, name)
