"""What is believed of an issuer's word, and what is not."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest
from joserfc import jwt

from counterfoil_console.oidc.issuer import OidcIssuer
from counterfoil_console.ports import IssuerError
from tests.fakes import FrozenClock
from tests.unit.console.provider import (
    CLIENT,
    ISSUER,
    REDIRECT,
    SECRET,
    VERIFIER,
    Provider,
    key,
    signed_with_secret,
    unsigned,
)


@pytest.fixture
def clock() -> FrozenClock:
    """Noon."""
    return FrozenClock()


@pytest.fixture
def provider(clock: FrozenClock) -> Provider:
    """The other side."""
    return Provider(clock)


@pytest.fixture
def issuer(provider: Provider, clock: FrozenClock) -> OidcIssuer:
    """Our side."""
    return OidcIssuer(
        http=provider.client(),
        issuer=ISSUER,
        discovery_url="",
        client_id=CLIENT,
        client_secret=lambda: SECRET,
        clock=clock,
    )


def claims(issuer: OidcIssuer, **wrong: str) -> Any:
    """What the issuer says of who brought the code."""
    right = {"code": "good-code", "verifier": VERIFIER, "redirect_uri": REDIRECT, "nonce": "nonce"}
    return issuer.claims(**(right | wrong))


def test_a_good_code_comes_with_who_it_is(issuer: OidcIssuer, provider: Provider) -> None:
    provider.claims = {"email": "dana@example.com", "cognito:groups": ["viewers"]}
    found = claims(issuer)
    assert (found["sub"], found["email"], found["cognito:groups"]) == ("dana", "dana@example.com", ["viewers"])


def test_a_sign_in_takes_two_requests_once_the_issuer_is_known(issuer: OidcIssuer, provider: Provider) -> None:
    issuer.addresses()
    provider.calls.clear()
    claims(issuer)
    assert provider.calls == ["POST /token", "GET /keys"]


def test_what_the_issuer_says_of_itself_is_asked_again_after_an_hour(
    issuer: OidcIssuer, provider: Provider, clock: FrozenClock
) -> None:
    for _ in range(3):
        issuer.addresses()
    assert len(provider.calls) == 1
    clock.advance(timedelta(hours=1))
    provider.description = {"end_session_endpoint": ""}
    assert issuer.addresses().end_session == ""


@pytest.mark.parametrize(
    "wrong", [{"code": "stolen"}, {"verifier": "x" * 43}, {"verifier": ""}, {"redirect_uri": "https://evil.example"}]
)
def test_an_exchange_with_something_wrong_is_refused(issuer: OidcIssuer, wrong: dict[str, str]) -> None:
    with pytest.raises(IssuerError):
        claims(issuer, **wrong)


def test_a_code_is_good_once(issuer: OidcIssuer) -> None:
    claims(issuer)
    with pytest.raises(IssuerError):
        claims(issuer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": []},
        {"aud": None},
        {"aud": [CLIENT, "another-client"]},
        {"azp": "another-client"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"nonce": ""},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"token_use": "access"},
    ],
    ids=str,
)
def test_a_token_that_says_something_wrong_is_not_believed(issuer: OidcIssuer, provider: Provider, wrong: Any) -> None:
    provider.claims = wrong
    with pytest.raises(IssuerError):
        claims(issuer)


@pytest.mark.parametrize(("ended", "believed"), [(-30, True), (-90, False), (-3600, False)])
def test_a_token_ends(issuer: OidcIssuer, provider: Provider, clock: FrozenClock, ended: int, believed: bool) -> None:  # noqa: FBT001
    provider.claims = {"exp": int(clock().timestamp()) + ended}
    if believed:
        assert claims(issuer)
    else:
        with pytest.raises(IssuerError):
            claims(issuer)


def test_a_token_of_tomorrow_is_not_believed(issuer: OidcIssuer, provider: Provider, clock: FrozenClock) -> None:
    provider.claims = {"iat": int(clock().timestamp()) + 86400}
    with pytest.raises(IssuerError):
        claims(issuer)


def test_a_token_without_a_token_use_is_an_id_token_of_other_issuers(issuer: OidcIssuer, provider: Provider) -> None:
    provider.claims = {"token_use": None, "aud": [CLIENT, "another"], "azp": CLIENT}
    assert claims(issuer)["sub"] == "dana"


def test_a_token_without_a_signature_is_not_believed(issuer: OidcIssuer, provider: Provider) -> None:
    provider.id_token = lambda: unsigned(provider.content())
    with pytest.raises(IssuerError):
        claims(issuer)


def test_a_token_signed_by_somebody_else_is_not_believed(issuer: OidcIssuer, provider: Provider) -> None:
    for kid in ("one", "two"):
        provider.code = "good-code"
        provider.id_token = lambda kid=kid: jwt.encode({"alg": "RS256", "kid": kid}, provider.content(), key("other"))  # type: ignore[misc]
        with pytest.raises(IssuerError):
            claims(issuer)


def test_a_token_signed_with_the_public_key_as_a_secret_is_not_believed(issuer: OidcIssuer, provider: Provider) -> None:
    """Everybody has the public key."""
    provider.id_token = lambda: signed_with_secret(provider.content(), key("one").as_pem(private=False))
    with pytest.raises(IssuerError):
        claims(issuer)


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9..", "x" * 10_000])
def test_what_is_no_token_is_not_believed(issuer: OidcIssuer, provider: Provider, token: str) -> None:
    provider.id_token = lambda: token
    with pytest.raises(IssuerError):
        claims(issuer)


@pytest.mark.parametrize("path", ["/token", "/keys", "/pool/.well-known/openid-configuration"])
@pytest.mark.parametrize("answer", [500, 404, 302, b"", b"[]", b"<html>", b"{}", httpx2.ReadTimeout("slow")], ids=str)
def test_an_issuer_in_trouble_signs_nobody_in(issuer: OidcIssuer, provider: Provider, path: str, answer: object) -> None:
    provider.answers = {path: answer}
    with pytest.raises(IssuerError):
        claims(issuer)


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://evil.example"},
        {"issuer": ISSUER.upper()},
        {"token_endpoint": "http://issuer.example/token"},
        {"jwks_uri": "http://issuer.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "http://issuer.example/logout"},
    ],
    ids=str,
)
def test_an_issuer_that_is_another_or_speaks_openly_is_not_believed(
    issuer: OidcIssuer, provider: Provider, description: dict[str, str]
) -> None:
    provider.description = description
    with pytest.raises(IssuerError):
        issuer.addresses()


def test_a_client_without_a_secret_shows_none(provider: Provider, clock: FrozenClock) -> None:
    issuer = OidcIssuer(
        http=provider.client(), issuer=ISSUER, discovery_url="", client_id=CLIENT, client_secret=lambda: "", clock=clock
    )
    with pytest.raises(IssuerError, match="401"):
        claims(issuer)
