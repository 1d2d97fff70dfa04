"""What may be under way when a worker dies: each scenario sets the scene and gives the records that its message names."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.invoice import InvoiceStatus
from tests.builders import a_line, a_payment, a_rule
from tests.unit.engine.world import World

Scenario = Callable[[World], Sequence[RecordRef]]

REPLAYS_OR_FORGETS = pytest.mark.parametrize(
    "replays", [pytest.param(True, id="replays"), pytest.param(False, id="forgets", marks=pytest.mark.long)]
)
"""Whether a vendor answers a request id that it knows with the first answer, as it says that it does."""


def new_invoice(world: World) -> Sequence[RecordRef]:
    """A new customer, an item found by SKU, the custom line item made on first need."""
    world.item()
    lines = (a_line("60.00", sku="PRD-PUMP"), a_line("40.00", description="Design"))
    return [world.finalised(lines=lines)]


def five_new_invoices(world: World) -> Sequence[RecordRef]:
    """Three of them for one customer."""
    contact = world.contact()
    return [
        *(world.finalised(customer=contact) for _ in range(3)),
        world.finalised(),
        world.finalised(lines=(a_line("12.34"),), total=Decimal("12.34"), balance=Decimal("12.34")),
    ]


def edited_invoice(world: World) -> Sequence[RecordRef]:
    """Lines and memo of a linked invoice were edited in HubSpot."""
    ref = _linked(world)
    world.hubspot.edit(ref, lines=(a_line("70.00"), a_line("50.00")), memo="Revised")
    return [ref]


def edited_on_both_sides(world: World) -> Sequence[RecordRef]:
    """The memo was edited in HubSpot, the due date in QuickBooks, under a rule that carries both ways."""
    both_ways = {**world.connection.rules, EntityKind.INVOICE: a_rule(EntityKind.INVOICE)}
    world.connections.save(replace(world.connection, rules=both_ways))
    ref = _linked(world)
    world.hubspot.edit(ref, memo="Revised")
    world.quickbooks.edit(world.twin(ref), due_date=None)
    return [ref, world.twin(ref)]


def voided_in_hubspot(world: World) -> Sequence[RecordRef]:
    """A linked invoice was voided in HubSpot."""
    ref = _linked(world)
    world.hubspot.void(ref)
    return [ref]


def voided_in_quickbooks(world: World) -> Sequence[RecordRef]:
    """A linked invoice was voided in QuickBooks."""
    ref = _linked(world)
    world.quickbooks.void(world.twin(ref))
    return [world.twin(ref)]


def paid_in_hubspot(world: World) -> Sequence[RecordRef]:
    """A linked invoice was paid in part in HubSpot."""
    ref = _linked(world)
    return [world.hubspot.put(EntityKind.PAYMENT, a_payment(amount=Decimal(40), invoice=ref))]


def paid_in_quickbooks(world: World) -> Sequence[RecordRef]:
    """One QuickBooks payment pays two linked invoices."""
    first, second = world.twin(_linked(world)), world.twin(_linked(world))
    both = a_payment(amount=Decimal(100), invoice=first), a_payment(amount=Decimal(30), invoice=second)
    return [world.quickbooks.put(EntityKind.PAYMENT, *both)]


def paid_before_it_was_linked(world: World) -> Sequence[RecordRef]:
    """The payment of an invoice that is not in QuickBooks yet comes first."""
    invoice = world.finalised()
    return [world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))]


def finalised_and_paid(world: World) -> Sequence[RecordRef]:
    """The invoice's message comes when a payment is on it whose own message was dealt with while it was a draft."""
    ref = world.finalised()
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=ref, amount=Decimal(10)))
    world.hubspot.edit(ref, status=InvoiceStatus.DRAFT)
    world.tell(payment)
    world.hubspot.edit(ref, status=InvoiceStatus.OPEN)
    return [ref]


SCENARIOS: tuple[Scenario, ...] = (
    new_invoice,
    five_new_invoices,
    edited_invoice,
    edited_on_both_sides,
    voided_in_hubspot,
    voided_in_quickbooks,
    paid_in_hubspot,
    paid_in_quickbooks,
    paid_before_it_was_linked,
    finalised_and_paid,
)


@cache
def effects_of(scenario: Scenario) -> int:
    """How many effects the scenario's message has when nothing goes wrong."""
    world = World()
    refs = scenario(world)
    world.effects.done = 0
    world.tell(*refs)
    return world.effects.done


def _linked(world: World) -> RecordRef:
    ref = world.finalised()
    world.tell(ref)
    world.settle()
    return ref
