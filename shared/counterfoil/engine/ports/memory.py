"""What was already asked for and dealt with."""

from typing import Protocol


class CursorStore(Protocol):
    """Where polling and comparing stand, by connection and name."""

    def get(self, connection_id: str, name: str) -> str:
        """The cursor, "" when there is none yet."""
        ...

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        """Move the cursor."""
        ...


class DeliveryLog(Protocol):
    """Remembers for a while (weeks) what was already dealt with."""

    def seen(self, identity: str) -> bool:
        """Whether this was remembered before."""
        ...

    def remember(self, identity: str) -> bool:
        """Remember it; False when it was remembered already."""
        ...
