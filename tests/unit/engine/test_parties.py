"""Customers and products on their own, several workers at once, several connections side by side."""

from dataclasses import replace

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_customer, a_line, a_product, a_rule
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World


def carry(world: World, kind: EntityKind, direction: Direction) -> None:
    rules = {**world.connection.rules, kind: a_rule(kind, direction)}
    world.connections.save(replace(world.connection, rules=rules))


def test_a_contact_that_no_invoice_needs_stays_out(world: World) -> None:
    contact = world.contact()
    world.tell(contact)
    assert world.outcome(contact).reasons == ("Customers are made only for invoices that need them.",)
    assert world.quickbooks.calls["find"] == 0


def test_a_linked_contact_carries_its_changes(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)
    contact = world.invoice(ref).customer
    assert contact
    world.hubspot.edit(contact, phone="555-0100")
    world.settle()
    assert world.quickbooks.show(world.twin(contact)).fields["phone"] == "555-0100"
    world.quickbooks.edit(world.twin(contact), phone="555-0199")
    world.settle()
    assert world.hubspot.show(contact).fields["phone"] == "555-0100"  # the rule carries contacts one way


def test_a_customer_found_by_its_address_is_left_as_it_is(world: World) -> None:
    known = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Known as", email="grace@x.example"))
    ref = world.finalised(customer=world.contact(email="grace@x.example"))
    world.tell(ref)
    assert world.quickbooks.show(known).fields["display_name"] == "Known as"
    assert [write.kind for write in world.quickbooks.written] == [EntityKind.PRODUCT, EntityKind.INVOICE]


def adopted(world: World, contact: RecordRef, **members: str) -> RecordRef:
    """The customer of somebody else in QuickBooks that was found by the contact's address."""
    empty = {"given_name": "", "family_name": ""}
    there = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="ap@x.example", **{**empty, **members}))
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) == there
    return there


@pytest.mark.parametrize(
    "members",
    [
        {"display_name": "Acme Holdings", "company_name": "Acme Holdings", "given_name": "Ada", "family_name": "Payable"},
        {"display_name": "Acme Holdings", "company_name": "Acme Holdings"},
        {"display_name": "Acme Holdings"},
    ],
)
def test_a_customer_called_after_another_keeps_its_whole_identity(world: World, members: dict[str, str]) -> None:
    carry(world, EntityKind.CUSTOMER, Direction.BOTH)
    joe = {"given_name": "Joe", "family_name": "Smith"}
    contact = world.contact(display_name="Joe Smith", email="ap@x.example", **joe)
    there = adopted(world, contact, **members)
    before = world.quickbooks.show(there).fields
    world.hubspot.edit(contact, family_name="Smyth", display_name="Joe Smyth", phone="555")
    world.settle()
    assert world.quickbooks.show(there).fields == {**before, "phone": "555"}
    told = "The name was changed in HubSpot; the customer Acme Holdings in QuickBooks keeps its own"
    assert any(reason.startswith(told) for reason in world.outcome(contact).reasons)
    world.quickbooks.edit(there, given_name="Adele", family_name="Paid")
    world.settle()
    assert world.hubspot.show(contact).fields["given_name"] == "Joe"
    assert world.status(contact) is OutcomeStatus.IN_SYNC


def test_a_customer_of_the_same_firm_moves_with_the_whole_person(world: World) -> None:
    contact = world.contact(display_name="Acme", company_name="Acme", email="ap@x.example", given_name="Joe")
    there = adopted(world, contact, display_name="ACME", company_name="Acme")
    world.hubspot.edit(contact, family_name="Smyth")
    world.settle()
    fields = world.quickbooks.show(there).fields
    assert (fields["given_name"], fields["family_name"], fields["display_name"]) == ("Joe", "Smyth", "ACME")


@pytest.mark.feature("M2")
def test_products_without_a_sku_stay_out(world: World) -> None:
    carry(world, EntityKind.PRODUCT, Direction.BOTH)
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku=""))
    world.tell(product)
    assert world.outcome(product).reasons == ("Products without a SKU are not synced.",)


def test_products_meet_by_sku_and_are_made_where_none_is(world: World) -> None:
    carry(world, EntityKind.PRODUCT, Direction.BOTH)
    item = world.item()
    same = world.hubspot.put(EntityKind.PRODUCT, a_product(name="The pump"))
    new = world.hubspot.put(EntityKind.PRODUCT, a_product(name="Hose", sku="HOSE"))
    world.tell(same, new)
    assert world.twin(same) == item
    assert world.quickbooks.show(world.twin(new)).fields["name"] == "Hose"
    world.settle()
    assert len(world.quickbooks.every(EntityKind.PRODUCT)) == len(world.hubspot.every(EntityKind.PRODUCT)) == 2


def test_both_sides_of_one_match_told_in_one_message_are_linked_once(world: World) -> None:
    carry(world, EntityKind.CUSTOMER, Direction.BOTH)
    here = world.contact(email="same@example.com")
    there = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="same@example.com"))
    world.tell(here, there)
    world.settle()
    assert world.twin(here) == there
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == len(world.hubspot.every(EntityKind.CUSTOMER)) == 1
    assert OutcomeStatus.FAILING not in {one.status for one in world.outcomes.every}


def test_a_create_that_another_worker_has_begun_is_left_to_it(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)
    link = world.link(ref)
    lease = world.clock() + LEASE
    running = replace(link, state=LinkState.RESERVED, refs={ref.system: ref}, lease_until=lease, shown="", revision=0)
    other = World()
    other.hubspot.records, other.clock.now = world.hubspot.records, world.clock.now
    other.links.reserve([running])
    other.tell(ref)
    assert other.status(ref) is OutcomeStatus.WAITING
    assert other.quickbooks.written == []
    other.settle()
    assert_true(other)


def test_a_record_of_ours_completes_its_reservation_whoever_sees_it_first(world: World) -> None:
    """The webhook of the new record is quicker than the worker that made it."""
    ref = world.finalised()
    world.tell(ref)
    link, twin = world.link(ref), world.twin(ref)
    other = World()
    other.hubspot.records, other.quickbooks.records, other.clock.now = (
        world.hubspot.records,
        world.quickbooks.records,
        world.clock.now,
    )
    begun = replace(link, state=LinkState.RESERVED, refs={ref.system: ref}, lease_until=world.clock() + LEASE, revision=0)
    other.links.reserve([begun])
    other.tell(twin)
    assert other.twin(ref) == twin
    assert other.status(ref) is OutcomeStatus.IN_SYNC
    assert other.quickbooks.written == []


def test_two_companies_of_one_portal_each_get_their_own(world: World) -> None:
    other = World(replace(world.connection, id="62515-9999", realm_id="9999", revision=0), beside=world)
    ref = world.finalised()
    world.tell(ref)
    other.quickbooks.dead = Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, text="revoked")
    other.tell(ref)
    assert (world.status(ref), other.status(ref)) == (OutcomeStatus.IN_SYNC, OutcomeStatus.WAITING)
    assert world.connection.state is ConnectionState.ACTIVE
    assert other.connection.state is ConnectionState.NEEDS_RECONNECT
    other.quickbooks.dead = None
    other.connections.save(replace(other.connection, state=ConnectionState.ACTIVE))
    other.tell(ref)
    assert [one.fields["total"] for one in other.quickbooks.every(EntityKind.INVOICE)] == ["100"]
    assert [one.fields["total"] for one in world.quickbooks.every(EntityKind.INVOICE)] == ["100"]


def test_projects_never_match_and_sub_customers_only_for_want_of_a_customer(world: World) -> None:
    same = {"email": "grace@x.example"}
    parent = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Cool Cars", **same))
    world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Cool Cars:Oakland", job=True, **same))
    world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Cool Cars:Move", job=True, project=True, **same))
    ref = world.finalised(customer=world.contact(**same))
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(ref)).customer == parent


def test_a_sub_customer_matches_where_no_customer_does(world: World) -> None:
    same = {"email": "grace@x.example"}
    branch = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Cool Cars:Oakland", job=True, **same))
    world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Cool Cars:Move", job=True, project=True, **same))
    ref = world.finalised(customer=world.contact(**same))
    world.tell(ref)
    assert world.invoice(world.twin(ref)).customer == branch


def test_a_bundle_is_no_item_of_a_line(world: World) -> None:
    bundle = world.item(name="Pump and hose", bundle=True)
    ref = world.finalised(lines=(a_line(sku="PRD-PUMP"),))
    world.tell(bundle, ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(ref)).lines[0].product != bundle
    assert world.outcome(bundle).reasons == ("Bundles are not synced: QuickBooks sells their items.",)


def test_a_sku_is_looked_for_once(world: World) -> None:
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku="HOSE"))
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="grace@x.example"))
    ref = world.finalised(customer=world.contact(email="grace@x.example"), lines=(a_line(product=product, sku="HOSE"),))
    world.tell(ref)
    assert world.invoice(world.twin(ref)).customer == customer
    assert world.quickbooks.calls["find"] == 3  # by address, by SKU, the custom line item by name
