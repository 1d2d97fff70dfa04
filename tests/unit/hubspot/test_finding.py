"""Finding counterparts when a candidate is odd, or HubSpot is."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.finding import RecordFinder
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Criterion, MatchKey
from tests.unit.hubspot.support import http

TIMES = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-01T10:00:00Z"}
ODD, GOOD = Criterion(MatchKey.SKU, "A"), Criterion(MatchKey.SKU, "B")


def finder(found: Mapping[str, Mapping[str, Any]], errors: tuple[Any, ...] = ()) -> RecordFinder:
    """A portal whose search shows these products by id."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content)
        ids = [one["id"] for one in asked["inputs"]] if "inputs" in asked else list(found)
        results = [{"id": one, "properties": found[one], **TIMES} for one in ids]
        return httpx2.Response(200, json={"results": results, "errors": errors if "inputs" in asked else ()})

    client = HubSpotClient(http(answer))
    return RecordFinder(client, RecordReader(client, PortalProfile(), {}))


def test_an_odd_candidate_is_no_counterpart_and_spoils_none() -> None:
    found = finder({"7": {"hs_sku": "A", "price": "a lot"}, "8": {"hs_sku": "B"}}).find(EntityKind.PRODUCT, [ODD, GOOD])
    assert {one: [each.ref.id for each in some] for one, some in found.items()} == {ODD: [], GOOD: ["8"]}


def test_a_candidate_that_cannot_be_read_for_now_is_waited_for() -> None:
    busy = {"category": "RATE_LIMITS", "message": "later", "context": {"ids": ["9"]}}
    with pytest.raises(VendorError):
        finder({"8": {"hs_sku": "B"}}, (busy,)).find(EntityKind.PRODUCT, [GOOD])
