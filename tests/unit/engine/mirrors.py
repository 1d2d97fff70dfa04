"""Connections that show QuickBooks' invoices in HubSpot."""

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.invoice import Origin
from counterfoil.domain.rules import Direction
from tests.builders import a_connection, a_customer, a_rule, an_invoice
from tests.unit.engine.world import World

INBOUND, BOTH = Direction.QUICKBOOKS_TO_HUBSPOT, Direction.BOTH


def connection(direction: Direction) -> Connection:
    """A connection whose invoices go this way."""
    rules = a_connection().rules
    return a_connection(rules={**rules, EntityKind.INVOICE: a_rule(EntityKind.INVOICE, direction)})


def booked(world: World, **changes: object) -> RecordRef:
    """An invoice of 100.00 that somebody made in QuickBooks, for a customer of its own unless it says otherwise."""
    values: dict[str, object] = {"number": "1042", **changes}
    if "customer" not in changes:
        values["customer"] = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="joe@cool.example"))
    return world.quickbooks.put(EntityKind.INVOICE, an_invoice(origin=Origin.MIRRORED, **values))
