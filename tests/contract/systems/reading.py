"""How every RecordSystem shows its records, their changes and their pages."""

import pytest

from counterfoil.domain.errors import Cure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.steps import every_id, extra, poll, written
from tests.contract.systems.world import World

NO_SUCH_ID = "987654321"


class ReadingContract:
    """Reading, polling and paging."""

    @pytest.mark.parametrize("any_kind", EntityKind)
    def test_an_unknown_id_is_absent(self, world: World, any_kind: EntityKind) -> None:
        assert dict(world.system.read(any_kind, [NO_SUCH_ID])) == {}

    @pytest.mark.parametrize("any_kind", EntityKind)
    def test_reading_nothing_calls_nobody(self, world: World, any_kind: EntityKind) -> None:
        before = world.calls()
        assert dict(world.system.read(any_kind, [])) == {}
        assert world.calls() == before

    def test_what_a_rule_names_is_read_beside_the_fields(self, world: World, kind: EntityKind) -> None:
        filled, empty = written(world, world.create(kind, "1"), world.create(kind, "2"))
        world.fill_in(kind, filled.ref.id, "Gold")
        assert extra(world.system, filled) == {}
        system = world.reading({kind: frozenset({world.free[kind]})})
        assert extra(system, filled) == {world.free[kind]: "Gold"}
        assert extra(system, empty) == {world.free[kind]: ""}

    def test_an_answer_to_a_write_shows_what_a_rule_names(self, world: World, kind: EntityKind) -> None:
        world.system = world.reading({kind: frozenset({world.free[kind]})})
        [made] = written(world, world.create(kind, "1"))
        assert made.extra == {world.free[kind]: ""}

    def test_people_are_led_to_each_record_or_nowhere(self, world: World) -> None:
        addresses = {kind: world.system.address(RecordRef(world.vendor, kind, NO_SUCH_ID)) for kind in EntityKind}
        assert all(one.startswith("https://") and NO_SUCH_ID in one for one in addresses.values() if one)
        assert addresses[EntityKind.INVOICE]
        assert addresses[EntityKind.CUSTOMER]

    def test_pages_show_every_record_once(self, world: World, kind: EntityKind) -> None:
        created = written(world, *(world.create(kind, f"{number}") for number in range(1, 6)))
        ids = every_id(world, kind)
        assert len(ids) == len(set(ids))
        assert {snapshot.ref.id for snapshot in created} <= set(ids)

    def test_a_throttled_read_raises(self, world: World, kind: EntityKind) -> None:
        world.plan(FaultKind.THROTTLED)
        with pytest.raises(VendorError) as raised:
            world.system.read(kind, ["1"])
        assert raised.value.failure.cure is Cure.WAITING

    def test_changes_are_told_once_polling_has_begun(self, world: World, kind: EntityKind) -> None:
        _, cursor = poll(world, list(EntityKind), "")
        world.advance(600)
        created = written(world, *(world.create(kind, f"{number}") for number in range(1, 6)))
        world.advance(5)
        records, cursor = poll(world, list(EntityKind), cursor)
        told = {record.ref: record.version for record in records}
        assert {snapshot.ref.whole: snapshot.version for snapshot in created}.items() <= told.items()
        world.advance(600)
        world.someone_changes(kind, created[0].ref.id)
        world.advance(5)
        records, _ = poll(world, [kind], cursor)
        assert created[0].ref.whole in {record.ref for record in records}

    def test_a_kind_that_was_not_asked_about_goes_on_from_an_older_cursor(self, world: World, kind: EntityKind) -> None:
        others = [one for one in EntityKind if one is not kind]
        _, kept = poll(world, list(EntityKind), "")
        world.advance(600)
        created = written(world, *(world.create(kind, f"{number}") for number in range(1, 4)))
        world.advance(600)
        records, cursor = poll(world, others, kept)
        assert {record.ref.kind for record in records} <= set(others)
        world.advance(600)
        _, cursor = poll(world, list(EntityKind), cursor)
        records, _ = poll(world, [kind], kept)
        assert {one.ref.whole for one in created} <= {record.ref for record in records}

    def test_a_quiet_vendor_tells_nothing(self, world: World, kind: EntityKind) -> None:
        written(world, world.create(kind, "1"))
        world.advance(600)
        _, cursor = poll(world, [kind], "")
        world.advance(600)
        records, cursor = poll(world, [kind], cursor)
        assert records == []
        world.advance(600)
        assert poll(world, [kind], cursor)[0] == []
