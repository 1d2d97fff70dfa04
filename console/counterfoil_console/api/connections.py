"""What programs do about a connection as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedName:
    """What it is called from now on; "" for the company's name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the connection is called, typed: so that nobody deletes another one."""

    typed: str
