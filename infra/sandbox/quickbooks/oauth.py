"""The OAuth 2.0 and OpenID endpoints of Intuit, all on the twin's own address.

https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.consent import consent_page, is_asked, is_denied
from infra.sandbox.kernel.control import json_response
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.definitions import SCOPES as DEFINITION_SCOPES
from infra.sandbox.quickbooks.grants import CLIENT_ID, CLIENT_SECRET, Grant, Grants
from infra.sandbox.quickbooks.switches import Switches

REFRESH_SECONDS = 8_726_400  # what the vendor answers: 101 days
HARD_LIFE_SECONDS = 5 * 365 * 86_400
SCOPES = ["com.intuit.quickbooks.accounting", "openid", "profile", "email", "phone", "address", *DEFINITION_SCOPES]


class OAuth:
    """Consent is given at once by the company asked for in `realmId`, else by the first one."""

    def __init__(self, grants: Grants, switches: Switches, companies: Callable[[], Mapping[str, Company]]) -> None:
        self._grants, self._switches, self._companies = grants, switches, companies

    def rules(self) -> list[Rule]:
        """The routes."""
        return [
            Rule("/.well-known/openid_configuration", methods=["GET"], endpoint=self.discovery),
            Rule("/.well-known/openid_sandbox_configuration", methods=["GET"], endpoint=self.discovery),
            Rule("/connect/oauth2", methods=["GET"], endpoint=self.authorize),
            Rule("/oauth2/v1/tokens/bearer", methods=["POST"], endpoint=self.bearer),
            Rule("/v2/oauth2/tokens/revoke", methods=["POST"], endpoint=self.revoke),
            Rule("/v1/openid_connect/userinfo", methods=["GET"], endpoint=self.user_info),
            Rule("/op/v1/jwks", methods=["GET"], endpoint=self.keys),
        ]

    def discovery(self, request: Request) -> Response:
        """Where everything is."""
        base = request.host_url.rstrip("/")
        return json_response(
            {
                "issuer": f"{base}/op/v1",
                "authorization_endpoint": f"{base}/connect/oauth2",
                "token_endpoint": f"{base}/oauth2/v1/tokens/bearer",
                "userinfo_endpoint": f"{base}/v1/openid_connect/userinfo",
                "revocation_endpoint": f"{base}/v2/oauth2/tokens/revoke",
                "jwks_uri": f"{base}/op/v1/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": SCOPES,
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            }
        )

    def authorize(self, request: Request) -> Response:
        """Send the browser back with a code and the company's id, or with the refusal."""
        redirect_uri, state = request.args.get("redirect_uri", ""), request.args.get("state", "")
        if request.args.get("client_id") != CLIENT_ID or request.args.get("response_type") != "code":
            return _refused("invalid_request")
        if not _is_encrypted_or_here(redirect_uri):
            return _refused("invalid_redirect_uri")
        if is_asked(request):
            accounts = {found: company.info["CompanyName"] for found, company in self._companies().items()}
            return consent_page(request, "QuickBooks", accounts, "realmId")
        if self._switches.consent == "denied" or is_denied(request):
            return _redirect(redirect_uri, {"error": "access_denied", "state": state})
        realm_id = request.args.get("realmId") or next(iter(self._companies()))
        code = self._grants.authorize(realm_id, redirect_uri, request.args.get("scope", ""))
        return _redirect(redirect_uri, {"code": code, "state": state, "realmId": realm_id})

    def bearer(self, request: Request) -> Response:
        """Exchange a code or a refresh token. 401 `invalid_client`, 400 `invalid_grant`."""
        if not _from_the_app(request):
            return _refused("invalid_client", 401)
        match request.form.get("grant_type"):
            case "authorization_code":
                grant = self._grants.exchange(request.form.get("code", ""), request.form.get("redirect_uri", ""))
            case "refresh_token":
                grant = self._grants.refresh(request.form.get("refresh_token", ""))
            case _:
                return _refused("unsupported_grant_type")
        if grant is None:
            return _refused("invalid_grant", description="Incorrect or invalid token")
        return json_response(self._tokens(grant, request))

    def revoke(self, request: Request) -> Response:
        """End a consent."""
        if not _from_the_app(request):
            return _refused("invalid_client", 401)
        body = exact_json.loads(request.get_data()) if request.is_json else request.form
        return Response(status=200) if self._grants.revoke(str(body.get("token"))) else _refused("invalid_token")

    def user_info(self, request: Request) -> Response:
        """The person who gave consent."""
        token = request.authorization.token if request.authorization else None
        if not token or self._grants.realm_of(token) is None:
            return _refused("invalid_token", 401)
        return json_response(
            {"sub": "twin-user-1", "email": "owner@example.com", "emailVerified": True, "givenName": "Olive"}
        )

    def keys(self, _request: Request) -> Response:
        """No identity tokens are issued, so there is no key to verify one."""
        return json_response({"keys": []})

    def _tokens(self, grant: Grant, request: Request) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "token_type": "bearer",
            "access_token": self._grants.access_token(grant),
            "expires_in": self._switches.access_token_seconds,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": REFRESH_SECONDS,
        }
        if request.headers.get("x-include-refresh-token-hard-expires-in") == "true":
            answer["x_refresh_token_hard_expires_in"] = HARD_LIFE_SECONDS
        return answer


def _is_encrypted_or_here(redirect_uri: str) -> bool:
    """Names under localhost are this machine's as well."""
    parts = urlsplit(redirect_uri)
    host = parts.hostname or ""
    return parts.scheme == "https" or (parts.scheme == "http" and (host == "127.0.0.1" or f".{host}".endswith(".localhost")))


def _from_the_app(request: Request) -> bool:
    sent = request.authorization
    return bool(sent and sent.type == "basic" and (sent.username, sent.password) == (CLIENT_ID, CLIENT_SECRET))


def _redirect(redirect_uri: str, arguments: Mapping[str, str]) -> Response:
    separator = "&" if "?" in redirect_uri else "?"
    return Response(status=302, headers={"Location": f"{redirect_uri}{separator}{urlencode(arguments)}"})


def _refused(error: str, status: int = 400, description: str = "") -> Response:
    body = {"error": error, "error_description": description} if description else {"error": error}
    return json_response(body, status)
