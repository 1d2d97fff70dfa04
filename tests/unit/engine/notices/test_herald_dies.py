"""Wherever the one who tells dies, everything is told in the end, and nothing more than twice."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.notices import ChatKind
from counterfoil.domain.outcome import OutcomeStatus
from tests.fake_ledger import WorkerKilledError
from tests.fake_notices import InMemoryNoticeStore
from tests.unit.engine.notices.test_herald import House

pytestmark = pytest.mark.feature("H7", "X3")

WRITES = ("open", "close", "deliver", "sent")


@dataclass
class Deadly:
    """Counts the writes of a store, and lets whoever makes the chosen one die before it."""

    store: InMemoryNoticeStore
    dies_at: int
    writes: int = field(default=0)

    def __getattr__(self, name: str) -> object:
        found: Callable[..., object] = getattr(self.store, name)
        return self._counted(found) if name in WRITES else found

    def _counted(self, write: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object) -> object:
            self.writes += 1
            if self.writes == self.dies_at:
                raise WorkerKilledError
            return write(*given)

        return counted


def played(dies_at: int) -> tuple[House, Deadly]:
    """Two problems arise, and both are solved; whoever dies is followed by another a minute later."""
    house = House()
    house.told(chat=ChatKind.SLACK)
    deadly = Deadly(house.store, dies_at)
    house.store = deadly  # type: ignore[assignment]
    house.stands(1, OutcomeStatus.FAILING, ErrorCategory.BOOKS_CLOSED, at=house.clock())
    house.stands(2, OutcomeStatus.FAILING, ErrorCategory.DISPLAY_NAME_TAKEN, at=house.clock())
    _rounds(house)
    for number in (1, 2):
        house.stands(number, OutcomeStatus.IN_SYNC, at=house.clock())
    _rounds(house)
    return house, deadly


def _rounds(house: House) -> None:
    for _ in range(6):
        try:
            house.go_round()
        except WorkerKilledError:
            continue


def test_everything_is_told_wherever_somebody_dies() -> None:
    _, whole = played(0)
    assert whole.writes >= 8
    for point in range(1, whole.writes + 1):
        house, _ = played(point)
        told = [text for texts in house.texts for text in texts]
        assert len(set(told)) == 4, point
        assert len(told) <= 6, point
        assert house.store.kept(house.id).problems == {}
        assert not any(house.store.kept(house.id).waiting.values())
