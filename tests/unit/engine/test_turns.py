"""Rounds of polls: asked for slice by slice, each connection polled by one worker at a time and once in a round."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.engine.hints.rounds import SLICE
from counterfoil.engine.hints.turns import HOLD, RENEW_AFTER, TURN, Taken, Turns
from counterfoil.engine.ports import PollSlice, QueueError
from tests.fake_polls import PollerOfAll
from tests.fakes import InMemoryCursorStore
from tests.unit.engine.test_backlog import Opener
from tests.unit.engine.world import World

pytestmark = pytest.mark.feature("C2")

OTHERS = [f"other-{number}" for number in range(3)]


class Rounds:
    """Four connections, and the workers that poll them."""

    def __init__(self) -> None:
        self.world = World()
        for one in OTHERS:
            self.world.connections.save(replace(self.world.connection, id=one, revision=0))
        self.everyone = sorted([self.world.id, *OTHERS])
        self.opener = Opener(self.world)

    def ask(self) -> PollSlice:
        """A minute later a round is asked for; its one slice."""
        self.world.clock.advance(timedelta(minutes=1))
        assert self.world.rounds.ask() == len(self.everyone)
        (asked,) = self.world.polls.take()
        return asked

    def poll(self, wanted: PollSlice, time_for: int = 100) -> list[str]:
        """A worker that has just started polls a slice, and has time for so many; whom it polled."""
        answers = iter([False] * time_for)
        self.worker.poll(wanted, lambda: next(answers, True))
        return self.opener.taken()

    @property
    def worker(self) -> PollerOfAll:
        """One that has just started."""
        return replace(self.world.poller, open_systems=self.opener)

    def hold(self, connection_id: str, wanted: PollSlice) -> None:
        """Another worker has begun with a connection for this slice, and is at it."""
        stored = self.world.cursors.get(connection_id, TURN)
        self.world.poller.turns.take(connection_id, stored, wanted.asked_at)


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


def test_every_active_connection_is_asked_for_in_slices(rounds: Rounds) -> None:
    for number in range(2 * SLICE):
        rounds.world.connections.save(replace(rounds.world.connection, id=f"more-{number:02}", revision=0))
    stored = rounds.world.connections.get("more-07")
    rounds.world.connections.save(replace(stored, state=ConnectionState.PAUSED))

    assert rounds.world.rounds.ask() == 2 * SLICE + 3

    slices = rounds.world.polls.take()
    assert [len(one.connection_ids) for one in slices] == [SLICE, SLICE, 3]
    assert {one.asked_at for one in slices} == {rounds.world.clock()}
    assert len({one for some in slices for one in some.connection_ids}) == 2 * SLICE + 3


def test_a_slice_is_polled_once_in_a_round_and_again_in_the_next(rounds: Rounds) -> None:
    first = rounds.ask()
    assert rounds.poll(first) == rounds.everyone
    rounds.world.clock.advance(HOLD * 2)
    assert rounds.poll(first) == [], "its message comes twice"
    assert rounds.poll(rounds.ask()) == rounds.everyone


def test_who_was_not_reached_in_time_is_given_back_at_once(rounds: Rounds) -> None:
    asked = rounds.ask()
    assert rounds.poll(asked, time_for=2) == rounds.everyone[:2]
    (left,) = rounds.world.polls.take()
    assert left == PollSlice(asked.asked_at, tuple(rounds.everyone[2:]))
    assert rounds.world.polls.pauses[-1] == timedelta()
    assert rounds.poll(left) == rounds.everyone[2:]


def test_who_was_served_longest_ago_is_asked_for_first(rounds: Rounds) -> None:
    rounds.poll(rounds.ask(), time_for=2)
    rounds.world.polls.take()
    assert rounds.ask().connection_ids == tuple(rounds.everyone[2:] + rounds.everyone[:2])


def test_what_a_later_round_has_overtaken_is_dropped(rounds: Rounds) -> None:
    earlier, later = rounds.ask(), rounds.ask()
    assert rounds.poll(earlier) == []
    assert rounds.poll(later) == rounds.everyone


def test_a_round_that_could_not_be_asked_for_overtakes_nothing(rounds: Rounds) -> None:
    earlier = rounds.ask()
    rounds.world.polls.broken = True
    rounds.world.clock.advance(timedelta(minutes=10))
    with pytest.raises(QueueError):
        rounds.world.rounds.ask()
    assert rounds.poll(earlier) == rounds.everyone


def test_a_connection_is_not_polled_twice_at_once(rounds: Rounds) -> None:
    """Whoever else is to poll it, in this round or in a later one, comes again when that must have ended."""
    busy, *others = rounds.everyone
    asked = rounds.ask()
    for later in (asked, replace(asked, asked_at=asked.asked_at + timedelta(seconds=1))):
        rounds.hold(busy, PollSlice(asked.asked_at, ()))
        assert rounds.poll(later) == others
        (left,) = rounds.world.polls.take()
        assert (left, rounds.world.polls.pauses[-1]) == (replace(later, connection_ids=(busy,)), HOLD)
    rounds.world.clock.advance(HOLD)
    assert rounds.poll(left) == [busy]


def test_what_is_polled_is_told_before_its_turn_runs_out_however_long_a_slice_takes(rounds: Rounds) -> None:
    first, second = rounds.everyone[:2]
    asked = rounds.ask()
    turns = rounds.world.poller.turns
    for one in (first, second):
        turns.take(one, "", asked.asked_at)
        turns.end()
        rounds.world.clock.advance(HOLD - RENEW_AFTER)
    turns.take(rounds.everyone[2], "", asked.asked_at)
    assert [rounds.world.cursors.get(one, TURN) for one in (first, second)] == [asked.asked_at.isoformat()] * 2


def test_a_poll_that_fails_with_its_sign_of_life_is_not_counted_as_done(rounds: Rounds) -> None:
    """The table refuses just then, and to give the turn up as well: it is free again when it runs out."""
    asked = rounds.ask()
    table = _Refusing()
    turns = Turns(table, rounds.world.clock)
    assert turns.take("1", "", asked.asked_at) is Taken.NOW
    rounds.world.clock.advance(RENEW_AFTER)
    table.refuses = True
    for refused in (turns.show_life, turns.give_up):
        with pytest.raises(QueueError):
            refused()
    table.refuses = False
    stored = table.get("1", TURN)
    assert turns.take("1", stored, asked.asked_at) is Taken.BUSY
    rounds.world.clock.advance(HOLD)
    assert turns.take("1", stored, asked.asked_at) is Taken.NOW


class _Refusing(InMemoryCursorStore):
    """A table that does not store, while it refuses."""

    refuses = False

    def swap(self, connection_id: str, name: str, before: str, after: str) -> bool:
        if self.refuses:
            raise QueueError("refused")
        return super().swap(connection_id, name, before, after)


def test_who_died_in_the_middle_has_not_polled(rounds: Rounds) -> None:
    busy = rounds.everyone[0]
    asked = rounds.ask()
    rounds.hold(busy, asked)
    rounds.poll(asked)
    rounds.world.clock.advance(HOLD)
    assert rounds.poll(asked) == [busy]


def test_a_turn_is_kept_by_signs_of_life(rounds: Rounds) -> None:
    busy, asked = rounds.everyone[0], rounds.ask()
    turns = rounds.world.poller.turns
    turns.take(busy, "", asked.asked_at)
    for _ in range(10):
        rounds.world.clock.advance(RENEW_AFTER)
        turns.show_life()
    later = rounds.ask()
    turns.show_life()
    assert busy not in rounds.poll(later)


def test_signs_of_life_in_quick_succession_store_nothing(rounds: Rounds) -> None:
    busy, asked = rounds.everyone[0], rounds.ask()
    turns = rounds.world.poller.turns
    turns.take(busy, "", asked.asked_at)
    stored = rounds.world.cursors.get(busy, TURN)
    rounds.world.clock.advance(RENEW_AFTER / 2)
    turns.show_life()
    assert rounds.world.cursors.get(busy, TURN) == stored


def test_who_has_lost_a_turn_does_not_take_it_back(rounds: Rounds) -> None:
    busy, asked = rounds.everyone[0], rounds.ask()
    turns = rounds.world.poller.turns
    turns.take(busy, "", asked.asked_at)
    later = rounds.ask()
    rounds.hold(busy, later)
    stored = rounds.world.cursors.get(busy, TURN)
    turns.show_life()
    turns.end()
    turns.close()
    assert rounds.world.cursors.get(busy, TURN) == stored


def test_a_defect_of_one_connection_is_told_and_tried_again_by_the_same_message(rounds: Rounds) -> None:
    broken, *others = rounds.everyone
    rounds.opener.broken = {broken}
    asked = rounds.ask()
    told = rounds.worker.poll(asked)
    assert [connection for connection, _ in told.defects] == [broken]
    assert rounds.opener.taken() == rounds.everyone
    rounds.opener.broken = set()
    assert rounds.poll(asked) == [broken]
    assert rounds.poll(asked) == []
    assert others


def test_a_connection_that_is_gone_or_paused_by_now_is_left_out(rounds: Rounds) -> None:
    asked = rounds.ask()
    stored = rounds.world.connections.get(OTHERS[0])
    rounds.world.connections.save(replace(stored, state=ConnectionState.PAUSED))
    wanted = replace(asked, connection_ids=("never", *asked.connection_ids))
    assert rounds.poll(wanted) == [one for one in rounds.everyone if one != OTHERS[0]]
