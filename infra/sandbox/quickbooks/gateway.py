"""What stands before the API: bearer tokens, request ceilings, and faults in a shape of their own.

https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
"""

from collections import defaultdict, deque
from datetime import datetime

from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.control import json_response
from infra.sandbox.quickbooks.grants import Grants
from infra.sandbox.quickbooks.switches import Switches

COMPANY_PATH = "/v3/company/"
FAULTS = {
    401: ("AuthenticationFailed", "003200", "3200", "AUTHENTICATION"),
    403: ("ApplicationAuthorizationFailed", "003100", "3100", "AUTHORIZATION"),
    429: ("ThrottleExceeded", "003001", "3001", "SERVICE"),
}
THROTTLED_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<IntuitResponse time="{time}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001">\
<Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>\
<Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>"""


class Gateway:
    """Decides whether a request reaches the company it names."""

    def __init__(self, clock: Clock, switches: Switches, grants: Grants) -> None:
        self._clock, self._switches, self._grants = clock, switches, grants
        self._windows: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def refuse(self, request: Request) -> Response | None:
        """401, 403, 414 or 429 in the gateway's own shape; None lets the request through."""
        if not request.path.startswith(COMPANY_PATH):
            return None
        if len(request.url) > self._switches.longest_url:
            return Response("<html><body>414 Request-URI Too Large</body></html>", 414, content_type="text/html")
        realm_id = request.path.removeprefix(COMPANY_PATH).partition("/")[0]
        token = request.authorization.token if request.authorization else None
        granted = self._grants.realm_of(token) if token else None
        if granted is None:
            return self.fault(
                401, "Token expired or malformed" if token else "Malformed bearer token: too short or too long"
            )
        if granted != realm_id:
            return self.fault(403, "The application is not authorized for this company")
        return self._throttle(realm_id, is_batch=request.path.rstrip("/").endswith("/batch"))

    def throttled(self) -> Response:
        """429 as JSON, or as the XML that has been seen."""
        if self._switches.throttled_as == "xml":
            body = THROTTLED_XML.format(time=self._clock.now().isoformat())
            return Response(body, status=429, content_type="application/xml")
        return self.fault(429, "The request limit was reached.  Try again later")

    def fault(self, status: int, detail: str) -> Response:
        """A fault of the gateway: lower case members, epoch time."""
        name, number, code, kind = FAULTS[status]
        message = f"message={name}; errorCode={number}; statusCode={status}"
        error = {"message": message, "detail": detail, "code": code, "element": None}
        empty = dict.fromkeys(("report", "queryResponse", "batchItemResponse", "attachableResponse", "cdcresponse"))
        body = {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": kind},
            **empty,
            "requestId": None,
            "time": int(self._clock.now().timestamp() * 1000),
            "status": None,
        }
        return json_response(body, status)

    def _throttle(self, realm_id: str, *, is_batch: bool) -> Response | None:
        """There is one app here, so a company's ceiling and that of company and app count the same calls."""
        if not self._switches.throttling:
            return None
        limits = [("second", 1, self._switches.requests_per_second), ("minute", 60, self._switches.requests_per_minute)]
        if is_batch:
            most = min(self._switches.batches_per_minute, self._switches.company_batches_per_minute)
            limits.append(("batches", 60, most))
        now = self._clock.now()
        windows = [(self._window(realm_id, name, now, seconds), most) for name, seconds, most in limits]
        if any(len(window) >= most for window, most in windows):
            return self.throttled()
        for window, _ in windows:
            window.append(now)
        return None

    def _window(self, realm_id: str, name: str, now: datetime, seconds: int) -> deque[datetime]:
        window = self._windows[realm_id, name]
        while window and (now - window[0]).total_seconds() >= seconds:
            window.popleft()
        return window
