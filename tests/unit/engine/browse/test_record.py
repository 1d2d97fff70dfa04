"""One record with all that is stored about it, found from either side."""

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.browse.record import RecordView
from counterfoil.engine.choose.author import Author
from tests.builders import hubspot
from tests.unit.engine.world import World


def view(world: World) -> RecordView:
    return RecordView(world.outcomes, world.links, world.choices)


@pytest.mark.feature("H4")
def test_it_is_the_same_from_either_side(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)

    (here,) = view(world).record(world.id, ref)
    (there,) = view(world).record(world.id, world.twin(ref))

    assert here == there
    assert here.is_known
    assert here.outcome == world.outcome(ref)
    assert here.link == world.link(ref)
    assert [one.at for one in here.activity] == sorted((one.at for one in here.activity), reverse=True)


def test_what_people_decided_is_told_with_it(world: World) -> None:
    ref = world.finalised()
    world.choosing.leave_out(world.id, ref, Author(who="ann@example.com", why="a test"))

    (known,) = view(world).record(world.id, ref)

    (choices,) = known.choices
    assert [choice.who for choice in choices.holding] == ["ann@example.com"]


def test_nothing_is_known_of_an_unknown_record(world: World) -> None:
    (unknown,) = view(world).record(world.id, hubspot(EntityKind.INVOICE, "404"))
    assert not unknown.is_known
