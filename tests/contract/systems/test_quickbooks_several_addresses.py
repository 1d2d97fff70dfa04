"""Customers whose e-mail field holds several addresses, as QuickBooks' pages allow."""

from collections.abc import Sequence

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Criterion, MatchKey
from tests.contract.systems.quickbooks_world import QuickBooksWorld


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def a_customer(world: QuickBooksWorld, name: str, addresses: str) -> str:
    """A customer as a person types it in; its id."""
    made_id: str = world.make("Customer", {"DisplayName": name, "PrimaryEmailAddr": {"Address": addresses}})["Id"]
    return made_id


def found_ids(world: QuickBooksWorld, addresses: Sequence[str]) -> list[list[str]]:
    """The ids of the customers found by each address."""
    criteria = [Criterion(MatchKey.EMAIL, address) for address in addresses]
    found = world.system.find(EntityKind.CUSTOMER, criteria)
    return [[snapshot.ref.id for snapshot in found[each]] for each in criteria]


@pytest.mark.parametrize("case_sensitive", [True, False])
def test_each_of_the_addresses_finds_the_customer(world: QuickBooksWorld, *, case_sensitive: bool) -> None:
    world.switches.case_sensitive_queries = case_sensitive
    firm = a_customer(world, "Firm", "Office@firm.example, ap@firm.example")
    other = a_customer(world, "Other", "map@firm.example,x@y.example")
    found = found_ids(world, ["office@firm.example", "AP@firm.example", "x@y.example"])
    assert found == [[firm], [firm], [other]]


def test_a_part_of_an_address_finds_nobody(world: QuickBooksWorld) -> None:
    a_customer(world, "Firm", "office@firm.example, ap@firm.example")
    assert found_ids(world, ["p@firm.example", "ap@firm", "%@firm.example", ",", ""]) == [[], [], [], [], []]


@pytest.mark.parametrize("case_sensitive", [True, False])
def test_one_address_finds_whoever_has_it_alone_or_among_others(world: QuickBooksWorld, *, case_sensitive: bool) -> None:
    world.switches.case_sensitive_queries = case_sensitive
    firm = a_customer(world, "Firm", "Office@firm.example, ap@firm.example")
    ada = a_customer(world, "Ada", "ada@firm.example")
    a_customer(world, "Other", "map@firm.example")
    asked = ["office@firm.example", "AP@firm.example", "ada@firm.example", "da@firm.example", "%@firm.example"]
    assert [found_ids(world, [one]) for one in asked] == [[[firm]], [[firm]], [[ada]], [[]], [[]]]


@pytest.mark.feature("X5")
def test_an_address_costs_one_read_once_it_is_known_that_its_letters_may_be_capitals(world: QuickBooksWorld) -> None:
    a_customer(world, "Ada", "ada@firm.example")
    found_ids(world, ["nobody@firm.example"])
    before = world.metered()
    assert found_ids(world, ["somebody@firm.example"]) == [[]]
    new = a_customer(world, "New", "x@y.example, somebody@firm.example")
    assert found_ids(world, ["somebody@firm.example"]) == [[new]]
    assert world.metered() - before == 2


def test_several_cost_one_read_more_and_only_where_an_address_found_nobody(world: QuickBooksWorld) -> None:
    people = [a_customer(world, name, f"{name}@example.com") for name in ("ada", "bob")]
    firms = [a_customer(world, f"Firm {number}", f"office@firm{number}.example, ap@example.com") for number in range(3)]
    before = world.metered()
    assert found_ids(world, ["ada@example.com", "bob@example.com"]) == [[one] for one in people]
    assert world.metered() - before == 1
    found = found_ids(world, ["ada@example.com", "ap@example.com", *(f"nobody{number}@example.com" for number in range(98))])
    assert found[1] == firms
    assert world.metered() - before == 3
