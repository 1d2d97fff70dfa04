"""The permissions of connections: how they stand, and giving them up."""

from collections.abc import Mapping
from typing import Protocol

from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System


class GrantStates(Protocol):
    """How the permissions stand that are kept. Asks no vendor."""

    def states(self, connection_id: str) -> Mapping[System, GrantState]:
        """Of both vendors."""
        ...


class Grants(Protocol):
    """Gives permissions up."""

    def revoke(self, connection_id: str, system: System) -> bool:
        """Tell the vendor that the permission has ended; whether it knows. One that has ended already is fine.

        False where only a person can end it there. Nobody renews it meanwhile. Raises VendorError when the vendor could not
        be told.
        """
        ...

    def erase(self, connection_id: str, system: System) -> None:
        """Forget the permission, here and everywhere else at this product."""
        ...
