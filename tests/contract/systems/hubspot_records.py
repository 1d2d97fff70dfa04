"""What the tests of a portal's invoices and payments ask for and look at."""

from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.invoice import Invoice
from counterfoil.domain.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
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


def change(before: Snapshot, operation: Operation, **fields: object) -> Write:
    return Write(
        key=f"{operation}-{before.ref.id}",
        operation=operation,
        system=System.HUBSPOT,
        kind=before.ref.kind,
        source=RecordRef(System.QUICKBOOKS, before.ref.kind, "1"),
        record=replace(before.record, **fields),  # type: ignore[arg-type]
        target=before.ref,
        version=before.version,
        fields=frozenset(fields),
    )


def line(quantity: str, price: str, **more: str) -> dict[str, str]:
    return {"name": "Work", "quantity": quantity, "price": price, **more}


def adjustment(kind: str, value: str, **more: str) -> dict[str, str]:
    return {"hs_type": kind, "hs_value": value, "hs_label": "Extra", **more}
