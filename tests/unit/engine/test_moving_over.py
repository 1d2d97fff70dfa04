"""Moving over from an earlier integration: a portal and a company that HubSpot's own QuickBooks app has synced for a year.

That app leaves no trace on the records but that both sides have them. So every pair that one key identifies alone is linked,
all others are offered, and nothing is made a second time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import NOON, a_connection, a_customer, a_line, a_payment, a_product, an_invoice
from tests.unit.engine.world import World

CUSTOMER, PRODUCT, INVOICE, PAYMENT = EntityKind
PAIRS = [100, pytest.param(500, marks=pytest.mark.long)]
ODD = {"number": 0, "total": 1, "merged": 2}
"""Of every fifty invoices, the places of those of which something is not the same any more."""


@dataclass(frozen=True, slots=True)
class Synced:
    """One customer with an item, an invoice and a payment, in both systems, HubSpot's first; `odd` is what differs."""

    customers: tuple[RecordRef, RecordRef]
    items: tuple[RecordRef, RecordRef]
    invoices: tuple[RecordRef, RecordRef]
    payments: tuple[RecordRef, RecordRef]
    odd: str


def synced(world: World, survivor: RecordRef, many: int) -> Iterator[Synced]:
    """What the other app has left behind."""
    for number in range(many):
        odd = next((what for what, place in ODD.items() if number % 50 == place), "")
        person = a_customer(display_name=f"Firm {number}", email=f"firm{number}@example.com")
        goods = a_product(name=f"Pump {number}", sku=f"P-{number}")
        contact, product = world.hubspot.put(CUSTOMER, person), world.hubspot.put(PRODUCT, goods)
        customer, item = world.quickbooks.put(CUSTOMER, person), world.quickbooks.put(PRODUCT, goods)
        day = date(2025, 1, 1) + timedelta(days=number % 300)
        price = Decimal(100 + number)
        here = an_invoice(
            number=f"INV-{number}", customer=contact, issue_date=day, total=price, balance=price,
            lines=(a_line(f"{price}", product=product, sku=goods.sku),),
        )  # fmt: skip
        there = replace(
            here,
            number=f"A-{number}" if odd == "number" else here.number,
            customer=survivor if odd == "merged" else customer,
            lines=(a_line(f"{price + (odd == 'total')}", product=item),),
        )
        invoices = world.hubspot.put(INVOICE, here), world.quickbooks.put(INVOICE, there)
        if odd == "merged":
            world.quickbooks.edit(customer, active=False)
        paid = a_payment(amount=price, paid_on=day)
        payments = (
            world.hubspot.put(PAYMENT, replace(paid, invoice=invoices[0])),
            world.quickbooks.put(PAYMENT, replace(paid, invoice=invoices[1])),
        )
        yield Synced((contact, customer), (product, item), invoices, payments, odd)


@pytest.fixture
def world() -> World:
    """Both are connected an hour later, with products and customers carried both ways."""
    connection = a_connection(created_at=NOON + timedelta(hours=1))
    rules = {
        kind: replace(rule, direction=Direction.BOTH) if kind in {CUSTOMER, PRODUCT} else rule
        for kind, rule in connection.rules.items()
    }
    return World(replace(connection, rules=rules))


def records(world: World) -> Counter[tuple[str, EntityKind]]:
    return Counter((ref.system, ref.kind) for ledger in (world.hubspot, world.quickbooks) for ref in ledger.records)


@pytest.mark.feature("X13", "M1", "M3", "X3")
@pytest.mark.parametrize("many", PAIRS)
def test_every_pair_that_a_key_identifies_is_linked_and_nothing_is_made_twice(world: World, many: int) -> None:
    survivor = world.quickbooks.put(CUSTOMER, a_customer(display_name="Survivor", email="survivor@example.com"))
    pairs = list(synced(world, survivor, many))
    world.clock.advance(timedelta(hours=2))
    before = records(world)

    for some in batched(pairs, 100, strict=False):
        world.tell(*(one.payments[0] for one in some), *(one.payments[1] for one in some))
        world.tell(*(ref for one in some for ref in (*one.items, *one.customers, *one.invoices)))
    for _ in range(5):  # the payments of offered invoices go on waiting for them
        world.clock.advance(timedelta(minutes=1))
        world.poller.poll()
        world.work(world.queue.take())

    assert records(world) == before
    for one in pairs:
        assert world.twin(one.items[0]) == one.items[1]
        if one.odd != "merged":
            assert world.twin(one.customers[0]) == one.customers[1]
        if one.odd:
            outcome = world.outcome(one.invoices[0])
            assert outcome.category is ErrorCategory.AMBIGUOUS_MATCH, one.odd
            assert [candidate.ref for candidate in outcome.candidates] == [one.invoices[1]]
        else:
            assert world.twin(one.invoices[0]) == one.invoices[1]
            assert world.twin(one.payments[0]) == replace(one.payments[1], part=one.invoices[1].id)
            assert world.status(one.invoices[0]) is OutcomeStatus.IN_SYNC
