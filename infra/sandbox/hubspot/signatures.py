"""How HubSpot signs what it sends.

https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
"""

import base64
import hashlib
import hmac

_DECODED = {
    "%3A": ":",
    "%2F": "/",
    "%3F": "?",
    "%40": "@",
    "%21": "!",
    "%24": "$",
    "%27": "'",
    "%28": "(",
    "%29": ")",
    "%2A": "*",
    "%2C": ",",
    "%3B": ";",
}


def version_1(secret: str, body: bytes) -> str:
    """SHA-256 of secret and body, in hex."""
    return hashlib.sha256(secret.encode() + body).hexdigest()


def version_2(secret: str, method: str, url: str, body: bytes) -> str:
    """SHA-256 of secret, method, address and body, in hex."""
    return hashlib.sha256(f"{secret}{method}{url}".encode() + body).hexdigest()


def version_3(secret: str, method: str, url: str, body: bytes, timestamp: int) -> str:
    """HMAC-SHA-256 of method, decoded address, body and timestamp (epoch milliseconds), in base64."""
    message = f"{method}{decoded(url)}".encode() + body + str(timestamp).encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def decoded(url: str) -> str:
    """`url` with the twelve characters decoded that the signature rule names, and no others."""
    for encoded, character in _DECODED.items():
        url = url.replace(encoded, character).replace(encoded.lower(), character)
    return url
