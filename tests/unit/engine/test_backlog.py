"""Many connections are polled fairly, and what is wrong with one keeps nobody else from being served."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.polling import Poller
from counterfoil.engine.ports import ChangedPage, Systems
from tests.fake_systems import FakeSystem
from tests.fakes import InMemoryCursorStore
from tests.unit.engine.world import World


@dataclass
class Opener:
    """Opens the world's systems for every connection, and remembers for whom."""

    world: World
    broken: set[str] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)

    def __call__(self, connection: Connection) -> Systems:
        if not self.opened or self.opened[-1] != connection.id:
            self.opened.append(connection.id)
        if connection.id in self.broken:
            raise ZeroDivisionError(connection.id)
        return self.world.poller.open_systems(self.world.connection)

    def taken(self) -> list[str]:
        """Who was served since this was last asked."""
        served, self.opened = self.opened, []
        return served


class Endless(FakeSystem):
    """Always has another page, and counts how many it gave."""

    asked = 0

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        self.asked += 1
        return replace(super().changed_since(kinds, cursor, now), more=True)


@pytest.fixture
def opener() -> Opener:
    world = World()
    for number in range(3):
        world.connections.save(replace(world.connection, id=f"other-{number}", revision=0))
    return Opener(world)


def poller(opener: Opener) -> Poller:
    return replace(opener.world.poller, open_systems=opener)


def everyone(opener: Opener) -> list[str]:
    return sorted(connection.id for connection in opener.world.connections.every())


def test_a_defect_of_one_connection_is_raised_after_the_others_were_served(opener: Opener) -> None:
    opener.broken = {everyone(opener)[0]}
    with pytest.raises(ZeroDivisionError):
        poller(opener).poll()
    assert opener.taken() == everyone(opener)


def test_several_defects_are_raised_together(opener: Opener) -> None:
    opener.broken = set(everyone(opener)[:2])
    with pytest.raises(ExceptionGroup) as raised:
        poller(opener).poll()
    assert len(raised.value.exceptions) == 2


def test_a_defect_that_was_met_is_raised_although_the_next_cursor_cannot_be_written(opener: Opener) -> None:
    class Unwritable(InMemoryCursorStore):
        def put(self, connection_id: str, name: str, cursor: str) -> None:
            raise OSError(connection_id, name, cursor)

    with pytest.raises(ExceptionGroup) as raised:
        replace(poller(opener), cursors=Unwritable()).poll()
    assert len(raised.value.exceptions) == len(everyone(opener))


def test_one_with_many_pages_stops_between_two_when_time_is_up(opener: Opener) -> None:
    world = opener.world
    endless = Endless(System.HUBSPOT, world.clock, world.effects)
    systems = replace(world.poller.open_systems(world.connection), hubspot=endless)
    answers = iter([False, False, True])
    replace(world.poller, open_systems=lambda _: systems).poll(lambda: next(answers, True))
    assert endless.asked == 2


def test_who_was_not_reached_in_time_is_first_next_time(opener: Opener) -> None:
    answers = iter([False, False, True])
    poller(opener).poll(lambda: next(answers))
    assert opener.taken() == everyone(opener)[:2]
    opener.world.clock.advance(timedelta(minutes=5))
    poller(opener).poll()
    assert opener.taken() == everyone(opener)[2:] + everyone(opener)[:2]
