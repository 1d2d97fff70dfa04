"""A contact that is below its company in QuickBooks goes to another one: the plan, "explain" and the sync say the same."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.rules import CustomerOptions
from tests.builders import a_customer
from tests.unit.engine.test_explain import explain
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER
TOLD = "are still open with the customer Ada Byron in QuickBooks, which is below the former one."


@pytest.fixture
def below(world: World) -> World:
    """Contacts are customers below their companies."""
    rule = replace(world.connection.rule(CUSTOMER), options=CustomerOptions(customer_is="company_with_contacts"))
    world.connections.save(replace(world.connection, rules={**world.connection.rules, CUSTOMER: rule}))
    return world


def moved(world: World, owes: str) -> tuple[RecordRef, RecordRef]:
    """A linked contact with so much open, which has gone to another company since; and that company."""
    first, second = (world.hubspot.put(CUSTOMER, a_customer(display_name=name, email="")) for name in ("First", "Second"))
    contact = world.contact(parent=first, display_name="Ada Byron")
    world.tell(world.finalised(customer=contact))
    assert customer(world, contact).parent == world.twin(first)
    world.quickbooks.edit(world.twin(contact), owes=Decimal(owes), owes_in="USD")
    world.settle()
    world.hubspot.edit(contact, parent=second)
    return contact, second


def customer(world: World, contact: RecordRef) -> Customer:
    record = world.quickbooks.show(world.twin(contact)).record
    assert isinstance(record, Customer)
    return record


@pytest.mark.feature("X1", "X2", "X10")
def test_what_is_planned_and_explained_is_carried(below: World) -> None:
    contact, second = moved(below, "0")
    row = below.rows(below.plan())[contact]
    assert (row.action, row.targets) == (RowAction.UPDATE, (System.QUICKBOOKS,))
    assert "Parent customer changed in HubSpot: carried to QuickBooks." in row.reasons
    assert explain(below, contact).row.reasons == row.reasons
    below.settle()
    assert below.outcome(contact).status is OutcomeStatus.IN_SYNC
    assert customer(below, contact).parent == below.twin(second)


@pytest.mark.feature("X1", "X2", "X10")
def test_what_is_still_owed_is_planned_and_explained_as_a_failure(below: World) -> None:
    contact, _ = moved(below, "40")
    before = customer(below, contact)
    row = below.rows(below.plan())[contact]
    assert row.category is ErrorCategory.STILL_OPEN
    assert row.reasons[0].endswith(TOLD)
    assert explain(below, contact).row.reasons == row.reasons
    below.settle()
    outcome = below.outcome(contact)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, ErrorCategory.STILL_OPEN)
    assert outcome.explanation.endswith(TOLD)
    assert customer(below, contact) == before
