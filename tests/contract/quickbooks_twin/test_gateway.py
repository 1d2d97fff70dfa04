"""Tokens, ceilings, the meter, faults on demand, and the shapes of refusals.

https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
"""

import base64
from typing import Any

import httpx2
import pytest

from infra.sandbox.kernel.application import ConnectionLostError
from infra.sandbox.quickbooks.twin import QuickBooksTwin
from tests.contract.quickbooks_twin.client import Books, Document, fault_of

TOKENS = "/oauth2/v1/tokens/bearer"


def basic(books: Books, secret: str | None = None) -> dict[str, str]:
    """The headers by which the app says who it is."""
    found = books.credentials
    pair = f"{found['client_id']}:{secret or found['client_secret']}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}", "Accept": "application/json"}


def _token(books: Books, secret: str | None = None, **form: str) -> httpx2.Response:
    return books.http.post(TOKENS, data=form, headers=basic(books, secret))


def _refreshed(books: Books, token: str) -> httpx2.Response:
    return _token(books, grant_type="refresh_token", refresh_token=token)


def _gateway_fault(response: httpx2.Response) -> tuple[int, str, str]:
    error = response.json()["fault"]["error"][0]
    return response.status_code, error["code"], error["message"]


def test_an_access_token_lives_an_hour(books: Books) -> None:
    books.advance(3599)
    assert books.call("GET", "preferences").status_code == 200
    books.advance(2)
    assert _gateway_fault(books.call("GET", "preferences")) == (
        401, "3200", "message=AuthenticationFailed; errorCode=003200; statusCode=401",
    )  # fmt: skip


def test_a_refresh_gives_new_values_and_spends_the_old(books: Books) -> None:
    books.switch(rotation="always")
    old = books.credentials["refresh_token"]
    tokens = _refreshed(books, old).json()
    assert (tokens["expires_in"], tokens["x_refresh_token_expires_in"]) == (3600, 8_726_400)
    assert tokens["refresh_token"] != old
    spent = _refreshed(books, old)
    assert (spent.status_code, spent.json()["error"]) == (400, "invalid_grant")
    books.credentials = {**books.credentials, **tokens}
    assert books.call("GET", "preferences").status_code == 200


def test_rotation_may_be_daily_and_old_values_overlap(books: Books) -> None:
    books.switch(refresh_overlap_seconds=60)
    old = books.credentials["refresh_token"]
    assert _refreshed(books, old).json()["refresh_token"] == old
    books.advance(86_400)
    new = _refreshed(books, old).json()["refresh_token"]
    assert new != old
    assert _refreshed(books, old).json()["refresh_token"] == new
    books.advance(61)
    assert _refreshed(books, old).status_code == 400


def test_an_unused_refresh_token_dies_after_a_hundred_days(books: Books) -> None:
    books.advance(101 * 86_400)
    assert _refreshed(books, books.credentials["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"secret": "wrong", "grant_type": "refresh_token"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x", "redirect_uri": "y"}, 400, "invalid_grant"),
    ],
)
def test_token_requests_that_are_refused(books: Books, form: dict[str, str], status: int, error: str) -> None:
    answer = _token(books, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_consent_may_be_denied_and_codes_work_once(books: Books) -> None:
    asked = {
        "client_id": books.credentials["client_id"], "response_type": "code", "state": "s",
        "redirect_uri": "https://app.example.com/cb", "scope": "com.intuit.quickbooks.accounting",
    }  # fmt: skip
    location = books.http.get("/connect/oauth2", params=asked).headers["location"]
    code = httpx2.URL(location).params["code"]
    exchange = {"grant_type": "authorization_code", "code": code, "redirect_uri": asked["redirect_uri"]}
    assert [_token(books, **exchange).status_code for _ in range(2)] == [200, 400]
    books.switch(consent="denied")
    assert "error=access_denied" in books.http.get("/connect/oauth2", params=asked).headers["location"]
    assert books.http.get("/connect/oauth2", params={**asked, "client_id": "who"}).status_code == 400


def test_a_person_can_end_the_consent(books: Books) -> None:
    assert books.do("revoke_grant") == {"revoked": 1}
    assert books.call("GET", "preferences").status_code == 401
    assert _refreshed(books, books.credentials["refresh_token"]).status_code == 400
    again = books.do("authorize")
    assert Books(books.twin, again).call("GET", "preferences").status_code == 200


def test_tokens_can_be_let_expire(books: Books) -> None:
    assert books.do("expire_tokens") == {"expired": 1}
    assert books.call("GET", "preferences").status_code == 401


def test_another_company_is_forbidden(books: Books) -> None:
    other = books.do("create_company")
    answer = books.http.get(
        f"/v3/company/{other['realm_id']}/preferences",
        headers={"Authorization": f"Bearer {books.credentials['access_token']}"},
    )
    assert _gateway_fault(answer)[:2] == (403, "3100")


def test_no_token_at_all(books: Books) -> None:
    assert books.http.get(f"{books.base}/preferences").status_code == 401


def test_every_answer_has_its_own_trace_id(books: Books) -> None:
    answers = [books.call("GET", "preferences"), books.call("GET", "spaceship/1"), books.http.get(f"{books.base}/x/1")]
    assert len({answer.headers["intuit_tid"] for answer in answers}) == 3


@pytest.mark.parametrize(
    ("path", "allowed", "step"),
    [("preferences", 10, 0.0), ("preferences", 500, 0.11), ("batch", 40, 0.2)],
)
def test_ceilings(books: Books, path: str, allowed: int, step: float) -> None:
    books.switch(throttling=True)
    content = {"BatchItemRequest": [{"bId": "1", "Query": "select count(*) from Term"}]}
    method, body = ("POST", content) if path == "batch" else ("GET", None)
    for _ in range(allowed):
        assert books.call(method, path, body).status_code == 200
        books.advance(step)
    assert _gateway_fault(books.call(method, path, body))[:2] == (429, "3001")
    books.advance(60)
    assert books.call(method, path, body).status_code == 200


def test_the_gateway_may_answer_in_xml(books: Books) -> None:
    books.switch(throttling=True, requests_per_second=0, throttled_as="xml")
    answer = books.call("GET", "preferences")
    assert (answer.status_code, answer.headers["content-type"]) == (429, "application/xml")
    assert "ThrottleExceeded" in answer.text


def _calls(books: Books) -> tuple[int, int]:
    summary: Document = books.http.get("/_twin/calls").json()
    return summary["metered"], summary["free"]


def test_reads_are_metered_and_writes_are_free(books: Books) -> None:
    books.write("Invoice", books.invoice() | {"CustomerRef": {"value": "3"}})
    books.http.delete("/_twin/calls")
    for path in ("invoice/16", "invoice/16/pdf", "preferences", f"companyinfo/{books.credentials['realm_id']}"):
        assert books.call("GET", path).status_code == 200
    books.call("GET", "cdc", entities="Invoice,Payment", changedSince="2026-03-16T09:00:00-07:00")
    books.call("POST", "query", "select * from Term")
    assert _calls(books) == (6, 0)
    books.write("Term", {"Name": "Net 7", "DueDays": 7})
    books.refused("Customer", {})
    books.call("GET", "invoice/999")
    assert _calls(books) == (6, 3)


def test_posted_queries_may_be_free_and_long_urls_are_refused(books: Books) -> None:
    books.switch(posted_queries_metered=False)
    statement = f"select * from Term where Id in ({', '.join(['1'] * 4000)})"
    assert books.call("POST", "query", statement).status_code == 200
    assert _calls(books) == (0, 1)
    assert books.call("GET", "query", query=statement).status_code == 414


def test_each_query_of_a_batch_is_metered(books: Books) -> None:
    queries = [{"bId": str(n), "Query": "select * from Term"} for n in range(3)]
    writes = [{"bId": f"w{n}", "operation": "create", "Term": {"Name": f"T{n}", "DueDays": n}} for n in range(2)]
    books.call("POST", "batch", {"BatchItemRequest": queries})
    books.call("POST", "batch", {"BatchItemRequest": writes})
    assert _calls(books) == (3, 2)


def _plan(books: Books, **fault: Any) -> None:
    assert books.http.post("/_twin/faults", json={"route": "POST .*/invoice", **fault}).status_code == 204


@pytest.mark.parametrize(
    ("kind", "status"), [("throttled", 429), ("server_error", 500), ("unavailable", 503), ("fault_in_success", 200)]
)
def test_refused_before_anything_happened(books: Books, kind: str, status: int) -> None:
    body = books.invoice()
    _plan(books, kind=kind)
    answer = books.call("POST", "invoice", body)
    assert answer.status_code == status
    assert kind != "fault_in_success" or "Fault" in answer.json()
    assert len(books.rows("Invoice")) == 10


@pytest.mark.parametrize("kind", ["dropped_after", "server_error_after"])
def test_a_lost_answer_is_found_again_by_its_request_id(books: Books, kind: str) -> None:
    body = books.invoice(DocNumber="L-1")
    _plan(books, kind=kind)
    if kind == "dropped_after":
        with pytest.raises(ConnectionLostError):
            books.call("POST", "invoice", body, requestid="key")
    else:
        assert books.call("POST", "invoice", body, requestid="key").status_code == 500
    assert len(books.rows("Invoice")) == 11
    assert books.refused("Invoice", body)[0] == "6140"
    assert books.write("Invoice", body, requestid="key")["DocNumber"] == "L-1"
    assert len(books.rows("Invoice")) == 11


def test_an_ended_subscription_leaves_a_company_to_be_read(books: Books) -> None:
    books.do("end_subscription")
    assert books.refused("Term", {"Name": "Net 7", "DueDays": 7})[0] == "6190"
    assert books.call("GET", "preferences").status_code == 200
    item = {"bId": "1", "operation": "create", "Term": {"Name": "T", "DueDays": 1}}
    answer = books.call("POST", "batch", {"BatchItemRequest": [item]}).json()["BatchItemResponse"][0]
    assert answer["Fault"]["Error"][0]["code"] == "6190"
    books.switch(reads_survive_subscription_end=False)
    assert fault_of(books.call("GET", "preferences"))[0] == "6190"
    books.do("end_subscription", ended=False)
    books.write("Term", {"Name": "Net 7", "DueDays": 7})


def test_what_is_no_json(books: Books) -> None:
    assert fault_of(books.call("POST", "invoice", "{"))[0] == "2010"
    assert fault_of(books.call("POST", "invoice", "[]"))[0] == "2010"


def test_a_run_can_be_repeated(twin: QuickBooksTwin) -> None:
    assert twin.credentials() == QuickBooksTwin().credentials()


def test_unknown_actions_and_companies_are_refused(books: Books) -> None:
    for action, arguments in (("dance", {}), ("read", {"realm_id": "1"}), ("subscribe", {"nowhere": 1})):
        assert books.http.post(f"/_twin/actions/{action}", json=arguments).status_code == 400
