"""Names of people and products are values in HubSpot's searches, whatever they look like: nothing else is found by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Criterion, MatchKey
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.fuzz.test_injection import HOSTILE

WILD = ("*", "a*", "?", "a;b", "a,b", "null", "HAS_PROPERTY", '"}],"limit":200,"x":[{"', "%", "_")
KINDS = {MatchKey.NAME: EntityKind.CUSTOMER, MatchKey.EMAIL: EntityKind.CUSTOMER, MatchKey.SKU: EntityKind.PRODUCT}


@pytest.fixture(scope="module")
def world() -> HubSpotWorld:
    """A portal with a product and a person of every hostile name, and harmless ones."""
    world = HubSpotWorld()
    for number, text in enumerate((*HOSTILE, *WILD)):
        world.make("products", {"name": f"Pump {number}", "hs_sku": text})
        world.make("contacts", {"lastname": text, "email": f"p{number}@cool.example"})
    world.advance(60)
    return world


@pytest.mark.parametrize("text", [*HOSTILE, *WILD])
def test_exactly_the_one_of_that_name_is_found(world: HubSpotWorld, text: str) -> None:
    sku, name = Criterion(MatchKey.SKU, text), Criterion(MatchKey.NAME, text)

    (product,) = world.system.find(EntityKind.PRODUCT, [sku])[sku]
    (person,) = world.system.find(EntityKind.CUSTOMER, [name])[name]

    assert product.fields["sku"] == text
    assert person.fields["display_name"] == text


def test_all_hostile_names_in_one_search(world: HubSpotWorld) -> None:
    criteria = [Criterion(MatchKey.SKU, text) for text in (*HOSTILE, *WILD)]
    found = world.system.find(EntityKind.PRODUCT, criteria)
    assert all(len(found[criterion]) == 1 for criterion in criteria)


@pytest.mark.parametrize("key", KINDS)
@given(value=st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), max_size=20))
def test_what_nobody_has_finds_nobody(world: HubSpotWorld, key: MatchKey, value: str) -> None:
    criterion = Criterion(key, f"nobody{value}")
    assert world.system.find(KINDS[key], [criterion]) == {criterion: ()}
