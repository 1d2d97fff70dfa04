"""The contracts of what exports are kept in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from moto import mock_aws

from counterfoil.domain.errors import ErrorCategory, InvalidValueError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil_console.aws.exports import ExportMessage, S3ExportFiles, SqsExportQueue
from counterfoil_console.domain.exports import ExportForm, ExportJob, ExportScope, ExportState, UnknownExportError
from infra.local.clients import REGION, ROOT
from tests.builders import NOON
from tests.contract.console.conftest import Stores

JOB = ExportJob(
    id="20260302-120000-000000",
    connection_id="c",
    scope=ExportScope(
        kind=EntityKind.INVOICE,
        status=OutcomeStatus.FAILING,
        category=ErrorCategory.NUMBER_TAKEN,
        text="INV",
        since=NOON - timedelta(days=7),
    ),
    form=ExportForm.XLSX,
    who="Dana Whitfield",
    at=NOON,
    tells=True,
)


def test_an_export_is_kept_as_it_is_and_each_change_once(stores: Stores) -> None:
    stored = stores.exports.save(JOB)
    assert stored == replace(JOB, revision=1) == stores.exports.get("c", JOB.id)
    ready = replace(stored, state=ExportState.READY, done=7, of=9, size=4711, until=NOON, trouble="none")
    assert stores.exports.save(ready) == stores.exports.get("c", JOB.id)
    for late in (stored, JOB):
        with pytest.raises(ConcurrentChangeError):
            stores.exports.save(late)


def test_exports_are_found_by_connection_the_newest_first(stores: Stores) -> None:
    for number in range(4):
        stores.exports.save(replace(JOB, id=f"{number}"))
    stores.exports.save(replace(JOB, id="9", connection_id="another"))
    assert [job.id for job in stores.exports.newest("c", 3)] == ["3", "2", "1"]
    with pytest.raises(UnknownExportError):
        stores.exports.get("c", "9")


def test_a_file_is_kept_and_its_link_names_it(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"one,two")
    stores.export_files.put("c/file.csv", path, "text/csv")
    link = stores.export_files.link("c/file.csv", "counterfoil-records.csv")
    assert link.startswith("https://")
    assert "counterfoil-records.csv" in link


def test_a_link_is_signed_and_good_for_minutes() -> None:
    client: Any = boto3.client("s3", region_name=REGION, aws_access_key_id=ROOT, aws_secret_access_key=ROOT)
    asked = parse_qs(urlsplit(S3ExportFiles(client, "files").link("c/file.csv", "file.csv")).query)
    assert {"X-Amz-Signature", "Signature"} & asked.keys()
    [until] = asked.get("X-Amz-Expires") or ["900"]
    assert int(until) <= 900
    assert asked["response-content-disposition"] == ['attachment; filename="file.csv"']


@mock_aws
def test_the_exporter_is_woken_once_for_each_export() -> None:
    sqs = boto3.client("sqs", region_name=REGION, aws_access_key_id=ROOT, aws_secret_access_key=ROOT)
    url = sqs.create_queue(QueueName="export.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    for _ in range(2):
        SqsExportQueue(sqs, url).wake(JOB)
    [message] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert ExportMessage.of(message["Body"]) == ExportMessage(connection_id="c", job_id=JOB.id)
    with pytest.raises(InvalidValueError):
        ExportMessage.of("nothing")
