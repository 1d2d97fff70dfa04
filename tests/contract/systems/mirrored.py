"""Invoices of QuickBooks that a portal is to show."""

from dataclasses import replace
from typing import Any

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, Origin
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from tests.builders import an_invoice, hubspot, quickbooks
from tests.contract.systems.hubspot_records import shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import written


def mirrored(world: HubSpotWorld, **changes: object) -> Invoice:
    """An invoice of QuickBooks over 100.00, for the portal's contact."""
    values = {"origin": Origin.MIRRORED, "customer": hubspot(EntityKind.CUSTOMER, world.contact_id), "number": "1042"}
    return an_invoice(**{**values, **changes})


def create(world: HubSpotWorld, source: str = "145", **changes: Any) -> Write:
    """The write that makes it."""
    return Write(
        key=f"create-{source}",
        operation=Operation.CREATE,
        system=System.HUBSPOT,
        kind=EntityKind.INVOICE,
        source=quickbooks(EntityKind.INVOICE, source),
        record=mirrored(world, **changes),
    )


def made(world: HubSpotWorld, **changes: Any) -> Snapshot:
    """An invoice that was made, as it is read afterwards."""
    [snapshot] = written(world, create(world, **changes))
    return shown(world, EntityKind.INVOICE, snapshot.ref.id)


def change(before: Snapshot, *, replaces: RecordRef | None = None, **values: Any) -> Write:
    """The write that lets the mirrored invoice have these values."""
    assert isinstance(before.record, Invoice)
    return Write(
        key=f"update-{before.version}",
        operation=Operation.VOID if values.get("status") is InvoiceStatus.VOIDED else Operation.UPDATE,
        system=System.HUBSPOT,
        kind=EntityKind.INVOICE,
        source=quickbooks(EntityKind.INVOICE, "145"),
        record=replace(before.record, **values),
        target=before.ref,
        version=before.version,
        fields=frozenset(values),
        replaces=replaces,
    )


def of(world: HubSpotWorld, snapshot: Snapshot, objects: str) -> list[str]:
    """What an invoice is associated with."""
    return world.portal.associated("invoices", snapshot.ref.id, objects)


def with_company(world: HubSpotWorld, name: str) -> str:
    """A contact of the portal whose company has its name."""
    contact, company = world.make("contacts", {"lastname": name}), world.make("companies", {"name": name})
    world.send("PUT", f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}", None)
    return contact
