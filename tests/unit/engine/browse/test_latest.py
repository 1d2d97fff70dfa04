"""What the record has that came into step last."""

from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.browse.latest import LatestView
from tests.unit.engine.world import World


def view(world: World) -> LatestView:
    return LatestView(world.outcomes, world.links)


def test_it_is_what_both_sides_agreed_on_last(world: World) -> None:
    world.tell(world.finalised())
    newest = world.finalised()
    world.tell(newest)

    agreed = view(world).agreed(world.id, EntityKind.INVOICE)

    link = world.link(newest)
    assert link is not None
    assert agreed == {system: link.agreements[system].fields for system in System}


def test_where_no_record_is_in_step_there_is_nothing(world: World) -> None:
    assert not view(world).agreed(world.id, EntityKind.INVOICE)
