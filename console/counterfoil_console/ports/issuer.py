"""Whoever knows the people: an OpenID Connect provider.

https://openid.net/specs/openid-connect-core-1_0.html and https://openid.net/specs/openid-connect-discovery-1_0.html
"""

from collections.abc import Mapping
from typing import Any, Protocol

from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.values import dataclass


class IssuerError(CounterfoilError):
    """The issuer did not answer, refused, or answered with something that is not to be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerAddresses:
    """Where the issuer does what, as it says itself; `end_session` is "" where it cannot be told to."""

    authorization: str
    token: str
    keys: str
    end_session: str = ""


class Issuer(Protocol):
    """The issuer, as a client of it sees it."""

    def addresses(self) -> IssuerAddresses:
        """Raises IssuerError."""
        ...

    def claims(self, code: str, verifier: str, redirect_uri: str, nonce: str) -> Mapping[str, Any]:
        """What the issuer says of whoever brought the code, verified: signature, issuer, audience, time, nonce.

        Raises IssuerError.
        """
        ...
