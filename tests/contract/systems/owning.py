"""How every RecordSystem writes the values of people's own mappings."""

from dataclasses import replace

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.write import Operation
from tests.contract.systems.steps import change, written
from tests.contract.systems.world import World


class OwnValuesContract:
    """Values beside the fields, by the vendor's names."""

    @pytest.mark.feature("F2")
    def test_a_new_record_has_the_values_of_own_mappings(self, world: World, kind: EntityKind) -> None:
        name = world.free[kind]
        world.system = world.reading({kind: frozenset({name})})
        [made] = written(world, replace(world.create(kind, "1"), own={name: "Gold"}))
        assert made.extra == {name: "Gold"}

    @pytest.mark.feature("F2")
    def test_an_update_changes_and_clears_the_values_of_own_mappings(self, world: World, kind: EntityKind) -> None:
        name = world.free[kind]
        world.system = world.reading({kind: frozenset({name})})
        [made] = written(world, world.create(kind, "1"))
        for value in ("Gold", "Silver", ""):
            world.advance(1)
            [after] = written(world, replace(change(made, Operation.UPDATE), own={name: value}))
            assert (after.extra, after.fields, after.ref) == ({name: value}, made.fields, made.ref)
            made = after
