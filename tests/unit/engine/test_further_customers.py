"""Customers go both ways, and a contact has a customer for each of several currencies."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.rules import Direction
from tests.builders import a_connection, a_customer, a_rule
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER
GRACE = {"email": "grace@x.example", "display_name": "Grace"}


@pytest.fixture
def world() -> World:
    connection = a_connection()
    both_ways = {**connection.rules, CUSTOMER: a_rule(CUSTOMER, Direction.BOTH)}
    company = replace(connection.company, multicurrency=True)
    return World(replace(connection, company=company, rules=both_ways))


def customer(world: World, currency: str) -> RecordRef:
    return world.quickbooks.put(CUSTOMER, a_customer(**GRACE | {"display_name": f"Grace {currency}"}, currency=currency))


@pytest.mark.parametrize(("linked", "further"), [("USD", "EUR"), ("EUR", "USD")])
def test_a_further_customer_gets_the_invoices_in_its_currency_and_no_contact(
    world: World, linked: str, further: str
) -> None:
    contact = world.contact(**GRACE)
    first = customer(world, linked)
    world.tell(first)
    second = customer(world, further)
    world.tell(second)
    assert world.status(second) is OutcomeStatus.EXCLUDED
    assert world.outcome(second).reasons[0] == (
        f"It has the e-mail address of a contact that is linked with the customer Grace {linked}. It gets that contact's"
        f" invoices in {further}, and no contact of its own."
    )
    invoices = {currency: world.finalised(customer=contact, currency=currency) for currency in (linked, further)}
    world.tell(*invoices.values())
    world.settle()
    booked = {currency: world.invoice(world.twin(ref)).customer for currency, ref in invoices.items()}
    assert booked == {linked: first, further: second}
    assert len(world.hubspot.every(CUSTOMER)) == 1


@pytest.mark.feature("E8", "X1")
def test_that_another_customer_has_the_address_is_planned_and_nothing_is_tried(world: World) -> None:
    world.contact(**GRACE)
    world.tell(customer(world, "USD"))
    second = world.quickbooks.put(CUSTOMER, a_customer(**GRACE | {"display_name": "Grace's firm"}, currency="USD"))
    row = world.rows(world.plan())[second]
    assert (row.action, row.category, row.acts) == (RowAction.CONFLICT, ErrorCategory.AMBIGUOUS_MATCH, False)
    assert row.reasons[0].startswith("The customer Grace in HubSpot has this e-mail address already, and is linked with")
    writes = world.writes()
    world.tell(second)
    assert world.outcome(second).category is ErrorCategory.AMBIGUOUS_MATCH
    assert world.writes() == writes
    world.quickbooks.edit(second, email="firm@x.example")
    world.tell(second)
    assert world.status(second) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E8", "X1")
@pytest.mark.parametrize("together", [0, 1])
def test_two_customers_with_one_address_are_planned_as_one_contact_and_a_choice(world: World, together: int) -> None:
    first, second = (
        world.quickbooks.put(CUSTOMER, a_customer(**GRACE | {"display_name": name}, currency="USD"))
        for name in ("Grace", "Grace's firm")
    )
    between = [customer_of_nobody(world, number) for number in range(0 if together else 120)]
    job = world.plan()
    rows = world.rows(job)
    assert len(rows) == 2 + len(between)
    assert (rows[first].action, rows[first].targets) == (RowAction.CREATE, (System.HUBSPOT,))
    assert (rows[second].action, rows[second].category, rows[second].acts) == (
        RowAction.CONFLICT, ErrorCategory.AMBIGUOUS_MATCH, False,
    )  # fmt: skip
    assert "has the same e-mail address" in rows[second].reasons[0]


def customer_of_nobody(world: World, number: int) -> RecordRef:
    made = {"email": f"nobody{number}@x.example", "display_name": f"Nobody {number}"}
    return world.quickbooks.put(CUSTOMER, a_customer(**made, currency="USD"))


def test_an_edit_of_a_further_customer_goes_nowhere(world: World) -> None:
    contact = world.contact(**GRACE)
    world.tell(customer(world, "USD"))
    second = customer(world, "EUR")
    world.tell(second)
    world.quickbooks.edit(second, phone="555-0199")
    world.hubspot.edit(contact, phone="555-0123")
    world.settle()
    assert world.quickbooks.show(second).fields["phone"] == "555-0199"
    assert world.quickbooks.show(world.twin(contact)).fields["phone"] == "555-0123"
    assert world.status(second) is OutcomeStatus.EXCLUDED


def test_both_told_at_once_end_as_one_contact(world: World) -> None:
    contact = world.contact(**GRACE)
    customers = customer(world, "USD"), customer(world, "EUR")
    world.tell(*customers)
    world.settle()
    assert world.twin(contact) in customers
    assert sorted(map(str, map(world.status, customers))) == ["excluded", "in_sync"]


def test_a_customer_of_the_same_currency_is_no_further_one(world: World) -> None:
    world.contact(**GRACE)
    world.tell(customer(world, "USD"))
    second = customer(world, "USD")
    world.tell(second)
    assert world.status(second) is not OutcomeStatus.EXCLUDED
