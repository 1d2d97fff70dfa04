"""What an earlier integration, or somebody by hand, has made already is linked; what only resembles it is offered."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.rules import Direction, Matching
from counterfoil.engine.choose.author import Author
from tests.builders import NOON, a_connection, a_customer, a_line, a_payment, a_product, a_rule, an_invoice
from tests.unit.engine.world import World

INVOICE, PAYMENT, CUSTOMER = EntityKind.INVOICE, EntityKind.PAYMENT, EntityKind.CUSTOMER


@pytest.fixture
def world() -> World:
    """A connection that is made an hour from now, between accounts that another integration has synced."""
    return World(a_connection(created_at=NOON + timedelta(hours=1)))


def both(world: World, **changes: Any) -> tuple[RecordRef, RecordRef]:
    """A contact and a customer with the same address; an invoice of each, as it was synced before."""
    name, number = f"Firm {len(world.hubspot.records)}", f"INV-{len(world.hubspot.records)}"
    contact = world.contact(display_name=name, email=f"{name}@firm.example".replace(" ", ""))
    customer = world.quickbooks.put(CUSTOMER, world.hubspot.show(contact).record)
    here = world.finalised(customer=contact, number=number)
    values = {"number": number, "customer": customer, **changes}
    return here, world.quickbooks.put(INVOICE, an_invoice(**values))


def count(world: World, kind: EntityKind) -> int:
    return len([ref for ref in world.quickbooks.records if ref.kind is kind])


@pytest.mark.feature("M1", "X13")
def test_an_invoice_of_the_same_number_customer_and_total_is_linked_with_a_remark(world: World) -> None:
    here, there = both(world)
    world.tell(here)

    assert world.twin(here) == there
    assert world.status(here) is OutcomeStatus.IN_SYNC
    assert any("with the same number, customer and total" in one for one in world.outcome(here).remarks)
    assert (count(world, INVOICE), count(world, CUSTOMER), count(world, EntityKind.PRODUCT)) == (1, 1, 0)


@pytest.mark.feature("M1", "X13", "E6")
def test_a_persons_own_invoice_in_the_way_of_a_new_one_is_linked() -> None:
    """Case 25d: nothing is asked about a new invoice until its number is refused."""
    world = World()
    here, there = both(world)
    world.tell(here)

    assert world.twin(here) == there
    assert world.status(here) is OutcomeStatus.IN_SYNC
    assert any("with the same number, customer and total" in one for one in world.outcome(here).remarks)


@pytest.mark.feature("E6")
def test_another_customers_invoice_in_the_way_is_told_and_not_written_for_again() -> None:
    world = World()
    other = world.quickbooks.put(CUSTOMER, a_customer(display_name="Other", email=""))
    here, _ = both(world, customer=other, lines=(a_line("5.00"),))
    world.tell(here)

    assert world.outcome(here).category is ErrorCategory.NUMBER_TAKEN
    assert world.quickbooks.calls["write"] == 2  # the item for lines without a product, and the invoice, once


def test_nothing_metered_is_asked_about_new_invoices() -> None:
    world = World()
    world.tell(world.finalised())
    found = world.quickbooks.calls["find"]
    world.tell(world.finalised())
    assert world.quickbooks.calls["find"] <= 2 * found


@pytest.mark.feature("M3", "X13", "E8")
@pytest.mark.parametrize(
    "changes",
    [{"lines": (a_line("90.00"),)}, {"number": "1042"}],
    ids=["the total differs", "the number was changed"],
)
def test_an_invoice_that_is_not_quite_the_same_is_offered_and_not_made(world: World, changes: dict[str, Any]) -> None:
    here, there = both(world, **changes)
    world.tell(here)

    outcome = world.outcome(here)
    assert (outcome.category, [one.ref for one in outcome.candidates]) == (ErrorCategory.AMBIGUOUS_MATCH, [there])
    assert there.id in outcome.candidates[0].name
    assert count(world, INVOICE) == 1
    world.choosing.choose(world.id, here, there, Author("Ada", "The same"))
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())
    assert world.twin(here) == there


@pytest.mark.feature("M3", "X13", "E8")
def test_an_invoice_of_a_customer_that_was_merged_into_another_is_offered(world: World) -> None:
    other = world.quickbooks.put(CUSTOMER, a_customer(display_name="Survivor", email="survivor@firm.example"))
    here, _ = both(world, customer=other)
    world.tell(here)
    assert world.outcome(here).category is ErrorCategory.AMBIGUOUS_MATCH
    assert count(world, INVOICE) == 1


def test_an_invoice_of_another_day_customer_and_number_is_no_candidate(world: World) -> None:
    other = world.quickbooks.put(CUSTOMER, a_customer(display_name="Other", email=""))
    here, _ = both(world, number="1042", customer=other)
    elsewhere, _ = both(world, number="1043", issue_date=date(2026, 2, 1))
    world.tell(here, elsewhere)
    assert count(world, INVOICE) == 4
    assert {world.status(one) for one in (here, elsewhere)} == {OutcomeStatus.IN_SYNC}


def test_with_matching_off_nothing_is_looked_for() -> None:
    rule = replace(a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS), matching=Matching())
    connection = a_connection(created_at=NOON + timedelta(hours=1))
    world = World(replace(connection, rules={**connection.rules, INVOICE: rule}))
    here, _ = both(world, number="1042")
    world.tell(here)
    assert count(world, INVOICE) == 2


# Keys of customers and products, in the rule's order


def with_keys(kind: EntityKind, *keys: MatchKey) -> World:
    connection = a_connection()
    rule = replace(connection.rules[kind], matching=Matching(keys), direction=Direction.BOTH)
    return World(replace(connection, rules={**connection.rules, kind: rule}))


@pytest.mark.feature("M1", "M3")
@pytest.mark.parametrize(
    ("keys", "expected"),
    [((MatchKey.EMAIL, MatchKey.NAME), "by address"), ((MatchKey.NAME, MatchKey.EMAIL), "Firm"), ((), "Firm")],
    ids=["address first", "name first", "off"],
)
def test_the_rules_keys_are_tried_in_their_order(keys: tuple[MatchKey, ...], expected: str) -> None:
    world = with_keys(CUSTOMER, *keys)
    by_name = world.quickbooks.put(CUSTOMER, a_customer(display_name="Firm", email=""))
    by_address = world.quickbooks.put(CUSTOMER, a_customer(display_name="by address", email="ap@firm.example"))
    contact = world.contact(display_name="Firm", email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    if not keys:
        assert world.outcome(contact).category is ErrorCategory.DISPLAY_NAME_TAKEN
    else:
        assert world.twin(contact) == {"Firm": by_name, "by address": by_address}[expected]


@pytest.mark.feature("M1", "M3")
def test_what_the_first_key_does_not_find_the_next_one_does() -> None:
    world = with_keys(CUSTOMER, MatchKey.EMAIL, MatchKey.NAME)
    customer = world.quickbooks.put(CUSTOMER, a_customer(display_name="Firm", email=""))
    contact = world.contact(display_name="Firm", email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) == customer


@pytest.mark.feature("M2")
def test_a_product_without_a_sku_is_matched_only_where_the_rule_says_by_name() -> None:
    for keys, linked in (((MatchKey.SKU,), False), ((MatchKey.SKU, MatchKey.NAME), True)):
        world = with_keys(EntityKind.PRODUCT, *keys)
        product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku=""))
        item = world.item(sku="")
        world.tell(item)
        assert (world.status(item) is OutcomeStatus.IN_SYNC) is linked
        assert len(world.hubspot.every(EntityKind.PRODUCT)) == 1
        assert not linked or world.twin(product) == item


# Payments of invoices that are linked


def paid(world: World, *amounts: tuple[str, str, int, str], first: bool = False) -> tuple[list[RecordRef], list[RecordRef]]:
    """An invoice on both sides, and payments as (side, amount, day of March, reference) say."""
    here, there = both(world)
    made: dict[str, list[RecordRef]] = {"here": [], "there": []}
    for side, amount, day, reference in amounts:
        system, invoice = (world.hubspot, here) if side == "here" else (world.quickbooks, there)
        values = {"amount": Decimal(amount), "paid_on": date(2026, 3, day), "reference": reference}
        ref = system.put(PAYMENT, a_payment(invoice=invoice, **values))
        made[side].append(ref if side == "here" else replace(ref, part=there.id))
    if first:
        world.tell(*made["here"])
    world.tell(here)
    world.settle()
    return made["here"], made["there"]


@pytest.mark.feature("X13", "Y1")
@pytest.mark.parametrize("first", [False, True], ids=["the invoice first", "the payments first"])
def test_payments_of_a_linked_invoice_pair_up_one_by_one(world: World, *, first: bool) -> None:
    here, there = paid(
        world,
        ("here", "30.00", 1, ""),
        ("here", "30.00", 2, "cheque 2"),
        ("here", "20.00", 2, ""),
        ("there", "20.00", 9, ""),
        ("there", "30.00", 2, ""),
        ("there", "30.00", 1, ""),
        first=first,
    )
    assert [world.twin(one) for one in here] == [there[2], there[1], there[0]]
    assert count(world, PAYMENT) == 3
    assert world.hubspot.every(PAYMENT) == [world.hubspot.show(one) for one in here]
    assert {world.status(world.link(one).source_ref) for one in here} == {OutcomeStatus.IN_SYNC}


@pytest.mark.feature("X13", "M3", "E8")
def test_of_several_equal_payments_none_is_taken_for_another(world: World) -> None:
    here, there = paid(world, *[("here", "30.00", 1, "")] * 2, *[("there", "30.00", 1, "")] * 2)
    assert {world.outcome(one).category for one in here} == {ErrorCategory.AMBIGUOUS_MATCH}
    assert count(world, PAYMENT) == 2

    world.choosing.choose(world.id, here[0], there[1], Author("Ada", "As the bank says"))
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())
    world.settle()
    assert [world.twin(one) for one in here] == [there[1], there[0]]
    assert count(world, PAYMENT) == 2


@pytest.mark.feature("X13", "Y1")
def test_a_payment_that_only_one_side_has_is_carried(world: World) -> None:
    here, there = paid(world, ("here", "30.00", 1, ""), ("here", "50.00", 3, ""), ("there", "30.00", 1, ""))
    assert world.twin(here[0]) == there[0]
    assert world.payment(world.twin(here[1])).amount == 50
    assert count(world, PAYMENT) == 2


@pytest.mark.feature("X13", "Y4")
def test_a_payment_entered_after_the_invoice_was_linked_is_new(world: World) -> None:
    here, there = both(world)
    world.tell(here)
    world.quickbooks.put(PAYMENT, a_payment(invoice=there, amount=Decimal(30)))
    world.clock.advance(timedelta(hours=2))
    later = world.hubspot.put(PAYMENT, a_payment(invoice=here, amount=Decimal(30)))
    world.tell(later)
    assert count(world, PAYMENT) == 2


# Planned before anything is carried


@pytest.mark.feature("X13", "X1")
def test_a_plan_names_what_is_linked_and_what_is_offered_and_applying_it_makes_nothing() -> None:
    world = World(a_connection(created_at=NOON + timedelta(hours=1), state=ConnectionState.PLANNED))
    same, there = both(world)
    similar, other = both(world, number="1042")
    before = set(world.quickbooks.records)

    job = world.plan()

    rows = world.rows(job)
    assert (rows[same].action, rows[same].counterpart) == (RowAction.LINK, there)
    assert rows[similar].action is RowAction.CONFLICT
    assert {row.action for row in rows.values() if row.ref.kind is CUSTOMER} == {RowAction.LINK}
    assert {one.action for one in job.tallies} == {RowAction.LINK, RowAction.CONFLICT}

    world.apply(job)
    assert world.twin(same) == there
    assert world.links.find(world.id, [other]) == {}
    assert set(world.quickbooks.records) == before
