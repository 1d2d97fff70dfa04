"""What every answer says to the browser about itself.

https://owasp.org/www-project-secure-headers/
"""

from collections.abc import Iterable, Mapping

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
FOREVER = "public, max-age=31536000, immutable"
"""For what has its content's digest in its address."""


def content_security_policy(form_targets: Iterable[str] = ()) -> str:
    """Everything from here and nothing from elsewhere; forms may end at `form_targets` too, which are origins."""
    targets = " ".join(("'self'", *dict.fromkeys(form_targets)))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def secured(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of an answer, with all that it does not say itself: kept by nobody, allowed nothing."""
    unsaid = {"Cache-Control": "no-store", "Content-Security-Policy": content_security_policy(), **_ALWAYS}
    return unsaid | dict(headers)
