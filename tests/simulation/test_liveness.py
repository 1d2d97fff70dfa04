"""Nothing stands still: what is promised is kept, and what would break a promise is noticed."""

import pytest

from tests.simulation.idlers import IDLERS, CallsItself, Idler, hidden_for
from tests.simulation.lively import Lively
from tests.simulation.liveness import A_MINUTE
from tests.simulation.standstills import STANDSTILLS, Standstill, standstill
from tests.simulation.timeline import Timeline
from tests.simulation.workers import RestlessError
from tests.simulation.world import World

SEEDS = (1, pytest.param(2, marks=pytest.mark.long))
_BY_NAME = {scene.name: scene for scene in STANDSTILLS}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_promise_is_kept_at_the_bundles_own_pace(seed: int) -> None:
    assert Lively(seed, events=20).run() == []


@pytest.mark.long
@pytest.mark.parametrize("scene", STANDSTILLS, ids=lambda scene: scene.name)
def test_nothing_stands_still(scene: Standstill) -> None:
    assert standstill(scene) == []


@pytest.mark.long
@pytest.mark.parametrize("idler", IDLERS, ids=lambda idler: idler.name)
def test_a_planted_standstill_is_noticed(idler: Idler) -> None:
    scene = _BY_NAME[idler.shows]
    assert scene.promise is idler.promise
    assert standstill(scene, idler.make, idler.numbers)


def test_a_message_that_shows_again_soon_stands_still_for_nobody() -> None:
    assert standstill(_BY_NAME["a worker dies"], numbers=hidden_for(A_MINUTE)) == []


def test_an_odd_record_is_the_only_trouble_of_a_run_without_a_planted_one() -> None:
    assert standstill(_BY_NAME["an odd record"]) == []


def test_records_that_call_up_one_another_for_ever_are_noticed() -> None:
    world = World(7, parties=1, make=CallsItself)
    world.house.most_begun = 100
    world.parties[0].person.finalise_new()
    with pytest.raises(RestlessError, match="customer_sync"):
        Timeline(world).run_for(A_MINUTE)
    with pytest.raises(RestlessError, match="customer_sync"):
        world.drain()
    world.close()
