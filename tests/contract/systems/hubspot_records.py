"""What the tests of a portal's invoices and payments ask for and look at."""

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from tests.contract.systems.hubspot_world import HubSpotWorld


def shown(world: HubSpotWorld, kind: EntityKind, record_id: str) -> Snapshot:
    found = world.system.read(kind, [record_id])[record_id]
    assert isinstance(found, tuple), found
    [snapshot] = found
    return snapshot


def invoice(world: HubSpotWorld, invoice_id: str) -> Invoice:
    record = shown(world, EntityKind.INVOICE, invoice_id).record
    assert isinstance(record, Invoice)
    return record


def payment(world: HubSpotWorld, payment_id: str) -> Payment:
    record = shown(world, EntityKind.PAYMENT, payment_id).record
    assert isinstance(record, Payment)
    return record


def line(quantity: str, price: str, **more: str) -> dict[str, str]:
    return {"name": "Work", "quantity": quantity, "price": price, **more}


def adjustment(kind: str, value: str, **more: str) -> dict[str, str]:
    return {"hs_type": kind, "hs_value": value, "hs_label": "Extra", **more}
