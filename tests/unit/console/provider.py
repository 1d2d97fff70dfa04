"""An OpenID Connect provider over HTTP, as strict as the standard has it; it knows no other way in."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.fakes import FrozenClock

ISSUER = "https://issuer.example/pool"
CLIENT, SECRET = "console-client", "s3cret/+&"
REDIRECT = "https://console.example/auth/callback"
VERIFIER = "verifier-" + "v" * 40


@cache
def key(kid: str) -> RSAKey:
    """A signing key; slow to make."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


class Provider:
    """`code` is good for one exchange, with the proof, the secret and the address that it was asked with.

    `claims` go over what an ID token usually has, None takes one away; `answers` go over what an address answers.
    """

    def __init__(self, clock: FrozenClock) -> None:
        self.clock = clock
        self.code = "good-code"
        self.claims: dict[str, Any] = {}
        self.answers: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.calls: list[str] = []
        self.id_token = self.signed

    def client(self) -> httpx2.Client:
        """An HTTP client that reaches nothing but this."""
        return httpx2.Client(transport=httpx2.MockTransport(self._answer))

    def signed(self) -> str:
        """An ID token."""
        return jwt.encode({"alg": "RS256", "kid": "one"}, self.content(), key("one"))

    def content(self) -> dict[str, Any]:
        """What an ID token says."""
        now = int(self.clock().timestamp())
        usual = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "dana",
            "nonce": "nonce",
            "iat": now,
            "exp": now + 3600,
            "token_use": "id",
        }
        return {name: value for name, value in (usual | self.claims).items() if value is not None}

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.calls.append(f"{request.method} {request.url.path}")
        if (given := self.answers.get(request.url.path)) is not None:
            if isinstance(given, Exception):
                raise given
            return httpx2.Response(200, content=given) if isinstance(given, bytes) else httpx2.Response(given)
        match request.url.path:
            case "/pool/.well-known/openid-configuration":
                return httpx2.Response(200, json=_description() | self.description)
            case "/keys":
                return httpx2.Response(200, json=KeySet([key("one")]).as_dict(private=False))
            case "/token":
                return self._exchange(request)
        return httpx2.Response(404)

    def _exchange(self, request: httpx2.Request) -> httpx2.Response:
        form = dict(parse_qsl(request.content.decode()))
        pair = base64.b64encode(b"console-client:s3cret%2F%2B%26").decode()
        proven = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        wanted = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
        is_good = (form.get("grant_type"), form.get("code"), form.get("redirect_uri"), proven) == (
            "authorization_code",
            self.code,
            REDIRECT,
            wanted,
        )
        if request.headers.get("authorization") != f"Basic {pair}":
            return httpx2.Response(401, json={"error": "invalid_client"})
        if not is_good:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        self.code = ""
        return httpx2.Response(200, json={"id_token": self.id_token(), "access_token": "a", "token_type": "Bearer"})


def unsigned(claims: Mapping[str, Any]) -> str:
    """A token that says it needs no signature."""
    return f"{_parts('none', claims)}."


def signed_with_secret(claims: Mapping[str, Any], secret: bytes) -> str:
    """A token signed with a secret, as HS256 has it."""
    parts = _parts("HS256", claims)
    return f"{parts}.{_base64(hmac.digest(secret, parts.encode(), 'sha256'))}"


def _parts(algorithm: str, claims: Mapping[str, Any]) -> str:
    header = {"alg": algorithm, "typ": "JWT", "kid": "one"}
    return ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _description() -> dict[str, str]:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": "https://issuer.example/authorize",
        "token_endpoint": "https://issuer.example/token",
        "jwks_uri": "https://issuer.example/keys",
        "end_session_endpoint": "https://issuer.example/logout",
    }
