"""How every RecordSystem finds records by the keys that match them."""

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Criterion, MatchKey
from tests.contract.systems.steps import written
from tests.contract.systems.world import World


class FindingContract:
    """Looking for customers and products."""

    def test_a_customer_is_found_by_e_mail_whatever_its_case(self, world: World) -> None:
        [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1"))
        email: str = snapshot.fields["email"]
        there, nobody = Criterion(MatchKey.EMAIL, email.upper()), Criterion(MatchKey.EMAIL, "nobody@example.com")
        assert world.system.find(EntityKind.CUSTOMER, [there, nobody]) == {there: (snapshot,), nobody: ()}

    def test_a_customer_is_found_by_name(self, world: World) -> None:
        [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1"))
        there, nobody = Criterion(MatchKey.NAME, snapshot.fields["display_name"]), Criterion(MatchKey.NAME, "Nobody Else")
        assert world.system.find(EntityKind.CUSTOMER, [there, nobody]) == {there: (snapshot,), nobody: ()}

    def test_a_product_is_found_by_sku_and_by_name(self, world: World) -> None:
        [snapshot] = written(world, world.create(EntityKind.PRODUCT, "1"))
        by_sku = Criterion(MatchKey.SKU, snapshot.fields["sku"])
        by_name = Criterion(MatchKey.NAME, snapshot.fields["name"])
        nothing = Criterion(MatchKey.SKU, "NO-SUCH-SKU")
        found = world.system.find(EntityKind.PRODUCT, [by_sku, by_name, nothing])
        assert found == {by_sku: (snapshot,), by_name: (snapshot,), nothing: ()}

    def test_a_hundred_values_are_looked_for_at_once(self, world: World) -> None:
        snapshots = written(world, *(world.create(EntityKind.CUSTOMER, f"{number}") for number in range(1, 31)))
        criteria = [Criterion(MatchKey.EMAIL, snapshot.fields["email"]) for snapshot in snapshots]
        criteria += [Criterion(MatchKey.EMAIL, f"nobody{number}@example.com") for number in range(70)]
        found = world.system.find(EntityKind.CUSTOMER, criteria)
        assert [found[each] for each in criteria] == [*((snapshot,) for snapshot in snapshots), *[()] * 70]
