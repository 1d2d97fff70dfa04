"""The issuer, over HTTP: discovery, the token endpoint, and its keys."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
from pydantic import BaseModel, ValidationError

from counterfoil.engine.ports import Clock
from counterfoil_console.oidc.id_tokens import Expected, verified
from counterfoil_console.ports import Issuer, IssuerAddresses, IssuerError

KNOWN_FOR = timedelta(hours=1)
"""How long what the issuer says of itself is believed."""
_WELL_KNOWN = "/.well-known/openid-configuration"


class _Discovery(BaseModel):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


class _Tokens(BaseModel):
    id_token: str


@dataclass(kw_only=True)
class OidcIssuer(Issuer):
    """`client_secret` is read when it is needed; "" for a client without one."""

    http: httpx2.Client
    issuer: str
    discovery_url: str
    client_id: str
    client_secret: Callable[[], str]
    clock: Clock
    _known: tuple[_Discovery, datetime] | None = field(default=None, init=False)

    def addresses(self) -> IssuerAddresses:
        found = self._discovery()
        return IssuerAddresses(
            authorization=found.authorization_endpoint,
            token=found.token_endpoint,
            keys=found.jwks_uri,
            end_session=found.end_session_endpoint,
        )

    def claims(self, code: str, verifier: str, redirect_uri: str, nonce: str) -> Mapping[str, Any]:
        found = self._discovery()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
        answer = self._answered(self._token_request(found.token_endpoint, form))
        keys = self._answered(self.http.build_request("GET", found.jwks_uri))
        try:
            id_token = _Tokens.model_validate_json(answer.content).id_token
        except ValidationError as error:
            raise IssuerError("the issuer's answer has no ID token") from error
        expected = Expected(issuer=self.issuer, audience=self.client_id, nonce=nonce, now=self.clock())
        return verified(id_token, keys.content, expected)

    def _discovery(self) -> _Discovery:
        if self._known is None or self.clock() - self._known[1] >= KNOWN_FOR:
            self._known = self._read(), self.clock()
        return self._known[0]

    def _read(self) -> _Discovery:
        """Addresses may be without encryption only where the discovery's own is: on one machine."""
        address = self.discovery_url or self.issuer.rstrip("/") + _WELL_KNOWN
        answer = self._answered(self.http.build_request("GET", address))
        try:
            found = _Discovery.model_validate_json(answer.content)
        except ValidationError as error:
            raise IssuerError("the issuer's description of itself cannot be read") from error
        if found.issuer != self.issuer:
            raise IssuerError(f"{found.issuer!r} is not the issuer {self.issuer!r}")
        scheme = urlsplit(address).scheme
        if any(urlsplit(one).scheme not in {"https", scheme} for one in _addresses(found)):
            raise IssuerError("the issuer names an address without encryption")
        return found

    def _token_request(self, address: str, form: Mapping[str, str]) -> httpx2.Request:
        """The client's secret goes in a header (client_secret_basic), which every issuer has to understand."""
        secret = self.client_secret()
        if not secret:
            return self.http.build_request("POST", address, data={**form, "client_id": self.client_id})
        pair = f"{quote(self.client_id, safe='')}:{quote(secret, safe='')}"
        headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        return self.http.build_request("POST", address, data={**form, "client_id": self.client_id}, headers=headers)

    def _answered(self, request: httpx2.Request) -> httpx2.Response:
        try:
            response = self.http.send(request)
        except httpx2.HTTPError as error:
            raise IssuerError(f"no answer: {type(error).__name__}") from error
        if response.status_code != httpx2.codes.OK:
            raise IssuerError(f"the issuer answered with HTTP status {response.status_code}")
        return response


def _addresses(found: _Discovery) -> tuple[str, ...]:
    optional = (found.end_session_endpoint,) if found.end_session_endpoint else ()
    return (found.authorization_endpoint, found.token_endpoint, found.jwks_uri, *optional)
