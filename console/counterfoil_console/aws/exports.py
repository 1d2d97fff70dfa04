"""Exports: in the product's table beside what they are about, their queue, and their files in a bucket."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from counterfoil.bootstrap.foundations import ABSENT, Body, Condition, Put, SqsSender, Table
from counterfoil.domain.errors import InvalidValueError
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil_console.domain.exports import ExportJob, UnknownExportError
from counterfoil_console.ports.exports import ExportFiles, ExportQueue, ExportStore

KEPT = timedelta(days=30)
"""How long it is remembered that there was one."""

LINK_LIFE = timedelta(minutes=15)
_BODY = Body(ExportJob)


class DynamoExportStore(ExportStore):
    """An item for each export."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, connection_id: str, job_id: str) -> ExportJob:
        item = self._table.get((_partition(connection_id), job_id))
        if item is None:
            raise UnknownExportError(f"connection {connection_id!r} has no export {job_id!r}")
        return _BODY.load(item["body"])

    def newest(self, connection_id: str, limit: int) -> Sequence[ExportJob]:
        found = self._table.query(_partition(connection_id), newest_first=True, limit=limit)
        return [_BODY.load(item["body"]) for item in found]

    def save(self, job: ExportJob) -> ExportJob:
        stored = replace(job, revision=job.revision + 1)
        item = {"pk": _partition(job.connection_id), "sk": job.id, "item_type": "export", "revision": stored.revision}
        item |= {"body": _BODY.dump(stored), "expires_at": int((job.at + KEPT).timestamp())}
        still = Condition("revision = :before", {":before": job.revision}) if job.revision else ABSENT
        if not self._table.put(Put(item, still)):
            raise ConcurrentChangeError(f"export {job.id!r} is not at revision {job.revision}")
        return stored


class ExportMessage(BaseModel):
    """The wire format: which export is to be made. Members keep their meaning for ever."""

    model_config = ConfigDict(extra="ignore", defer_build=True, hide_input_in_errors=True)

    connection_id: str
    job_id: str

    @classmethod
    def of(cls, text: str) -> "ExportMessage":
        """Raises InvalidValueError when `text` is no such message."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise InvalidValueError("no message for the exporter") from error


class SqsExportQueue(ExportQueue):
    """The exporter's queue, in which the exports of a connection take turns."""

    def __init__(self, client: Any, queue_url: str) -> None:
        self._sender, self._queue_url = SqsSender(client, time.sleep), queue_url

    def wake(self, job: ExportJob) -> None:
        message = ExportMessage(connection_id=job.connection_id, job_id=job.id)
        self._sender.send(
            self._queue_url,
            [
                {
                    "Id": "",
                    "MessageBody": message.model_dump_json(),
                    "MessageGroupId": job.connection_id,
                    "MessageDeduplicationId": job.id,
                }
            ],
        )


class S3ExportFiles(ExportFiles):
    """A bucket that nobody but the product's roles may read; it forgets its files by itself."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def put(self, key: str, file: Path, content_type: str) -> None:
        with file.open("rb") as content:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)

    def link(self, key: str, name: str) -> str:
        wanted = {"Bucket": self._bucket, "Key": key, "ResponseContentDisposition": f'attachment; filename="{name}"'}
        address: str = self._client.generate_presigned_url(
            "get_object", Params=wanted, ExpiresIn=int(LINK_LIFE.total_seconds())
        )
        return address


def _partition(connection_id: str) -> str:
    return f"{connection_id}#exports"
