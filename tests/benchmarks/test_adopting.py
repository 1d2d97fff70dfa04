"""How many calls it takes to link what both systems have already: one pair of invoices with its pair of customers each."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.hints.batches import in_batches
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office

INVOICES = 100
"""And as many customers. Calls grow in proportion: slices of 30 records, each with the same number of calls."""
MOST_METERED = 2 * 4
"""For each of the four slices: the invoices by number, and their customers by address."""
MOST_IN_HUBSPOT = 11 * 4
"""For each slice: invoices with what belongs to them, contacts with their companies, and what the invoices show."""


@pytest.fixture
def office() -> Iterator[Office]:
    """An American portal and company."""
    with Office.opened() as office:
        yield office


@pytest.fixture
def synced(office: Office) -> list[RecordRef]:
    """Invoices that another integration has synced before both accounts were connected."""
    item = office.bookkeeper.add_item("Pump")
    invoices = []
    for number in range(INVOICES):
        person = {"first": f"Pat{number}", "last": "Known"}
        address = f"{person['first']}@{person['last']}.example".lower()
        customer = office.bookkeeper.enter(
            "Customer", DisplayName=f"{person['first']} {person['last']}", PrimaryEmailAddr={"Address": address}
        )
        invoice = office.invoice(office.contact(**person))
        office.bookkeeper.write_invoice(
            customer["Id"], sold(item["Id"], Decimal(100)), DocNumber=office.sales.number_of(invoice.id)
        )
        invoices.append(invoice)
        office.clock.advance(1)  # nobody is faster than HubSpot lets them be
    connections = office.house.operator.connections
    stored = connections.get(office.connection.id)
    office.clock.advance(60)
    connections.save(replace(stored, created_at=office.clock.now()))
    return invoices


@pytest.mark.feature("X13", "X5")
def test_a_hundred_invoices_and_their_customers_are_linked_in_few_calls(
    office: Office, synced: list[RecordRef], capsys: pytest.CaptureFixture[str]
) -> None:
    meters = {system: twin.kernel.meter for system, twin in office.house.vendors.twins.items()}
    for meter in meters.values():
        meter.reset()
    events = [ChangeEvent(one, office.clock.now(), f"backfill:{one}") for one in synced]
    office.house.operator.queue.send(in_batches(office.connection.id, events))
    office.work()

    called = {system: meter.summary() for system, meter in meters.items()}
    with capsys.disabled():
        print(f"\n{2 * INVOICES} pairs: {called}")
    assert {office.outcome(one).status for one in synced} == {OutcomeStatus.IN_SYNC}
    assert len(office.bookkeeper.rows("Invoice")) == len(office.bookkeeper.rows("Customer")) == INVOICES
    links = office.house.operator.links.find(office.connection.id, synced)
    assert all(link.adopted_at for some in links.values() for link in some)
    assert all(ref.kind is EntityKind.INVOICE for ref in synced)
    assert called[System.QUICKBOOKS]["metered"] <= MOST_METERED
    assert called[System.HUBSPOT]["total"] <= MOST_IN_HUBSPOT
