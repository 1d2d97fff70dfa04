"""What every canonical record can do, and how its fields are compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Protocol

Fields = Mapping[str, str]
"""A record as compared: field name -> canonical text, "" for nothing. Both systems spell equal values equally."""


class Record(Protocol):
    """A customer, product, invoice or payment, expressed in the product's own words."""

    def fields(self) -> Fields:
        """The record as compared."""
        ...


def fingerprint(fields: Fields) -> str:
    """A short digest of `fields`; equal exactly when they are."""
    return digest(sorted(fields.items()))


def digest(parts: Iterable[object]) -> str:
    """A short digest of a sequence of plain values."""
    return hashlib.sha256(json.dumps(list(parts), ensure_ascii=False).encode()).hexdigest()[:32]
