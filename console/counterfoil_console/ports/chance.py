"""Secrets and ids."""

from typing import Protocol


class Chance(Protocol):
    """A text of at least 256 random bits, safe in addresses, cookies and headers: letters, digits, "-" and "_"."""

    def __call__(self) -> str: ...
