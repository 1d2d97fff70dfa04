"""What was already asked for and dealt with."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from counterfoil.domain.identity import RecordRef


class CursorStore(Protocol):
    """Where polling and comparing stand, by connection and name."""

    def get(self, connection_id: str, name: str) -> str:
        """The cursor, "" when there is none yet."""
        ...

    def every(self, connection_id: str) -> Mapping[str, str]:
        """All cursors of a connection by name."""
        ...

    def of(self, connection_ids: Sequence[str], name: str) -> Mapping[str, str]:
        """The cursors of one name by connection, "" where there is none yet."""
        ...

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        """Move the cursor."""
        ...

    def put_for(self, name: str, cursors: Mapping[str, str]) -> None:
        """Move the cursors of one name, by connection."""
        ...

    def swap(self, connection_id: str, name: str, before: str, after: str) -> bool:
        """Move the cursor if it still is at `before`, "" for none yet; False when it is not."""
        ...


class ReportedLog(Protocol):
    """Remembers for a while (weeks) what people were sent a message about already."""

    def seen(self, identity: str) -> bool:
        """Whether this was remembered before."""
        ...

    def remember(self, identity: str) -> bool:
        """Remember it; False when it was remembered already."""
        ...


class ReportMemory(Protocol):
    """Which failures people were sent a message about, by record, until they are solved. Remembered for more than a year."""

    def failures(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, str]:
        """The failure of each of these records that was reported last and is not solved; absent where there is none."""
        ...

    def remember(self, connection_id: str, failures: Mapping[RecordRef, str]) -> None:
        """These failures were reported, each in place of an earlier one of its record."""
        ...

    def forget(self, connection_id: str, refs: Sequence[RecordRef]) -> None:
        """That the failures of these records are solved was reported."""
        ...
