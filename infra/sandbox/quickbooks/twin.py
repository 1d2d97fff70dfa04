"""The QuickBooks Online twin: companies, gateway, API, authorisation and webhooks under one roof."""

from collections.abc import Mapping
from typing import Any

import httpx2
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel.application import Kernel, TwinApplication
from infra.sandbox.kernel.control import ControlError, json_response
from infra.sandbox.kernel.faults import FaultKind
from infra.sandbox.quickbooks import bookkeeper
from infra.sandbox.quickbooks.api import Api
from infra.sandbox.quickbooks.balances import carry
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.controls import Controls
from infra.sandbox.quickbooks.definitions import Definitions
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.gateway import Gateway
from infra.sandbox.quickbooks.grants import ACCOUNTING, CLIENT_ID, CLIENT_SECRET, VERIFIER_TOKEN, Grants
from infra.sandbox.quickbooks.oauth import OAuth
from infra.sandbox.quickbooks.profile import Profile, furnish
from infra.sandbox.quickbooks.seed import seed
from infra.sandbox.quickbooks.switches import Switches
from infra.sandbox.quickbooks.webhooks import Webhooks
from infra.sandbox.quickbooks.wire import envelope_time

FIRST_REALM = 9_341_453_000_000_001


class QuickBooksTwin(TwinApplication):
    """Intuit's Accounting API as a WSGI application; with `seeded`, its first company has customers and history."""

    def __init__(
        self, kernel: Kernel | None = None, *, seeded: bool = True, webhook_client: httpx2.Client | None = None
    ) -> None:
        kernel = kernel or Kernel()
        self._switches = Switches()
        self._grants = Grants(kernel.clock, self._switches)
        self._gateway = Gateway(kernel.clock, self._switches, self._grants)
        self._webhooks = Webhooks(kernel.clock, self._switches, VERIFIER_TOKEN, webhook_client)
        self._companies: dict[str, Company] = {}
        self._tids = 0
        self._controls = Controls(self._webhooks, self._grants, self._open, self._reconnect)
        oauth = OAuth(self._grants, self._switches, lambda: self._companies)
        definitions = Definitions(self._companies, self._grants, self._switches)
        super().__init__(kernel, [*Api(self._companies).rules(), *oauth.rules(), *definitions.rules()])
        self._credentials = self._open(Profile(), seeded=seeded)

    def credentials(self) -> dict[str, str]:
        """What a client needs to reach the first company; its access token runs out like any other."""
        return dict(self._credentials)

    def start_webhooks(self) -> None:
        """Deliver webhooks from threads of their own."""
        self._webhooks.start()

    def stop_webhooks(self) -> None:
        """End the delivery of webhooks."""
        self._webhooks.stop()

    def pump(self) -> int:
        """Deliver the webhooks that are due, in the caller's thread; the number of requests made."""
        return self._webhooks.pump()

    def before(self, request: Request) -> Response | None:
        """The gateway's refusal, if any."""
        return self._gateway.refuse(request)

    def finish(self, request: Request, response: Response) -> None:
        """The headers of every answer; `intuit_tid` is what the vendor's support asks for."""
        self._tids += 1
        response.headers["intuit_tid"] = f"1-{self._tids:08x}-{len(request.path):024x}"
        response.headers["QBO-Version"] = "2026.11.1"
        response.headers["Server"] = "nginx"

    def switches(self) -> Switches:
        """What the public documentation leaves open."""
        return self._switches

    def fault_response(self, kind: FaultKind) -> Response:
        """429, 500, 503, or 200 with a fault in its body."""
        match kind:
            case FaultKind.THROTTLED:
                return self._gateway.throttled()
            case FaultKind.UNAVAILABLE:
                return Response("<html><body>503 Service Unavailable</body></html>", 503, content_type="text/html")
        error = QuickBooksError("10000", "An application error has occurred while processing your request")
        body = {"Fault": error.fault(), "time": envelope_time(self.kernel.clock.now())}
        return json_response(body, 200 if kind is FaultKind.FAULT_IN_SUCCESS else 500)

    def error_response(self, error: HTTPException) -> Response:
        """An unknown path or method."""
        fault = QuickBooksError("2000", f"Unsupported Object Name : {error.name}").fault()
        body = {"Fault": fault, "time": envelope_time(self.kernel.clock.now())}
        return json_response(body, error.code or 404)

    def control(self, action: str, arguments: Mapping[str, Any]) -> Any:
        """The twin's own actions, then those of a bookkeeper in one company."""
        if action in self._controls.actions():
            return self._controls.run(action, arguments)
        company = self._company(arguments)
        if action in self._controls.company_actions():
            return self._controls.run(action, {**arguments, "realm_id": company.realm_id})
        return bookkeeper.act(company, action, arguments)

    def _company(self, arguments: Mapping[str, Any]) -> Company:
        realm_id = str(arguments.get("realm_id") or next(iter(self._companies)))
        if realm_id not in self._companies:
            raise ControlError(f"no company {realm_id}")
        return self._companies[realm_id]

    def _open(self, profile: Profile, *, seeded: bool = False) -> dict[str, str]:
        realm_id = str(FIRST_REALM + len(self._companies))
        clock = self.kernel.clock
        company = Company(
            realm_id,
            profile.country,
            clock=clock,
            switches=self._switches,
            announce=self._webhooks.announce,
            watch=carry,
        )
        furnish(company, profile)
        if seeded:
            seed(company)
        company.open_for_business()
        self._companies[realm_id] = company
        return self._reconnect(realm_id)

    def _reconnect(self, realm_id: str, scopes: str = ACCOUNTING) -> dict[str, str]:
        grant = self._grants.give(realm_id, scopes)
        return {
            "realm_id": realm_id,
            "access_token": self._grants.access_token(grant),
            "refresh_token": grant.refresh_token,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "verifier_token": VERIFIER_TOKEN,
        }
