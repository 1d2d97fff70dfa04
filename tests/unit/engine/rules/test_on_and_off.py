"""Rules that are switched off and on while both vendors go on: nothing is carried while off, and nothing is lost."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import predefined_mappings
from counterfoil.engine.ports import ChangedPage
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from counterfoil.engine.work.slices import LARGEST_SLICE
from tests.builders import a_payment, an_invoice
from tests.fake_ledger import WorkerKilledError, kill
from tests.fake_systems import FakeSystem
from tests.unit.engine.world import World

CUSTOMER, PRODUCT, INVOICE, PAYMENT = EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE, EntityKind.PAYMENT
ANN = Author(who="Ann", why="Year's end")


@pytest.fixture
def world() -> World:
    return World()


def off(world: World, kind: EntityKind) -> None:
    world.rules.switch_off(world.id, kind, ANN)


def on(world: World, kind: EntityKind) -> None:
    world.rules.switch_on(world.id, kind, ANN)


def save(world: World, kind: EntityKind, **changes: object) -> None:
    world.rules.save(world.id, {**written(world.connection.rules[kind]), **changes}, ANN)


def products_in_hubspot(world: World) -> list[str]:
    return sorted(one.fields["name"] for one in world.hubspot.every(PRODUCT))


def numbers_in_quickbooks(world: World) -> list[str]:
    return sorted(one.fields["number"] for one in world.quickbooks.every(INVOICE))


@pytest.mark.feature("H6", "O1")
def test_one_object_that_was_off_catches_up_while_the_others_have_gone_on(world: World) -> None:
    pump = world.item(name="Pump", sku="P")
    world.settle()
    off(world, PRODUCT)
    world.settle()

    world.quickbooks.edit(pump, unit_price=Decimal("15.00"))
    world.item(name="Hose", sku="H")
    invoice = world.finalised()
    world.settle(timedelta(hours=2))
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert products_in_hubspot(world) == ["Pump"]
    [product] = world.hubspot.every(PRODUCT)
    assert product.fields["unit_price"] == "12.75"

    on(world, PRODUCT)
    world.settle()
    assert products_in_hubspot(world) == ["Hose", "Pump"]
    assert {one.fields["unit_price"] for one in world.hubspot.every(PRODUCT)} == {"12.75", "15"}
    world.settle()
    assert products_in_hubspot(world) == ["Hose", "Pump"]


class Late(FakeSystem):
    """Tells what changed of products alone when it is asked for the second time."""

    asked = 0

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        self.asked += tuple(kinds) == (PRODUCT,)
        if tuple(kinds) == (PRODUCT,) and self.asked == 1:
            return ChangedPage((), cursor, more=False, later=True)
        return super().changed_since(kinds, cursor, now)


def test_what_was_off_catches_up_until_nothing_is_left_for_later(world: World) -> None:
    world.quickbooks = Late(System.QUICKBOOKS, world.clock, world.effects)
    off(world, PRODUCT)
    world.settle()
    world.item(name="Hose", sku="H")
    world.settle(timedelta(hours=2))
    on(world, PRODUCT)
    world.settle()
    assert products_in_hubspot(world) == []
    world.settle()
    assert products_in_hubspot(world) == ["Hose"]


@pytest.mark.feature("H6")
def test_off_stops_messages_under_way(world: World) -> None:
    invoice = world.finalised()
    batches = world.batches(invoice)
    off(world, INVOICE)
    world.work(batches)
    assert world.quickbooks.every(INVOICE) == []
    assert world.outcome(invoice).status is OutcomeStatus.EXCLUDED
    assert world.outcome(invoice).reasons == ("The rule for invoices is switched off.",)

    on(world, INVOICE)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(INVOICE)) == 1


@pytest.mark.feature("H6")
def test_what_was_worked_on_while_off_is_carried_although_no_poll_has_seen_it_off(world: World) -> None:
    pump = world.item(name="Pump", sku="P")
    world.settle()
    off(world, PRODUCT)
    world.quickbooks.edit(pump, unit_price=Decimal(15))
    world.tell(pump)
    on(world, PRODUCT)
    world.settle()
    [product] = world.hubspot.every(PRODUCT)
    assert product.fields["unit_price"] == "15"


@pytest.mark.feature("H6")
def test_off_stops_a_worker_between_two_slices(world: World) -> None:
    invoices = [world.finalised() for _ in range(LARGEST_SLICE + 10)]
    world.effects.chosen, world.effects.then = world.effects.done + 1, lambda: off(world, INVOICE)
    world.work(world.batches(*invoices))
    carried = len(world.quickbooks.every(INVOICE))
    assert 0 < carried < len(invoices)

    on(world, INVOICE)
    world.settle()
    assert numbers_in_quickbooks(world) == sorted(world.invoice(one).number for one in invoices)


@pytest.mark.feature("H6")
def test_what_waited_when_its_rule_was_switched_off_is_carried_once_it_is_on(world: World) -> None:
    invoice = world.finalised()
    world.quickbooks.unanswered = set(range(1, 100))
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.WAITING
    off(world, INVOICE)
    world.quickbooks.unanswered = set()
    world.settle()
    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    world.clock.advance(timedelta(days=40))
    world.settle()

    on(world, INVOICE)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(INVOICE)) == 1


@pytest.mark.feature("H6", "O2")
def test_payments_stop_and_go_on_with_their_invoices(world: World) -> None:
    invoice = world.finalised()
    world.settle()
    off(world, INVOICE)
    world.settle()
    world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(invoice)))
    world.settle()
    assert world.hubspot.every(PAYMENT) == []

    on(world, INVOICE)
    world.settle()
    assert [one.fields["amount"] for one in world.hubspot.every(PAYMENT)] == ["100"]
    world.settle()
    assert len(world.hubspot.every(PAYMENT)) == 1


@pytest.mark.feature("H6")
def test_off_again_before_it_has_caught_up_loses_nothing(world: World) -> None:
    world.settle()
    off(world, PRODUCT)
    world.settle()
    world.item(name="Hose", sku="H")
    world.settle()
    on(world, PRODUCT)
    off(world, PRODUCT)
    world.settle()
    on(world, PRODUCT)
    world.quickbooks.unanswered = {world.quickbooks.calls.total() + 2}
    world.settle()
    assert products_in_hubspot(world) == []
    world.settle()
    assert products_in_hubspot(world) == ["Hose"]


@pytest.mark.feature("H6")
@pytest.mark.parametrize("effect", range(1, 9))
def test_a_poll_that_dies_at_any_moment_loses_nothing(effect: int) -> None:
    world = World()
    world.settle()
    off(world, PRODUCT)
    die_and_go_on(world, effect)
    world.item(name="Hose", sku="H")
    world.settle()
    on(world, PRODUCT)
    die_and_go_on(world, effect)
    assert products_in_hubspot(world) == ["Hose"]


def die_and_go_on(world: World, effect: int) -> None:
    """The next poll dies after so many effects, if it has so many; the one after it does not."""
    world.clock.advance(timedelta(minutes=1))
    world.effects.chosen, world.effects.then = world.effects.done + effect, kill
    with suppress(WorkerKilledError):
        world.poller.poll()
    world.effects.chosen = None
    world.settle()


@pytest.mark.feature("H6")
def test_deleting_a_rule_keeps_its_links(world: World) -> None:
    invoice = world.finalised()
    world.settle()
    link, activity = world.link(invoice), world.outcomes.activity(world.id, invoice, 10)
    world.rules.delete(world.id, INVOICE, ANN)
    world.settle()
    assert world.link(invoice) == link
    assert world.outcomes.activity(world.id, invoice, 10) == activity

    save(world, INVOICE, direction="hubspot_to_quickbooks")
    world.hubspot.edit(invoice, memo="Thank you")
    world.settle()
    assert [one.fields["memo"] for one in world.quickbooks.every(INVOICE)] == ["Thank you"]


@pytest.mark.feature("O3")
def test_one_way_becomes_two_way_with_nothing_made_anew(world: World) -> None:
    save(world, CUSTOMER, create="always")
    contact = world.contact(phone="1")
    world.settle()
    customer = world.twin(contact)
    world.quickbooks.edit(customer, phone="2")
    world.settle()
    assert world.hubspot.show(contact).fields["phone"] == "1"

    save(world, CUSTOMER, direction="both")
    written_before = world.writes()
    world.settle()
    assert world.writes() == written_before
    world.quickbooks.edit(customer, mobile_phone="3")
    world.settle()
    shown = world.hubspot.show(contact).fields
    assert (shown["phone"], shown["mobile_phone"]) == ("2", "3")
    assert len(world.hubspot.every(CUSTOMER)) == len(world.quickbooks.every(CUSTOMER)) == 1


@pytest.mark.feature("F1")
def test_a_mapping_that_is_switched_on_again_carries_with_the_next_change(world: World) -> None:
    invoice = world.finalised(memo="one")
    world.settle()
    save(world, INVOICE, mappings=[{"id": "memo", "enabled": False}])
    world.hubspot.edit(invoice, memo="two")
    world.settle()
    assert memo_in_quickbooks(world, invoice) == "one"

    save(world, INVOICE, mappings=[])
    world.settle()
    assert memo_in_quickbooks(world, invoice) == "one"
    world.hubspot.edit(invoice, due_date=an_invoice().issue_date)
    world.settle()
    assert memo_in_quickbooks(world, invoice) == "two"


def memo_in_quickbooks(world: World, invoice: RecordRef) -> str:
    return world.quickbooks.show(world.twin(invoice)).fields["memo"]


@pytest.mark.feature("X15")
def test_every_outcome_names_the_version_it_was_decided_under(world: World) -> None:
    first = world.finalised()
    world.settle()
    save(world, INVOICE, winner="quickbooks")
    second = world.finalised()
    world.settle()
    assert [world.outcome(one).rule_version for one in (first, second)] == [1, 2]
    assert {one.rule_version for one in world.outcomes.every if one.ref == first} == {1}


def test_the_mappings_of_a_rule_that_lacks_some_are_completed() -> None:
    world = World()
    save(world, INVOICE, mappings=[{"id": "memo", "enabled": False}])
    assert world.connection.rules[INVOICE].mappings == predefined_mappings(INVOICE, {"memo"})
    assert world.connection.rule(PAYMENT).further(System.HUBSPOT) == frozenset()
