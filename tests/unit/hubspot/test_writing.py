"""Writing when a record is odd, on the way there or in the answer: it fails alone."""

import json
from datetime import date
from typing import Any

import httpx2

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.markers import MarkedRecords
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.adapters.hubspot.writing import RecordWriter
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from tests.builders import a_payment, quickbooks
from tests.unit.hubspot.support import NOT_SINGLY, http

TIMES = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-01T10:00:00Z"}
TOKYO = "Asia/Tokyo"


def writer(shown: dict[str, dict[str, str]]) -> RecordWriter:
    """A portal in which a record gets the id of its source, and which shows these properties of it afterwards."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return NOT_SINGLY
        inputs = json.loads(request.content)["inputs"]
        if request.url.path.endswith("/upsert"):
            return httpx2.Response(200, json={"results": [_made(one) for one in inputs]})
        ids = [one["id"] for one in inputs if one["id"] in shown and "associations" not in request.url.path]
        objects = [{"id": one, "properties": shown[one], **TIMES} for one in ids]
        return httpx2.Response(200, json={"results": objects})

    client, portal = HubSpotClient(http(answer)), PortalProfile(time_zone=TOKYO)
    reader = RecordReader(client, portal, {})
    return RecordWriter(client, reader, MarkedRecords(client, reader), portal)


def _made(given: dict[str, Any]) -> dict[str, Any]:
    return {"id": given["id"].split(":")[2], "objectWriteTraceId": given["objectWriteTraceId"], **TIMES}


def a_create(record_id: str, **fields: Any) -> Write:
    source = quickbooks(EntityKind.PAYMENT, record_id)
    record = a_payment(invoice=None, customer=None, **fields)
    kind = EntityKind.PAYMENT
    return Write(key=record_id, operation=Operation.CREATE, system=System.HUBSPOT, kind=kind, source=source, record=record)


def test_what_cannot_be_written_and_what_is_answered_oddly_fail_alone() -> None:
    good = {"hs_initial_amount": "1", "hs_initiated_date": "2026-03-02T10:00:00Z", "hs_latest_status": "succeeded"}
    portal = writer({"2": {**good, "hs_initial_amount": "much"}, "3": good})
    results = portal.write([a_create("1", paid_on=date.min), a_create("2"), a_create("3")])
    cures = {key: result.cure for key, result in results.items() if isinstance(result, Failure)}
    assert cures == {"1": Cure.PERSON, "2": Cure.LOOKING}
    assert isinstance(results["3"], Snapshot)
