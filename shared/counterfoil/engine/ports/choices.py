"""What people decided about records."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from counterfoil.domain.choices import Choices
from counterfoil.domain.identity import RecordRef


class ChoiceStore(Protocol):
    """Choices by record, strongly consistent. They never expire."""

    def of(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Choices]:
        """What was ever decided about these records; absent where nothing was. Any number of refs."""
        ...

    def save(self, changed: Sequence[Choices]) -> bool:
        """Store the next revision of the choices of a few records, all or none.

        Whether it was done: not if the stored revision of one of them is not the given one (0 for the first).
        """
        ...
