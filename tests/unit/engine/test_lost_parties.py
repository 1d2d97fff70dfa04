"""Customers and items that are merged away or made inactive: links follow, people are told, nobody is made twice."""

from contextlib import suppress
from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_connection, a_customer, a_line
from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

GRACE = {"email": "grace@x.example"}


def invoiced(world: World, contact: RecordRef) -> RecordRef:
    """The customer in QuickBooks of a new invoice of the contact."""
    ref = world.finalised(customer=contact)
    world.tell(ref)
    customer = world.invoice(world.twin(ref)).customer
    assert customer == world.twin(contact)
    return customer


def failures_told(world: World, ref: RecordRef) -> int:
    return len([one for one in world.outcomes.every if one.ref == ref and one.category])


@pytest.mark.feature("I5")
@pytest.mark.parametrize("told", [(), (0,), (1,), (0, 1)])
def test_the_link_of_a_merged_contact_moves_to_the_survivor(world: World, told: tuple[int, ...]) -> None:
    merged, survivor = world.contact(display_name="Cool Cars"), world.contact(display_name="Cool Cars")
    customer = invoiced(world, merged)
    world.hubspot.merge(survivor, merged)
    world.tell(*((merged, survivor)[one] for one in told))
    assert invoiced(world, survivor) == customer
    assert world.outcome(merged).reasons == ("Merged into another contact, the customer Cool Cars, which has its link now.",)
    world.settle()
    assert world.status(survivor) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


def test_a_contact_merged_into_a_linked_one_is_asked_about_as_that_one(world: World) -> None:
    other, survivor = world.contact(), world.contact(given_name="Grace", family_name="Hopper")
    customer = invoiced(world, survivor)
    world.hubspot.merge(survivor, other)
    world.hubspot.edit(survivor, given_name="Amazing")
    world.tell(other)
    there = next(one for one in world.quickbooks.every(EntityKind.CUSTOMER) if one.ref == customer)
    assert there.fields["given_name"] == "Amazing"
    assert world.status(survivor) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


@pytest.mark.parametrize("lost", ["contact", "customer"])
def test_a_worker_may_die_anywhere_on_the_way(lost: str) -> None:
    for chosen in range(1, 30):
        world = World()
        contact, survivor = world.contact(**GRACE), world.contact(**GRACE)
        customer = kept = invoiced(world, contact)
        if lost == "contact":
            world.hubspot.merge(survivor, contact)
        else:
            survivor, kept = contact, world.quickbooks.put(EntityKind.CUSTOMER, a_customer(**GRACE))
            world.quickbooks.edit(customer, active=False)
        ref = world.finalised(customer=survivor)
        world.effects.done, world.effects.chosen = 0, chosen
        with suppress(WorkerKilledError):
            world.tell(customer, survivor, ref)
        died, world.effects.chosen = world.effects.done >= chosen, None
        world.clock.advance(LEASE)
        world.tell(customer, survivor, ref)
        world.settle()
        assert world.invoice(world.twin(ref)).customer == world.twin(survivor) == kept
        assert world.status(ref) is OutcomeStatus.IN_SYNC
        if not died:
            assert chosen > 3
            return
    raise AssertionError("never survived")


def test_a_link_that_was_closed_before_the_merge_was_seen_moves_and_opens(world: World) -> None:
    merged, survivor = world.contact(), world.contact()
    customer = invoiced(world, merged)
    stored = world.hubspot.records.pop(merged)
    world.tell(merged)
    assert world.link(merged).state is LinkState.CLOSED
    world.hubspot.records[merged] = stored
    world.hubspot.merge(survivor, merged)
    assert invoiced(world, survivor) == customer


@pytest.mark.feature("I5", "E14")
def test_of_two_linked_contacts_the_survivor_keeps_its_own(world: World) -> None:
    merged, survivor = world.contact(), world.contact()
    invoiced(world, merged)
    kept = invoiced(world, survivor)
    world.hubspot.merge(survivor, merged)
    world.settle()
    assert world.twin(survivor) == kept
    assert world.link(merged).state is LinkState.CLOSED
    outcome = world.outcome(merged)
    assert outcome.category is ErrorCategory.RECORD_DELETED
    assert outcome.explanation == (
        "The customer Customer 1 was merged into another contact in HubSpot, which stays linked to the customer Customer 2;"
        " the customer Customer 1 has no contact any more. Merge the two customers in QuickBooks too if they are one."
    )
    world.tell(merged, survivor)
    assert failures_told(world, merged) == 1
    assert invoiced(world, survivor) == kept


def test_two_linked_contacts_merged_into_a_new_one(world: World) -> None:
    one, two = world.contact(), world.contact()
    first, _ = invoiced(world, one), invoiced(world, two)
    survivor = world.contact()
    world.hubspot.merge(survivor, one, two)
    world.settle()
    assert world.twin(survivor) == first
    assert world.link(two).state is LinkState.CLOSED
    assert (world.status(one), world.status(two)) == (OutcomeStatus.EXCLUDED, OutcomeStatus.FAILING)


def test_the_customer_of_the_contact_whose_values_survived_is_kept(world: World) -> None:
    """The values of the primary contact survive a merge, so nothing need be changed at its customer."""
    one, two = world.contact(), world.contact(**GRACE)
    _, second = invoiced(world, one), invoiced(world, two)
    survivor = world.contact(**GRACE)
    world.hubspot.merge(survivor, one, two)
    world.settle()
    assert world.twin(survivor) == second
    assert world.link(one).state is LinkState.CLOSED


@pytest.mark.feature("I5", "E14")
def test_the_link_of_an_inactive_customer_of_quickbooks_stays_closed_however_often_it_is_looked_at() -> None:
    both = replace(a_connection().rules[EntityKind.CUSTOMER], direction=Direction.BOTH, create="always")
    world = World(a_connection(rules={**a_connection().rules, EntityKind.CUSTOMER: both}))
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(**GRACE))
    world.tell(customer)
    contact = world.twin(customer)
    world.quickbooks.edit(customer, active=False)
    for _ in range(3):
        world.tell(customer, contact)
        assert world.link(customer).state is LinkState.CLOSED
    world.quickbooks.edit(customer, active=True)
    world.tell(customer)
    assert world.link(customer).state is LinkState.LINKED


def test_an_inactive_customer_closes_its_link_and_is_told_once(world: World) -> None:
    contact = world.contact()
    customer = invoiced(world, contact)
    world.quickbooks.edit(customer, active=False)
    world.settle()
    assert world.link(contact).state is LinkState.CLOSED
    outcome = world.outcome(contact)
    assert outcome.category is ErrorCategory.RECORD_DELETED
    assert "The customer Customer 1 was made inactive or merged into another in QuickBooks." in outcome.explanation
    world.tell(customer, contact)
    assert failures_told(world, contact) == 1


def test_an_invoice_of_an_inactive_customer_names_it_and_makes_no_second(world: World) -> None:
    contact = world.contact()
    customer = invoiced(world, contact)
    world.quickbooks.edit(customer, active=False)
    world.settle()
    ref = world.finalised(customer=contact)
    world.tell(ref)
    assert world.outcome(ref).category is ErrorCategory.RECORD_DELETED
    assert "The customer Customer 1 was made inactive" in world.outcome(ref).explanation
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1
    world.quickbooks.edit(customer, active=True)
    world.settle()
    world.tell(ref)
    assert world.invoice(world.twin(ref)).customer == customer


@pytest.mark.feature("I5")
def test_an_invoice_finds_the_customer_that_another_was_merged_into(world: World) -> None:
    contact = world.contact(**GRACE)
    lost = invoiced(world, contact)
    kept = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Kept", **GRACE))
    world.quickbooks.edit(lost, active=False)
    world.settle()
    assert invoiced(world, contact) == kept
    world.quickbooks.touch(lost)
    world.settle()
    assert world.twin(contact) == kept
    assert world.status(lost) is None
    assert len(world.hubspot.every(EntityKind.CUSTOMER)) == 1


def test_who_took_over_may_be_lost_again_and_the_first_come_back(world: World) -> None:
    contact = world.contact(**GRACE)
    first = invoiced(world, contact)
    second = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Second", **GRACE))
    world.quickbooks.edit(first, active=False)
    world.settle()
    assert invoiced(world, contact) == second
    world.quickbooks.edit(first, active=True)
    world.quickbooks.edit(second, active=False)
    world.settle()
    assert invoiced(world, contact) == first


def test_several_that_may_have_taken_over_are_not_guessed_between(world: World) -> None:
    contact = world.contact(**GRACE)
    lost = invoiced(world, contact)
    for name in ("One", "Two"):
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, **GRACE))
    world.quickbooks.edit(lost, active=False)
    world.settle()
    ref = world.finalised(customer=contact)
    world.tell(ref)
    assert world.outcome(ref).category is ErrorCategory.AMBIGUOUS_MATCH


@pytest.mark.feature("I5", "E14")
def test_an_inactive_item_is_named_and_found_anew_by_its_sku(world: World) -> None:
    item = world.item()
    world.tell(item)
    product = world.twin(item)
    world.quickbooks.edit(item, active=False)
    world.settle()
    ref = world.finalised(lines=(a_line(product=product, sku="PRD-PUMP"),))
    world.tell(ref)
    assert world.outcome(ref).category is ErrorCategory.RECORD_DELETED
    other = world.item(name="New pump")
    world.tell(ref)
    assert world.invoice(world.twin(ref)).lines[0].product == other
    assert world.outcome(item).reasons == ("The item New pump (SKU PRD-PUMP) has taken its place.",)
    assert world.twin(product) == other


def test_an_inactive_customer_that_was_never_linked_stays_out(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(active=False))
    world.tell(customer)
    assert world.outcome(customer).reasons == ("The customer is inactive in QuickBooks.",)
