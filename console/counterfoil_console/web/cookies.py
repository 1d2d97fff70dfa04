"""The two cookies. `__Host-`: the browser takes them from this very host only, over TLS, for every path.

Lax, because the issuer and the vendors send people back by a navigation from their sites.
https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie
"""

from datetime import timedelta

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from counterfoil_console.domain.session import LONGEST
from counterfoil_console.sign_in.flow import LIFE

SESSION = "__Host-session"
ATTEMPT = "__Host-sign-in"


def session_cookie(secret: str) -> Cookie:
    """Of a browser that signed in."""
    return _cookie(SESSION, secret, LONGEST)


def attempt_cookie(secret: str) -> Cookie:
    """Of a browser that is on its way to the issuer and back."""
    return _cookie(ATTEMPT, secret, LIFE)


def forgotten(name: str) -> Cookie:
    """Has the browser forget a cookie."""
    return _cookie(name, "", timedelta(0))


def _cookie(name: str, value: str, life: timedelta) -> Cookie:
    return Cookie(
        name=name,
        value=value,
        path="/",
        secure=True,
        http_only=True,
        max_age=int(life.total_seconds()),
        same_site=SameSite.LAX_MODE,
    )
