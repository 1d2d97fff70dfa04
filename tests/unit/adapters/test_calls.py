"""What is kept of calls: enough for the vendor's support, nothing of what was said in them."""

import json
from itertools import count

import httpx2
import pytest

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.calls import RecentCalls
from counterfoil.adapters.http import Answer, VendorHttp
from counterfoil.domain.call import VendorCall
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import System


class Free(RequestBudget):
    def take(self, resource: str, count: int = 1) -> None:
        """Whatever is asked for."""

    def current(self) -> str:
        return "token"

    def rejected(self, token: str) -> None:
        """Nobody minds."""

    def ended(self, token: str) -> None:
        """Nobody minds."""


def reach(answer: httpx2.Response | Exception, calls: RecentCalls) -> VendorHttp:
    moments = count(0, 0.25)

    def handle(_: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    def translate(_: Answer) -> None:
        return None

    http = VendorHttp(
        client=httpx2.Client(transport=httpx2.MockTransport(handle)),
        base_url="https://vendor.test",
        tokens=Free(),
        budget=Free(),
        translate=translate,
        request_id_header="trace",
        sleep=lambda _: None,
        elapsed=lambda: next(moments),
    )
    http.on_call = calls.of(System.HUBSPOT)
    return http


def test_a_call_is_kept_with_its_path_status_time_and_request_id() -> None:
    calls = RecentCalls()
    http = reach(httpx2.Response(200, json={}, headers={"trace": "abc-1"}), calls)

    http.call(
        "POST", "/crm/objects/invoices/batch/read", query={"email": "grace@cool.example"}, body={"inputs": [{"id": "301"}]}
    )

    (made,) = calls.made()
    assert (made.call.method, made.call.path, made.call.status) == ("POST", "/crm/objects/invoices/batch/read", 200)
    assert made.call.request_id == "abc-1"
    assert made.call.milliseconds == 250
    assert made.names == {"301"}
    assert "cool.example" not in repr(made.call)


def test_a_call_without_an_answer_is_kept_too() -> None:
    calls = RecentCalls()

    with pytest.raises(VendorError):
        reach(httpx2.ReadTimeout("late"), calls).call("POST", "/batch", body={"Id": "7"})

    assert [one.call.status for one in calls.made()] == [0]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("SELECT * FROM Invoice WHERE Id IN ('7', '8')", {"7", "8"}),
        ({"inputs": [{"properties": {"counterfoil_source": "quickbooks:invoice:145"}}]}, {"quickbooks:invoice:145"}),
        ({"note": "Dear Grace, thank you"}, set()),
        ({"PrivateNote": "Voided - Counterfoil: hubspot:invoice:301"}, {"hubspot:invoice:301"}),
        (None, set()),
    ],
)
def test_names_are_what_looks_like_an_id_or_a_marker(content: object, names: set[str]) -> None:
    calls = RecentCalls()
    http = reach(httpx2.Response(200, json={}), calls)

    if isinstance(content, str):
        http.call("POST", "/query", text=content)
    else:
        http.call("POST", "/query", body=content)

    assert calls.made()[0].names == names


def test_a_record_that_is_asked_for_by_itself_is_named_by_the_address() -> None:
    calls = RecentCalls()
    reach(httpx2.Response(200, json={}), calls).call("GET", "/crm/objects/2026-09/invoices/301")

    assert calls.made()[0].names == {"301"}


def test_other_records_begin_with_no_calls() -> None:
    calls = RecentCalls()
    reach(httpx2.Response(200, json={}), calls).call("GET", "/account")

    calls.begin()

    assert calls.made() == ()


def test_what_is_stored_of_a_call_is_small() -> None:
    call = VendorCall(
        system=System.QUICKBOOKS,
        method="POST",
        path="/v3/company/9130/batch",
        status=200,
        milliseconds=4000,
        request_id="1-" + "a" * 40,
    )
    assert len(json.dumps([getattr(call, name) for name in call.__dataclass_fields__])) < 200
