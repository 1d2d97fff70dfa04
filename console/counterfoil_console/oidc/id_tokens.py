"""An ID token is believed when all of it holds: who signed it, for whom, when, and in answer to which request.

https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import simplejson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from counterfoil.domain.values import dataclass
from counterfoil_console.ports import IssuerError

ALGORITHMS = ["RS256"]
"""What every issuer signs with; "none" and the keyed ones are refused whatever the token says."""
LEEWAY = 60
"""Seconds by which clocks may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a good ID token says."""

    issuer: str
    audience: str
    nonce: str
    now: datetime


def verified(id_token: str, keys: bytes, expected: Expected) -> Mapping[str, Any]:
    """The claims of an ID token signed with one of `keys` (a JWK set). Raises IssuerError."""
    rules = jwt.JWTClaimsRegistry(
        now=int(expected.now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": expected.issuer},
        sub={"essential": True},
        aud={"essential": True, "value": expected.audience},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
    )
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(simplejson.loads(keys)), algorithms=ALGORITHMS)
        rules.validate(token.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise IssuerError(f"the ID token is not believed: {type(error).__name__}") from error
    return _for_us(token.claims, expected.audience)


def _for_us(claims: Mapping[str, Any], client_id: str) -> Mapping[str, Any]:
    """Cognito's access tokens look like its ID tokens but for `token_use`; of several audiences `azp` is the one meant."""
    if claims.get("token_use", "id") != "id":
        raise IssuerError("this is no ID token")
    if claims.get("azp", client_id) != client_id:
        raise IssuerError("the ID token is for another client")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise IssuerError("the ID token does not say for which client it is")
    return claims
