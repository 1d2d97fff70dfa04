"""What several records of one system are found by is nobody's counterpart before a person has said whose."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.rules import Direction
from tests.builders import a_connection, a_product, a_rule
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.world import World

PRODUCT = EntityKind.PRODUCT


@pytest.fixture
def world() -> World:
    """Products go both ways."""
    rules = a_connection().rules
    return World(a_connection(rules={**rules, PRODUCT: a_rule(PRODUCT, Direction.BOTH)}))


def two_and_one(world: World, of: System) -> tuple[RecordRef, RecordRef, RecordRef]:
    """Two products of a system with one SKU, and one of the other system that has it as well."""
    here, there = (world.hubspot, world.quickbooks) if of is System.HUBSPOT else (world.quickbooks, world.hubspot)
    first, second = (here.put(PRODUCT, a_product(sku="P-1", name=name)) for name in ("Pump", "Old pump"))
    return first, second, there.put(PRODUCT, a_product(sku="P-1", name="The pump"))


@pytest.mark.feature("M3", "E8")
@pytest.mark.parametrize("of", System)
def test_of_two_products_with_one_sku_a_person_says_which_is_meant(world: World, of: System) -> None:
    first, second, other = two_and_one(world, of)
    world.tell(first)
    world.tell(second)
    assert {world.outcome(one).category for one in (first, second)} == {ErrorCategory.AMBIGUOUS_MATCH}
    assert len(world.hubspot.every(PRODUCT)) + len(world.quickbooks.every(PRODUCT)) == 3

    world.choosing.choose(world.id, second, other, ADA)
    obey(world)
    assert world.twin(second) == other
    assert OutcomeStatus.IN_SYNC in {world.status(second), world.status(other)}


@pytest.mark.feature("M3", "X1", "X13")
@pytest.mark.parametrize("of", System)
def test_a_plan_links_none_of_them(world: World, of: System) -> None:
    records = two_and_one(world, of)
    rows = world.rows(world.plan())
    assert {rows[one].action for one in records} == {RowAction.CONFLICT}


@pytest.mark.feature("M1", "M3")
def test_neighbours_that_nothing_else_could_claim_are_linked(world: World) -> None:
    first, second, _ = two_and_one(world, System.QUICKBOOKS)
    others = [world.quickbooks.put(PRODUCT, a_product(sku=sku, name=sku)) for sku in ("V-1", "H-1")]
    products = [world.hubspot.put(PRODUCT, a_product(sku=sku, name=sku)) for sku in ("V-1", "H-1")]
    world.tell(first, second, *others)
    assert [world.twin(one) for one in others] == products
    assert {world.outcome(one).category for one in (first, second)} == {ErrorCategory.AMBIGUOUS_MATCH}


@pytest.mark.feature("M1")
def test_one_whose_namesake_is_linked_already_is_not_contested(world: World) -> None:
    first, second, other = two_and_one(world, System.QUICKBOOKS)
    world.choosing.link(world.id, first, other, ADA)
    obey(world)
    more = world.hubspot.put(PRODUCT, a_product(sku="P-1", name="Another"))
    world.tell(second)
    assert world.twin(second) == more


@pytest.mark.feature("M1", "M3")
@pytest.mark.parametrize("of", System)
def test_one_whose_namesake_a_person_leaves_out_is_not_contested(world: World, of: System) -> None:
    first, second, other = two_and_one(world, of)
    world.tell(first, second)
    world.choosing.leave_out(world.id, first, ADA)
    obey(world)
    world.tell(second)
    assert world.twin(second) == other
    assert world.status(first) is OutcomeStatus.EXCLUDED
