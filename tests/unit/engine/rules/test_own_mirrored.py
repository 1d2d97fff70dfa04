"""Own mappings of invoices that QuickBooks made: HubSpot shows what QuickBooks says, and nothing flows back."""

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.invoice import Origin
from tests.builders import a_customer, an_invoice
from tests.unit.engine.rules.mapped import CREW, INVOICE, ORDER, PO, a_world, fill_in, save, value
from tests.unit.engine.world import World


@pytest.fixture(params=["quickbooks_to_hubspot", "both"])
def world(request: pytest.FixtureRequest) -> World:
    made = a_world()
    save(made, PO, direction=request.param)
    return made


def booked(world: World, order: str) -> RecordRef:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="joe@cool.example"))
    invoice = world.quickbooks.put(INVOICE, an_invoice(origin=Origin.MIRRORED, number="1042", customer=customer))
    fill_in(world, invoice, CREW, order)
    return invoice


@pytest.mark.feature("F2", "I4", "R2")
def test_hubspot_shows_what_quickbooks_says(world: World) -> None:
    invoice = booked(world, "4711")
    world.settle()
    shown = world.twin(invoice)
    assert value(world, shown, ORDER) == "4711"
    fill_in(world, invoice, CREW, "4712")
    world.settle()
    assert value(world, shown, ORDER) == "4712"
    fill_in(world, shown, ORDER, "by hand")
    world.settle()
    assert (value(world, invoice, CREW), value(world, shown, ORDER)) == ("4712", "4712")
    writes = world.writes()
    world.settle()
    assert world.writes() == writes


def test_a_blank_in_quickbooks_overwrites_nothing(world: World) -> None:
    invoice = booked(world, "")
    world.settle()
    fill_in(world, world.twin(invoice), ORDER, "by hand")
    world.settle()
    assert value(world, world.twin(invoice), ORDER) == "by hand"
    assert value(world, invoice, CREW) == ""
