"""Rate limits, correlation ids, faults, the meter, and accounts side by side."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import httpx2
import pytest

from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import ConnectionLostError, Kernel
from infra.sandbox.kernel.clock import Clock
from tests.contract.hubspot_twin.client import Portal
from tests.contract.hubspot_twin.conftest import MORNING


def test_every_answer_has_a_correlation_id(portal: Portal) -> None:
    good = portal.http.get("/crm/v3/objects/contacts")
    bad = portal.http.get("/crm/v3/objects/contacts/1")
    unknown = portal.http.get("/nowhere")
    ids = [response.headers["x-hubspot-correlation-id"] for response in (good, bad, unknown)]
    assert [UUID(each).version for each in ids] == [7, 7, 7]
    assert len(set(ids)) == 3
    assert bad.json()["correlationId"] == ids[1]
    assert UUID(ids[0]).int >> 80 == int(MORNING.timestamp() * 1000)


def test_a_hundred_and_ten_requests_in_ten_seconds(portal: Portal) -> None:
    portal.switch(rate_limits=True)
    responses = [portal.http.get("/account-info/v3/details") for _ in range(110)]
    assert {response.status_code for response in responses} == {200}
    assert responses[0].headers["X-HubSpot-RateLimit-Max"] == "110"
    assert responses[0].headers["X-HubSpot-RateLimit-Remaining"] == "109"
    assert responses[0].headers["X-HubSpot-RateLimit-Interval-Milliseconds"] == "10000"
    refused = portal.http.get("/account-info/v3/details")
    assert refused.status_code == 429
    body = refused.json()
    assert (body["errorType"], body["policyName"]) == ("RATE_LIMIT", "TEN_SECONDLY_ROLLING")
    assert body["message"] == "You have reached your ten_secondly_rolling limit."
    other = Portal(portal.twin, portal.act("create_portal", seeded=False))
    other.call("GET", "/account-info/v3/details")
    portal.advance(10)
    portal.call("GET", "/account-info/v3/details")


def test_private_apps_have_their_own_limits(portal: Portal) -> None:
    portal.switch(rate_limits=True, private_app_requests_per_day=2)
    headers = {"Authorization": f"Bearer {portal.act('private_app_token')['access_token']}"}
    responses = [portal.http.get("/account-info/v3/details", headers=headers) for _ in range(3)]
    assert responses[0].headers["X-HubSpot-RateLimit-Max"] == "190"
    assert responses[1].headers["X-HubSpot-RateLimit-Daily-Remaining"] == "0"
    assert (responses[2].status_code, responses[2].json()["policyName"]) == (429, "DAILY")


@pytest.mark.parametrize(
    ("kind", "status"), [("throttled", 429), ("server_error", 500), ("unavailable", 503), ("fault_in_success", 200)]
)
def test_refusing_faults_have_no_effect(portal: Portal, kind: str, status: int) -> None:
    portal.call("POST", "/_twin/faults", {"kind": kind, "route": "POST .*/contacts$"}, status=204)
    response = portal.http.post("/crm/v3/objects/contacts", json={"properties": {"firstname": "A"}})
    assert (response.status_code, response.json()["status"]) == (status, "error")
    assert response.json()["correlationId"] == response.headers["x-hubspot-correlation-id"]
    assert portal.search("contacts")["total"] == 0


def test_the_effect_may_happen_although_the_answer_is_lost(portal: Portal) -> None:
    portal.call("POST", "/_twin/faults", {"kind": "server_error_after", "route": "POST .*/contacts$"}, status=204)
    portal.create("contacts", firstname="A", status=500)
    portal.call("POST", "/_twin/faults", {"kind": "dropped_after", "route": "POST .*/contacts$"}, status=204)
    with pytest.raises(ConnectionLostError):
        portal.create("contacts", firstname="B")
    assert portal.search("contacts")["total"] == 2


def test_every_other_item_of_a_batch_may_meet_trouble(portal: Portal) -> None:
    inputs = [{"objectWriteTraceId": str(n), "properties": {"firstname": f"A{n}"}} for n in range(3)]
    portal.call("POST", "/_twin/faults", {"kind": "half_failed", "route": "batch"}, status=204)
    answer = portal.call("POST", "/crm/v3/objects/contacts/batch/create", {"inputs": inputs}, status=207)
    assert [one["properties"]["firstname"] for one in answer["results"]] == ["A1"]
    assert [(one["category"], one["context"]["objectWriteTraceId"]) for one in answer["errors"]] == [
        ("RATE_LIMITS", ["0"]),
        ("RATE_LIMITS", ["2"]),
    ]


def test_the_meter_counts_by_route(portal: Portal) -> None:
    portal.call("DELETE", "/_twin/calls", status=204)
    portal.create("contacts", firstname="A")
    portal.search("contacts")
    portal.call("GET", "/crm/v3/objects/contacts/7", status=404)
    found = portal.call("GET", "/_twin/calls?latest=5")
    assert (found["total"], found["metered"], found["free"]) == (3, 0, 3)
    assert "GET /crm/v3/objects/<kind>/<record_id>" in found["by_route"]
    assert [call["status"] for call in found["latest"]] == [201, 200, 404]


def test_an_account_is_made_in_any_time_zone_and_may_move(portal: Portal) -> None:
    other = Portal(portal.twin, portal.act("create_portal", time_zone="Pacific/Auckland", seeded=False))
    details = other.call("GET", "/account-info/{v}/details")
    assert (details["timeZone"], details["utcOffset"]) == ("Pacific/Auckland", "+13:00")
    portal.act("set_time_zone", time_zone="Europe/Berlin")
    assert portal.call("GET", "/account-info/{v}/details")["utcOffset"] == "+02:00"
    refused = portal.http.post("/_twin/actions/create_portal", json={"time_zone": "Moon/Crater"})
    assert refused.status_code == 400
    twin = HubSpotTwin(Kernel(clock=Clock(frozen_at=MORNING)), seeded=False, time_zone="Asia/Kolkata")
    first = Portal(twin, twin.credentials())
    assert first.call("GET", "/account-info/{v}/details")["timeZone"] == "Asia/Kolkata"


def test_accounts_are_isolated(portal: Portal) -> None:
    other = Portal(portal.twin, portal.act("create_portal", name="Other", currency="EUR", seeded=False))
    mine, theirs = portal.create("contacts", email="a@example.com"), other.create("contacts", email="a@example.com")
    assert mine == theirs  # ids are not unique across accounts
    other.update("contacts", theirs, firstname="Theirs")
    assert portal.properties("contacts", mine, "firstname") == {"firstname": None}
    details = [each.call("GET", "/account-info/{v}/details") for each in (portal, other)]
    assert [found["companyCurrency"] for found in details] == ["USD", "EUR"]
    assert details[0]["portalId"] != details[1]["portalId"]
    assert (details[0]["timeZone"], details[0]["utcOffset"]) == ("US/Pacific", "-07:00")
    other.call(
        "POST",
        "/crm/v3/properties/contacts",
        {"name": "own", "label": "O", "type": "string", "fieldType": "text", "groupName": "contactinformation"},
    )
    portal.call("GET", "/crm/v3/properties/contacts/own", status=404)
    other.act("expire_tokens", portal_id=other.credentials["portal_id"])
    portal.search("contacts")


def test_the_same_calls_give_the_same_ids() -> None:
    def run() -> tuple[object, ...]:
        twin = HubSpotTwin(Kernel(clock=Clock(frozen_at=MORNING)), seeded=False)
        portal = Portal(twin, twin.credentials())
        contact = portal.create("contacts", firstname="A")
        response = portal.http.get(f"/crm/v3/objects/contacts/{contact}?properties=hs_unique_id")
        return portal.credentials, response.json(), response.headers["x-hubspot-correlation-id"]

    assert run() == run()


def test_ids_grow(portal: Portal) -> None:
    ids = [int(portal.create("contacts", firstname="A")) for _ in range(3)]
    assert all(one < other for one, other in pairwise(ids))


def test_many_clients_at_once(portal: Portal, served: str) -> None:
    headers = {"Authorization": f"Bearer {portal.credentials['access_token']}"}
    invoice = portal.draft()
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 410}]
    association = {"to": {"id": invoice}, "types": types}

    def work(worker: int) -> list[str]:
        with httpx2.Client(base_url=served, headers=headers) as http:
            lines = [{"properties": {"name": f"{worker}", "price": "1"}, "associations": [association]} for _ in range(5)]
            return [http.post("/crm/v3/objects/line_items", json=line).json()["id"] for line in lines]

    with ThreadPoolExecutor(4) as workers:
        ids = [each for found in workers.map(work, range(4)) for each in found]
    assert len(set(ids)) == 20
    assert portal.properties("invoices", invoice, "hs_amount_billed") == {"hs_amount_billed": "120.00"}


def test_control_refuses_what_it_does_not_know(portal: Portal) -> None:
    assert "known: subscribe" in portal.act("dance", status=400)["message"]
    portal.act("edit", object_type="contacts", id="5", properties={}, status=400)
    portal.act("subscribe", status=400)
    portal.call("PUT", "/_twin/switches", {"nonsense": True}, status=400)


def test_defaults_can_be_restored(portal: Portal) -> None:
    portal.switch(invoice_source="API")
    portal.act("restore_defaults")
    assert portal.call("GET", "/_twin/switches")["invoice_source"] == "HUBSPOT"


def test_an_unseeded_twin_is_empty(portal: Portal) -> None:
    for kind in ("contacts", "companies", "products", "invoices"):
        assert portal.call("GET", f"/crm/v3/objects/{kind}")["results"] == []
