"""What QuickBooks has only once: of two that a plan makes with one name, the second says so and is carried all the same."""

from dataclasses import replace

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.plan_job import RowAction, RowState
from counterfoil.domain.rules import CustomerOptions, Direction
from tests.builders import a_connection, a_customer, a_product, a_rule
from tests.unit.engine.preview.steps import results
from tests.unit.engine.world import World

CUSTOMER, PRODUCT = EntityKind.CUSTOMER, EntityKind.PRODUCT
ADA = {"display_name": "Ada Byron", "given_name": "Ada", "family_name": "Byron"}
SAID = (
    "By this plan QuickBooks gets an entry of this name for another {kind} first, and QuickBooks takes every name once. Give"
    " one of the two another name in HubSpot."
)


def world(kind: EntityKind, **changes: object) -> World:
    """A connection that makes everything of this kind in QuickBooks."""
    connection = a_connection()
    always = a_rule(kind, Direction.HUBSPOT_TO_QUICKBOOKS, create="always", **changes)
    return World(replace(connection, rules={**connection.rules, kind: always}))


def remarks(made: World, *refs: RecordRef) -> list[tuple[str, ...]]:
    """What a plan remarks on these; it creates each, and applying it tries each."""
    job = made.plan()
    rows = made.rows(job)
    assert {rows[ref].action for ref in refs} == {RowAction.CREATE}
    made.apply(job)
    assert set(results(made, job, *refs)) <= {RowState.DONE, RowState.REFUSED}
    return [rows[ref].remarks for ref in refs]


@pytest.mark.feature("X1", "E2")
def test_of_two_contacts_of_one_name_the_second_says_so() -> None:
    made = world(CUSTOMER)
    people = [made.contact(**ADA, email=f"{name}@x.example") for name in ("ada", "byron")]
    assert remarks(made, *people) == [(), (SAID.format(kind="customer"),)]


@pytest.mark.feature("X1", "E2")
def test_of_two_products_of_one_name_the_second_says_so() -> None:
    made = world(PRODUCT)
    products = [made.hubspot.put(PRODUCT, a_product(name=name, sku=sku)) for name, sku in (("Pump", "1"), ("pump", "2"))]
    assert remarks(made, *products) == [(), (SAID.format(kind="product"),)]


@pytest.mark.feature("X1", "P2")
def test_whoever_gets_a_number_is_no_second_one_of_a_name() -> None:
    made = world(CUSTOMER, options=CustomerOptions(suffix_second_person=True))
    people = [made.contact(**ADA, email=f"{name}@x.example") for name in ("ada", "byron")]
    assert remarks(made, *people) == [(), ()]


@pytest.mark.feature("X1")
def test_other_names_and_what_is_linked_take_no_place() -> None:
    made = world(CUSTOMER)
    made.quickbooks.put(CUSTOMER, a_customer(**ADA, email="ada@x.example"))
    linked = made.contact(**ADA, email="ada@x.example")
    others = [made.contact(**ADA | {"display_name": name}, email=f"{name}@x.example".lower()) for name in ("Joe", "Bea")]
    assert remarks(made, *others) == [(), ()]
    assert made.twin(linked)
