"""The calls that it takes to link what both systems have already: pairs of invoices with a pair of customers each."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import RecordRef, System
from counterfoil.engine.hints.batches import in_batches
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office

type Meters = Mapping[System, Mapping[str, Any]]


def synced_before(office: Office, pairs: int) -> list[RecordRef]:
    """Invoices that another integration has synced before both accounts were connected, each with a customer."""
    item = office.bookkeeper.add_item("Pump")
    invoices = []
    for number in range(pairs):
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


def adopted(office: Office, invoices: list[RecordRef]) -> Meters:
    """The calls for linking them, and their customers."""
    meters = {system: twin.kernel.meter for system, twin in office.house.vendors.twins.items()}
    for meter in meters.values():
        meter.reset()
    events = [ChangeEvent(one, office.clock.now(), f"backfill:{one}") for one in invoices]
    office.house.operator.queue.send(in_batches(office.connection.id, events))
    office.work()
    return {system: meter.summary() for system, meter in meters.items()}
