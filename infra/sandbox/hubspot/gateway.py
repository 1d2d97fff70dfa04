"""What every API request passes first: the bearer token, then the rate limits.

https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.wrappers import Request, Response

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.backend import Backend
from infra.sandbox.hubspot.errors import HubSpotError, rate_limited
from infra.sandbox.hubspot.oauth import AccessToken, Grant

WINDOW_SECONDS = 10
NOT_FOUND_CREDENTIALS = (
    "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at "
    "https://developers.hubspot.com/docs/methods/auth/oauth-overview"
)


@dataclass(slots=True)
class _Window:
    """Requests within the last seconds."""

    at: deque[datetime] = field(default_factory=deque)

    def count(self, now: datetime, seconds: float) -> int:
        """How many are left in the window; a clock set back empties it."""
        while self.at and not 0 <= (now - self.at[0]).total_seconds() < seconds:
            self.at.popleft()
        return len(self.at)


class Gateway:
    """Authorises and counts."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._general: dict[tuple[int, bool], _Window] = defaultdict(_Window)
        self._searches: dict[int, _Window] = defaultdict(_Window)
        self._daily: dict[tuple[int, str], int] = defaultdict(int)

    def admit(self, request: Request) -> None:
        """Raises 401 or 429; notes the token in the request."""
        if request.path.startswith("/oauth/"):
            return
        token = self._token(request)
        request.environ["twin.token"] = token
        if self._backend.switches.rate_limits:
            self._count(request, token.grant)

    def headers(self, request: Request, response: Response) -> None:
        """Add the rate-limit headers; searches have none."""
        headers: dict[str, str] = request.environ.get("twin.rate_headers", {})
        response.headers.update(headers)

    def _token(self, request: Request) -> AccessToken:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        token = self._backend.oauth.access_tokens.get(value.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise HubSpotError(401, NOT_FOUND_CREDENTIALS, "INVALID_AUTHENTICATION")
        now = self._backend.clock.now()
        if token.expires_at and token.expires_at <= now:
            ago = int((now - token.expires_at).total_seconds())
            message = f"The OAuth token used to make this call expired {ago} second(s) ago."
            context = {"expire time": [instants.text(token.expires_at)]}
            raise HubSpotError(401, message, "EXPIRED_AUTHENTICATION", context)
        return token

    def _count(self, request: Request, grant: Grant) -> None:
        if request.path.endswith("/search"):
            most = int(self._backend.switches.search_requests_per_second)
            if most and self._taken(self._searches[grant.portal_id], most, 1) is None:
                raise rate_limited("SECONDLY")
            return
        switches = self._backend.switches
        private = grant.private_app
        most = switches.private_app_requests_per_ten_seconds if private else switches.requests_per_ten_seconds
        left = self._taken(self._general[grant.portal_id, private], int(most), WINDOW_SECONDS)
        request.environ["twin.rate_headers"] = {
            "X-HubSpot-RateLimit-Max": str(most),
            "X-HubSpot-RateLimit-Remaining": str(left or 0),
            "X-HubSpot-RateLimit-Interval-Milliseconds": str(WINDOW_SECONDS * 1000),
        }
        if left is None:
            raise rate_limited("TEN_SECONDLY_ROLLING")
        if private:
            self._count_day(request, grant)

    def _taken(self, window: _Window, most: int, seconds: float) -> int | None:
        now = self._backend.clock.now()
        used = window.count(now, seconds)
        if used >= most:
            return None
        window.at.append(now)
        return most - used - 1

    def _count_day(self, request: Request, grant: Grant) -> None:
        most = int(self._backend.switches.private_app_requests_per_day)
        day = self._backend.clock.now().date().isoformat()
        self._daily[grant.portal_id, day] += 1
        used = self._daily[grant.portal_id, day]
        request.environ["twin.rate_headers"] |= {
            "X-HubSpot-RateLimit-Daily": str(most),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, most - used)),
        }
        if used > most:
            raise rate_limited("DAILY")
