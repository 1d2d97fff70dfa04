"""Many connections are polled fairly, and what is wrong with one keeps nobody else from being served."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.conclude.outcomes import failing
from counterfoil.engine.hints.retries import MOST_RETRIES
from counterfoil.engine.ports import ChangedPage, QueueError, Systems, SystemsOpener
from tests.builders import hubspot
from tests.fake_polls import PollerOfAll
from tests.fake_systems import FakeSystem
from tests.fakes import InMemoryCursorStore
from tests.unit.engine.world import World

AWAY = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="no answer")
MANY = 3_000


@dataclass
class Opener(SystemsOpener):
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


def poller(opener: Opener) -> PollerOfAll:
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
    replace(world.poller, open_systems=lambda _: systems).poll(stop=lambda: next(answers, True))
    assert endless.asked == 2


@dataclass
class Outage:
    """Ten connections, one of which meets a vendor that is away; every poll's messages are taken, and perhaps worked on."""

    world: World
    opener: Opener = field(init=False)
    offered: Counter[RecordRef] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.opener = Opener(self.world)
        for number in range(9):
            self.world.connections.save(replace(self.world.connection, id=f"other-{number}", revision=0))
        self.fail([hubspot(EntityKind.INVOICE, f"{number}") for number in range(MANY)])

    def fail(self, refs: Sequence[RecordRef]) -> None:
        """These records are tried in vain; the higher its number, the earlier a record was first tried."""
        latest = self.world.outcomes.latest(self.world.id, refs)
        now = self.world.clock()
        outcomes = [
            SyncOutcome(connection_id=self.world.id, ref=ref, kind=ref.kind, status=OutcomeStatus.WAITING, at=now)
            for ref in refs
        ]
        told = [failing(one, AWAY, latest.get(one.ref)) for one in outcomes]
        firsts = [replace(one, waiting_since=now - timedelta(seconds=int(one.ref.id))) for one in told]
        self.world.outcomes.record(
            [first if one.ref not in latest else one for one, first in zip(told, firsts, strict=True)]
        )

    def poll(self, pause: timedelta = timedelta(minutes=5)) -> list[RecordRef]:
        """A while later; the records whose retry was enqueued, in order."""
        self.world.clock.advance(pause)
        poller(self.opener).poll()
        assert len(set(self.opener.taken())) == 10
        return [event.ref for batch in self.world.queue.take() for event in batch.events]

    def heal(self, refs: Sequence[RecordRef]) -> None:
        """These records are tried with success."""
        now = self.world.clock()
        self.world.outcomes.record(
            [
                SyncOutcome(connection_id=self.world.id, ref=ref, kind=ref.kind, status=OutcomeStatus.IN_SYNC, at=now)
                for ref in refs
            ]
        )


@pytest.fixture
def outage() -> Outage:
    return Outage(World())


@pytest.mark.long
def test_a_day_without_a_vendor_loses_nothing_and_drains_in_a_dozen_polls(outage: Outage) -> None:
    for _ in range(24):
        refs = outage.poll(timedelta(hours=1))
        assert len(refs) <= MOST_RETRIES
        outage.fail(refs)
    drained: list[RecordRef] = []
    polls = 0
    while outage.world.waiting():
        refs = outage.poll()
        assert refs == sorted(refs, key=lambda ref: -int(ref.id))
        outage.heal(refs)
        drained += refs
        polls += 1
    assert len(drained) == len(set(drained)) == MANY
    assert polls <= 16


def test_what_waits_in_the_queue_is_offered_once_in_a_round(outage: Outage) -> None:
    for _ in range(6):
        outage.offered.update(outage.poll())
    assert len(outage.offered) == MANY
    assert set(outage.offered.values()) == {1}


def test_what_was_offered_in_vain_is_offered_again_in_the_next_round(outage: Outage) -> None:
    for _ in range(12):
        outage.offered.update(outage.poll())
    assert len(outage.offered) == MANY
    assert set(outage.offered.values()) == {2}


def test_what_could_not_be_enqueued_is_offered_again_at_once(outage: Outage) -> None:
    outage.world.queue.broken = True
    with pytest.raises(QueueError):
        outage.poll()
    outage.world.queue.broken = False
    assert len(outage.poll()) == MOST_RETRIES
