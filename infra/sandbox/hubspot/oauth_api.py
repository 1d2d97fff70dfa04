"""The OAuth endpoints: consent, token, introspection, revocation.

https://developers.hubspot.com/docs/api-reference/legacy/authentication/manage-oauth-tokens
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.hubspot.backend import Backend
from infra.sandbox.hubspot.errors import HubSpotError
from infra.sandbox.hubspot.instants import milliseconds
from infra.sandbox.hubspot.oauth import ACCESS_TOKEN_SECONDS, AccessToken, Grant, oauth_error
from infra.sandbox.hubspot.routing import DATED, answer_error
from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.consent import consent_page, is_asked, is_denied
from infra.sandbox.kernel.control import json_response

CONSENTING_USER = 51_234_567
_NEWER = ("/oauth/v3", f"/oauth/{DATED}")


class OAuthApi:
    """Routes that need no bearer token."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def rules(self) -> list[Rule]:
        """The routes as werkzeug rules."""
        every: list[tuple[str, str, Callable[..., Response]]] = [
            ("GET", "/oauth/authorize", self._authorize),
            ("GET", "/oauth/<int:portal_id>/authorize", self._authorize),
            ("GET", "/oauth/v1/access-tokens/<token>", self._access_token_info),
            ("GET", "/oauth/v1/refresh-tokens/<token>", self._refresh_token_info),
            ("DELETE", "/oauth/v1/refresh-tokens/<token>", self._delete_refresh_token),
            ("POST", "/oauth/v2/private-apps/get/access-token-info", self._private_token_info),
            ("POST", "/oauth/v1/token", self._token),
            *(("POST", f"{base}/token", self._token) for base in _NEWER),
            *(("POST", f"{base}/token/introspect", self._introspect) for base in _NEWER),
            *(("POST", f"{base}/token/revoke", self._revoke) for base in _NEWER),
        ]
        return [Rule(path, methods=[method], endpoint=self._guarded(handler)) for method, path, handler in every]

    def _guarded(self, handler: Callable[..., Response]) -> Callable[..., Response]:
        def serve(request: Request, version: str = "", **arguments: Any) -> Response:
            del version
            try:
                return handler(request, **arguments)
            except HubSpotError as error:
                backend = self._backend
                return answer_error(error, backend.identifiers.uuid7(backend.clock.now()))

        return serve

    def _authorize(self, request: Request, portal_id: int | None = None) -> Response:
        """The consent page; whoever asks for no page agrees at once (or declines, by switch)."""
        query, oauth = request.args, self._backend.oauth
        portal = self._backend.portals.get(portal_id or int(query.get("portalId") or min(self._backend.portals)))
        redirect_uri = query.get("redirect_uri", "")
        if query.get("client_id") != oauth.client_id or not redirect_uri or portal is None:
            return Response("<h1>Authorization failed: unknown client, redirect URL or account.</h1>", 400)
        if is_asked(request):
            accounts = {str(found.id): found.account.name for found in self._backend.portals.values()}
            return consent_page(request, "HubSpot", accounts, "portalId")
        if self._backend.switches.consent_denied or is_denied(request):
            found = {"error": "access_denied", "error_description": "The user denied access"}
        else:
            scopes = f"{query.get('scope', '')} {query.get('optional_scope', '')}".split()
            grant = oauth.grant(portal.id, CONSENTING_USER, dict.fromkeys(["oauth", *scopes]))
            found = {"code": oauth.authorization_code(grant, redirect_uri)}
        state = {"state": query["state"]} if "state" in query else {}
        joint = "&" if "?" in redirect_uri else "?"
        return Response(status=302, headers={"Location": f"{redirect_uri}{joint}{urlencode({**found, **state})}"})

    def _token(self, request: Request) -> Response:
        form = self._form(request)
        oauth = self._backend.oauth
        match form.get("grant_type"):
            case "authorization_code":
                grant = oauth.redeem(form.get("code", ""), form.get("redirect_uri", ""))
            case "refresh_token":
                rotate = self._backend.switches.rotate_refresh_tokens
                grant = oauth.refreshed(form.get("refresh_token", ""), rotate=rotate)
            case other:
                message = f"unsupported grant_type: {other}"
                raise oauth_error("unsupported_grant_type", "BAD_GRANT_TYPE", message)
        return json_response(self._granted(oauth.access_token(grant), legacy=request.path.startswith("/oauth/v1/")))

    def _granted(self, token: AccessToken, *, legacy: bool) -> dict[str, Any]:
        found: dict[str, Any] = {
            "token_type": "bearer",
            "access_token": token.token,
            "refresh_token": token.grant.refresh_token,
            "expires_in": ACCESS_TOKEN_SECONDS,
        }
        if legacy:
            return found
        grant = token.grant
        more = {"hub_id": grant.portal_id, "scopes": list(grant.scopes), "user_id": grant.user_id}
        return found | more | {"token_use": "access_token"}

    def _form(self, request: Request) -> Mapping[str, str]:
        legacy = request.path.startswith("/oauth/v1/")
        if request.args and not legacy:
            raise oauth_error("invalid_request", "BAD_REQUEST", "query parameters are not allowed")
        form = {**request.form.to_dict(), **(request.args.to_dict() if legacy else {})}
        if form.get("client_id") != self._backend.oauth.client_id:
            raise oauth_error("invalid_client", "BAD_CLIENT_ID", "missing or unknown client id")
        if form.get("client_secret") != self._backend.oauth.client_secret:
            raise oauth_error("invalid_client", "BAD_CLIENT_SECRET", "missing or invalid client secret")
        return form

    def _introspect(self, request: Request) -> Response:
        form = self._form(request)
        hint = form.get("token_type_hint")
        sent = form.get("token") or form.get("access_token") or form.get("refresh_token") or ""
        access, grant = self._backend.oauth.access_tokens.get(sent), self._backend.oauth.grants.get(sent)
        if grant and (hint == "refresh_token" or access is None):
            return json_response(self._described(grant, sent) | {"active": True, "token_use": "refresh_token"})
        if access and self._seconds_left(access) > 0:
            return json_response(self._described_access(access))
        return json_response({"active": False, "token": sent, "token_use": hint or "access_token"})

    def _described(self, grant: Grant, token: str) -> dict[str, Any]:
        return {
            "token": token,
            "hub_id": grant.portal_id,
            "user_id": grant.user_id,
            "client_id": self._backend.oauth.client_id,
            "app_id": self._backend.oauth.app_id,
            "user": "owner@example.com",
            "hub_domain": f"portal-{grant.portal_id}.example.com",
            "scopes": list(grant.scopes),
            "token_type": "Bearer",
        }

    def _described_access(self, access: AccessToken) -> dict[str, Any]:
        grant = access.grant
        signed = {
            "appId": self._backend.oauth.app_id,
            "expiresAt": milliseconds(access.expires_at) if access.expires_at else 0,
            "hubId": grant.portal_id,
            "hublet": "na1",
            "installingUserId": grant.user_id,
            "isPrivateDistribution": False,
            "isServiceAccount": False,
            "isUserLevel": False,
            "newSignature": "",
            "scopes": " ".join(grant.scopes),
            "scopeToScopeGroupPks": "",
            "signature": "",
            "trialScopes": "",
            "trialScopeToScopeGroupPks": "",
            "userId": grant.user_id,
        }
        return self._described(grant, access.token) | {
            "active": True,
            "signed_access_token": signed,
            "expires_in": self._seconds_left(access),
            "is_private_distribution": False,
            "token_use": "access_token",
        }

    def _seconds_left(self, access: AccessToken) -> int:
        if access.expires_at is None:
            return ACCESS_TOKEN_SECONDS
        return int((access.expires_at - self._backend.clock.now()).total_seconds())

    def _revoke(self, request: Request) -> Response:
        form = self._form(request)
        sent = form.get("token") or form.get("refresh_token") or form.get("access_token") or ""
        grant = self._backend.oauth.grants.get(sent)
        access = self._backend.oauth.access_tokens.get(sent)
        if grant:
            self._backend.oauth.revoke(grant)
        elif access:
            del self._backend.oauth.access_tokens[sent]
        return Response(status=204)

    def _access_token_info(self, _request: Request, token: str) -> Response:
        access = self._backend.oauth.access_tokens.get(token)
        if access is None or self._seconds_left(access) <= 0:
            raise HubSpotError(404, "The access token is invalid or expired.", "OBJECT_NOT_FOUND")
        described = self._described(access.grant, token) | {"token_type": "access"}
        return json_response(described | {"expires_in": self._seconds_left(access)})

    def _refresh_token_info(self, _request: Request, token: str) -> Response:
        grant = self._backend.oauth.grants.get(token)
        if grant is None:
            raise HubSpotError(404, "The refresh token is invalid.", "OBJECT_NOT_FOUND")
        return json_response(self._described(grant, token) | {"token_type": "refresh"})

    def _delete_refresh_token(self, _request: Request, token: str) -> Response:
        grant = self._backend.oauth.grants.get(token)
        if grant:
            self._backend.oauth.revoke(grant)
        return Response(status=204)

    def _private_token_info(self, request: Request) -> Response:
        sent = str(exact_json.loads(request.get_data() or b"{}").get("tokenKey", ""))
        access = self._backend.oauth.access_tokens.get(sent)
        if access is None or not access.grant.private_app:
            raise HubSpotError(404, "The token is invalid.", "OBJECT_NOT_FOUND")
        grant = access.grant
        found = {"userId": grant.user_id, "hubId": grant.portal_id, "appId": self._backend.oauth.app_id}
        return json_response(found | {"scopes": list(grant.scopes)})
