"""Edits that a filter holds are carried once it admits the record again, also when nobody touches the record itself."""

from datetime import timedelta

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import FieldType, Holder
from tests.unit.engine.mirrors import booked
from tests.unit.engine.rules.test_filters import IN_US, a_field, memo, of_company, save
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    made = World()
    made.properties = {"agreed_on": a_field("agreed_on", FieldType.DATE)}
    made.properties_around[Holder.COMPANY] = {"country": a_field("country")}
    return made


@pytest.fixture
def invoice(world: World) -> RecordRef:
    """A linked invoice that its company leaves out by now."""
    save(world, EntityKind.INVOICE, IN_US, direction="both", winner="quickbooks")
    made = of_company(world, world.finalised(memo="one"), "US")
    world.settle()
    return of_company(world, made, "DE")


def night(world: World) -> None:
    world.clock.advance(timedelta(days=1))
    world.reconciler.reconcile()
    world.settle()


@pytest.mark.feature("L4", "H6")
@pytest.mark.parametrize("nights", [0, 2])
def test_what_was_held_is_carried_by_night_once_the_company_is_admitted_again(
    world: World, invoice: RecordRef, nights: int
) -> None:
    world.hubspot.edit(invoice, memo="two")
    world.settle()
    for _ in range(nights):
        night(world)
    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert memo(world, invoice) == "one"

    of_company(world, invoice, "US")
    night(world)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert memo(world, invoice) == "two"


@pytest.mark.feature("L4", "R1")
def test_what_quickbooks_changed_while_it_was_held_is_not_overwritten_unseen(world: World, invoice: RecordRef) -> None:
    world.quickbooks.edit(world.twin(invoice), memo="theirs")
    world.settle()
    of_company(world, invoice, "US")
    world.hubspot.edit(invoice, memo="ours")
    world.settle()
    assert world.invoice(invoice).memo == memo(world, invoice) == "theirs"


@pytest.mark.feature("L4", "I4")
@pytest.mark.parametrize("nights", [0, 2])
def test_what_was_held_of_an_invoice_of_quickbooks_is_shown_by_night(world: World, nights: int) -> None:
    admitted = {"field": "TrackingNum", "operator": "is", "values": ["sent"], "on": "self"}
    of_customer = {**admitted, "field": "Notes", "on": "customer"}
    save(world, EntityKind.INVOICE, of_customer, source="quickbooks", direction="both")
    made = booked(world)
    world.quickbooks.around[made] = {Holder.CUSTOMER: [{"Notes": "sent"}]}
    world.settle()
    shown = world.twin(made)

    world.quickbooks.around[made] = {Holder.CUSTOMER: [{"Notes": ""}]}
    world.quickbooks.edit(made, memo="Thank you")
    world.settle()
    for _ in range(nights):
        night(world)
    assert world.invoice(shown).memo == ""

    world.quickbooks.around[made] = {Holder.CUSTOMER: [{"Notes": "sent"}]}
    night(world)
    assert world.invoice(shown).memo == "Thank you"
