"""The HubSpot twin as one WSGI application."""

from collections.abc import Mapping
from typing import Any

import httpx2
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from infra.sandbox.hubspot import (
    account_api,
    association_batches_api,
    associations_api,
    batch_api,
    objects_api,
    properties_api,
    routing,
    search_api,
)
from infra.sandbox.hubspot.actions import Actions
from infra.sandbox.hubspot.backend import Backend
from infra.sandbox.hubspot.errors import HubSpotError, rate_limited
from infra.sandbox.hubspot.gateway import Gateway
from infra.sandbox.hubspot.identifiers import Identifiers
from infra.sandbox.hubspot.oauth import OAuth
from infra.sandbox.hubspot.oauth_api import OAuthApi
from infra.sandbox.hubspot.portal import TIME_ZONE
from infra.sandbox.hubspot.switches import Switches
from infra.sandbox.hubspot.webhooks import Webhooks
from infra.sandbox.kernel.application import Kernel, TwinApplication
from infra.sandbox.kernel.control import json_response
from infra.sandbox.kernel.faults import FaultKind

ROUTES = (
    *objects_api.ROUTES,
    *batch_api.ROUTES,
    *search_api.ROUTES,
    *associations_api.ROUTES,
    *association_batches_api.ROUTES,
    *properties_api.ROUTES,
    *account_api.ROUTES,
)


class HubSpotTwin(TwinApplication):
    """HubSpot, with one portal to begin with, in `time_zone`; `seeded` fills it.

    In a process, call it through `httpx2.WSGITransport(app=twin)`; over HTTP, through `TwinServer`. Webhooks go out through
    `webhook_client`, from a thread between `start_webhooks` and `stop_webhooks`, or when the action `pump` is called.
    """

    def __init__(
        self,
        kernel: Kernel | None = None,
        *,
        seeded: bool = True,
        time_zone: str = TIME_ZONE,
        webhook_client: httpx2.Client | None = None,
    ) -> None:
        kernel = kernel or Kernel()
        identifiers, self._switches = Identifiers(), Switches()
        oauth = OAuth(kernel.clock, identifiers)
        self._identifiers = identifiers
        self._webhooks = Webhooks(kernel.clock, oauth, self._switches, webhook_client)
        self._backend = Backend(kernel.clock, identifiers, self._switches, oauth, self._webhooks.publish)
        self._gateway = Gateway(self._backend)
        self._actions = Actions(kernel, self._backend, self._webhooks)
        self._credentials = self._actions.credentials(self._actions.open_portal(seeded=seeded, time_zone=time_zone))
        super().__init__(kernel, [*OAuthApi(self._backend).rules(), *routing.rules(ROUTES, self._backend)])

    def credentials(self) -> dict[str, Any]:
        """portal_id, access_token, refresh_token, client_id and client_secret of the first portal."""
        return dict(self._credentials)

    def start_webhooks(self) -> None:
        """Deliver webhooks from a thread."""
        self._webhooks.start()

    def stop_webhooks(self) -> None:
        """Stop delivering webhooks, and close the client that sent them."""
        self._webhooks.stop()

    def switches(self) -> Switches:
        """The switches for uncertain behaviour, live."""
        return self._switches

    def control(self, action: str, arguments: Mapping[str, Any]) -> Any:
        """One of the actions that `actions` lists."""
        return self._actions.run(action, arguments)

    def before(self, request: Request) -> Response | None:
        """Bearer token and rate limits."""
        try:
            self._gateway.admit(request)
        except HubSpotError as error:
            return self._refusal(error)
        return None

    def finish(self, request: Request, response: Response) -> None:
        """Correlation id and rate-limit headers."""
        response.headers.setdefault("x-hubspot-correlation-id", self._identifiers.uuid7(self.kernel.clock.now()))
        self._gateway.headers(request, response)

    def fault_response(self, kind: FaultKind) -> Response:
        """HubSpot's answer on a bad day."""
        match kind:
            case FaultKind.THROTTLED:
                return self._refusal(rate_limited("TEN_SECONDLY_ROLLING"))
            case FaultKind.UNAVAILABLE:
                return self._refusal(HubSpotError(503, "Service unavailable"))
            case FaultKind.FAULT_IN_SUCCESS:
                response = self._refusal(HubSpotError(500, "internal error"))
                response.status_code = 200
                return response
        return self._refusal(HubSpotError(500, "internal error"))

    def error_response(self, error: HTTPException) -> Response:
        """HubSpot's answer for an unknown path or method."""
        if error.code == 404:
            return self._refusal(HubSpotError(404, "resource not found"))
        return json_response({"status": "error", "message": f"HTTP {error.code} {error.name}"}, error.code or 500)

    def _refusal(self, error: HubSpotError) -> Response:
        return routing.answer_error(error, self._identifiers.uuid7(self.kernel.clock.now()))
