"""An event that cannot be understood is left out and counted; the others of its delivery are worked on."""

from typing import Any

import pytest

from counterfoil.domain.identity import System
from tests.unit.entrypoints.gateway import Gateway, cloud_body, hubspot_body, legacy_body

WRONG = {
    System.HUBSPOT: [
        {"portalId": None},
        {"portalId": ""},
        {"portalId": {}},
        {"portalId": "x" * 3000},
        {"subscriptionType": None},
        {"occurredAt": "yesterday"},
        {"occurredAt": 10**30},
        {"occurredAt": -(10**18)},
        {"objectId": None},
        {"objectId": "1:2:3"},
        {"objectId": [1]},
        {"objectId": "x" * 3000},
        {"objectId": "1\n2"},
        {"mergedObjectIds": 5},
        {"mergedObjectIds": ["7:8"]},
    ],
    System.QUICKBOOKS: [
        {"id": None},
        {"type": []},
        {"type": ""},
        {"time": "noon"},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"time": "9999-12-31T23:59:59-14:00"},
        {"intuitentityid": ""},
        {"intuitentityid": "1:2:3"},
        {"intuitentityid": "x" * 3000},
        {"intuitentityid": "1' OR '1'='1"},
        {"intuitaccountid": None},
        {"intuitaccountid": "9" * 3000},
        {"data": 5},
        {"data": {"deletedId": "4:5"}},
    ],
}


@pytest.mark.parametrize(("system", "wrong"), [(system, wrong) for system, some in WRONG.items() for wrong in some])
def test_an_event_with_a_wrong_member_is_left_out_and_the_others_work(
    gateway: Gateway, system: System, wrong: dict[str, Any]
) -> None:
    body = hubspot_body(wrong, {}) if system is System.HUBSPOT else cloud_body(wrong, {})
    assert gateway.deliver(gateway.genuine(system, body)) == 200
    assert gateway.counted == {"EventsMalformed": 1, "EventsEnqueued": 1}


@pytest.mark.parametrize("realm_id", ["", "9" * 3000, "91\x0030"])
def test_a_company_that_can_be_none_costs_the_others_nothing(gateway: Gateway, realm_id: str) -> None:
    body = legacy_body((realm_id, "Invoice", "130"), ("9131", "Invoice", "131"))
    assert gateway.deliver(gateway.genuine(System.QUICKBOOKS, body)) == 200
    assert gateway.counted == {"EventsMalformed": 1, "EventsEnqueued": 1}


@pytest.mark.parametrize("odd", [b"null", b"1", b"[]", b"NaN", b"{}"])
@pytest.mark.parametrize("system", System)
def test_what_is_no_event_at_all_is_left_out(gateway: Gateway, system: System, odd: bytes) -> None:
    good = hubspot_body({}) if system is System.HUBSPOT else cloud_body({})
    body = good.replace(b"[", b"[" + odd + b", ", 1)
    assert gateway.deliver(gateway.genuine(system, body)) == 200
    assert gateway.counted == {"EventsMalformed": 1, "EventsEnqueued": 1}


def test_one_wrong_change_of_a_company_leaves_its_others(gateway: Gateway) -> None:
    body = legacy_body(("9130", "Invoice", ""), ("9130", "Invoice", "131"))
    assert gateway.deliver(gateway.genuine(System.QUICKBOOKS, body)) == 200
    assert gateway.counted == {"EventsMalformed": 1, "EventsEnqueued": 1}


def test_a_hubspot_type_of_tomorrow_without_a_time_holds_nothing_back(gateway: Gateway) -> None:
    body = hubspot_body({"subscriptionType": "object.tomorrow", "occurredAt": None}, {"objectId": 2})
    assert gateway.deliver(gateway.genuine(System.HUBSPOT, body)) == 200
    assert gateway.counted == {"EventsMalformed": 1, "EventsEnqueued": 1}
