"""Ids and secrets from counters, so that the same calls give the same ids every time."""

import base64
import hashlib
import itertools
import uuid
from datetime import datetime

from infra.sandbox.hubspot import instants


class Identifiers:
    """A seeded source of tokens and UUIDs; nothing in it is secret."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._counter = itertools.count(1)

    def token(self, prefix: str, length: int = 300) -> str:
        """A fresh opaque token of `length` characters; HubSpot announces 300 and more."""
        text = prefix
        while len(text) < length:
            text += base64.urlsafe_b64encode(self._digest()).decode().rstrip("=")
        return text[:length]

    def uuid(self) -> str:
        """A fresh UUID in the shape of version 4."""
        return str(uuid.UUID(bytes=self._digest()[:16], version=4))

    def uuid7(self, at: datetime) -> str:
        """A fresh UUID in the shape of version 7: `at` in milliseconds, then the counter's digest."""
        head = instants.milliseconds(at).to_bytes(6)
        raw = bytearray(head + self._digest()[:10])
        raw[6] = raw[6] & 0x0F | 0x70
        raw[8] = raw[8] & 0x3F | 0x80
        return str(uuid.UUID(bytes=bytes(raw)))

    def _digest(self) -> bytes:
        return hashlib.sha512(f"{self._seed}/{next(self._counter)}".encode()).digest()
