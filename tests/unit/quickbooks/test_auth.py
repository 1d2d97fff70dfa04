"""Renewing QuickBooks' grants."""

from base64 import b64encode
from datetime import timedelta
from urllib.parse import parse_qs

import httpx2
import pytest

from counterfoil.adapters.quickbooks.auth import QuickBooksGrant
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from tests.unit.quickbooks.support import Answering, Answers

TOKEN_URL = "https://oauth.platform.test/oauth2/v1/tokens/bearer"
REVOKE_URL = "https://developer.platform.test/v2/oauth2/tokens/revoke"
TOKENS = {
    "token_type": "bearer",
    "access_token": "new",
    "expires_in": 3600,
    "refresh_token": "newer",
    "x_refresh_token_expires_in": 8726400,
}


def grant(answer: Answering) -> QuickBooksGrant:
    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return QuickBooksGrant(
        client=client, token_url=TOKEN_URL, revoke_url=REVOKE_URL, client_id="app", client_secret="s3cret"
    )


def refused(answer: Answering) -> Failure:
    with pytest.raises(VendorError) as raised:
        grant(answer).refresh("old")
    assert "s3cret" not in str(raised.value)
    return raised.value.failure


def test_a_refresh_token_becomes_new_tokens() -> None:
    answers = Answers(lambda _: httpx2.Response(200, json=TOKENS))
    tokens = grant(answers).refresh("old")
    assert (tokens.access_token, tokens.refresh_token, tokens.expires_in) == ("new", "newer", timedelta(hours=1))
    [request] = answers.requests
    assert str(request.url) == TOKEN_URL
    assert request.headers["authorization"] == f"Basic {b64encode(b'app:s3cret').decode()}"
    assert parse_qs(request.content.decode()) == {"grant_type": ["refresh_token"], "refresh_token": ["old"]}


def test_a_dead_grant_needs_a_person() -> None:
    failure = refused(lambda _: httpx2.Response(400, json={"error": "invalid_grant"}, headers={"intuit_tid": "1-abc"}))
    assert (failure.category, failure.cure) == (ErrorCategory.NEEDS_RECONNECT, Cure.PERSON)
    assert (failure.code, failure.request_id) == ("invalid_grant", "1-abc")


@pytest.mark.parametrize(
    ("status", "code"), [(401, "invalid_client"), (400, "unauthorized_client"), (400, "invalid_request")]
)
def test_a_refused_app_is_a_fault_of_ours_and_ends_no_grant(status: int, code: str) -> None:
    failure = refused(lambda _: httpx2.Response(status, json={"error": code}, headers={"intuit_tid": "1-abc"}))
    assert (failure.category, failure.cure) == (ErrorCategory.OUR_FAULT, Cure.WAITING)
    assert (failure.code, failure.request_id) == (code, "1-abc")


@pytest.mark.parametrize(
    "response",
    [
        httpx2.Response(400, text="<html/>"),
        httpx2.Response(429, text="<html/>"),
        httpx2.Response(503),
        httpx2.Response(200, json={}),
        httpx2.Response(200, json={**TOKENS, "refresh_token": ""}),
        httpx2.Response(200, text="busy"),
    ],
)
def test_anything_else_may_be_tried_again(response: httpx2.Response) -> None:
    failure = refused(lambda _: response)
    assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)


def test_no_answer_may_be_tried_again() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("no answer", request=request)

    assert refused(answer).cure is Cure.WAITING
    with pytest.raises(VendorError):
        grant(answer).revoke("old")


@pytest.mark.parametrize("ended", [httpx2.Response(200), httpx2.Response(400, json={"error": "invalid_token"})])
def test_a_grant_is_ended_or_has_ended_already(ended: httpx2.Response) -> None:
    answers = Answers(lambda _: ended)
    grant(answers).revoke("old")
    [request] = answers.requests
    assert str(request.url) == REVOKE_URL
    assert request.headers["authorization"] == f"Basic {b64encode(b'app:s3cret').decode()}"
    assert answers.bodies() == [{"token": "old"}]


def test_an_unknown_app_ends_nothing() -> None:
    with pytest.raises(VendorError, match="invalid_client"):
        grant(lambda _: httpx2.Response(401, json={"error": "invalid_client"})).revoke("old")
