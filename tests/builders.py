"""Builders: the product's values with everything a test does not care about filled in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from counterfoil.domain.connection import CompanyProfile, Connection, ConnectionState, PortalProfile
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice, InvoiceLine, InvoiceStatus, Origin
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.rules import Direction, SyncRule, new_rule
from counterfoil.domain.snapshot import AnyRecord

SWITCHED_ON = datetime(2026, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def hubspot(kind: EntityKind, record_id: str) -> RecordRef:
    """A HubSpot record."""
    return RecordRef(System.HUBSPOT, kind, record_id)


def quickbooks(kind: EntityKind, record_id: str, part: str = "") -> RecordRef:
    """A QuickBooks record."""
    return RecordRef(System.QUICKBOOKS, kind, record_id, part)


def a_customer(**changes: object) -> Customer:
    """A customer with a name and an e-mail address."""
    values = {"display_name": "Cool Cars", "given_name": "Grace", "family_name": "Pariente", "email": "grace@cool.example"}
    return Customer(**{**values, **changes})  # type: ignore[arg-type]


def a_product(**changes: object) -> Product:
    """A product with SKU and price."""
    values = {"name": "Pump", "sku": "PRD-PUMP", "unit_price": Decimal("12.75")}
    return Product(**{**values, **changes})  # type: ignore[arg-type]


def a_line(amount: str = "100.00", **changes: object) -> InvoiceLine:
    """A line of one piece."""
    values = {"amount": Decimal(amount), "name": "Design", "quantity": Decimal(1), "unit_price": Decimal(amount)}
    return InvoiceLine(**{**values, **changes})  # type: ignore[arg-type]


def an_invoice(**changes: object) -> Invoice:
    """An open native invoice of 100.00 USD."""
    values = {
        "status": InvoiceStatus.OPEN,
        "currency": "USD",
        "total": Decimal("100.00"),
        "balance": Decimal("100.00"),
        "lines": (a_line(),),
        "origin": Origin.NATIVE,
        "number": "INV-1",
        "issue_date": date(2026, 3, 1),
        "due_date": date(2026, 3, 31),
    }
    return Invoice(**{**values, **changes})  # type: ignore[arg-type]


def a_payment(**changes: object) -> Payment:
    """A succeeded payment of 100.00 USD on invoice 1 of HubSpot."""
    values = {
        "amount": Decimal("100.00"),
        "currency": "USD",
        "paid_on": date(2026, 3, 2),
        "invoice": hubspot(EntityKind.INVOICE, "1"),
    }
    return Payment(**{**values, **changes})  # type: ignore[arg-type]


def a_rule(kind: EntityKind, direction: Direction = Direction.BOTH, **changes: object) -> SyncRule:
    """A rule that has been on for a while."""
    values = {"create": "always", **changes}
    return replace(new_rule(kind, direction, SWITCHED_ON), **values)  # type: ignore[arg-type]


def a_connection(**changes: object) -> Connection:
    """An active connection with the rules that connecting gives."""
    values = {
        "id": "62515-9130",
        "portal_id": "62515",
        "realm_id": "9130",
        "state": ConnectionState.ACTIVE,
        "rules": {
            EntityKind.CUSTOMER: a_rule(EntityKind.CUSTOMER, Direction.HUBSPOT_TO_QUICKBOOKS, create="when_needed"),
            EntityKind.PRODUCT: a_rule(EntityKind.PRODUCT, Direction.QUICKBOOKS_TO_HUBSPOT),
            EntityKind.INVOICE: a_rule(EntityKind.INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS),
        },
        "portal": PortalProfile(),
        "company": CompanyProfile(income_account_id="1", custom_numbers=True),
        "created_at": SWITCHED_ON,
    }
    return Connection(**{**values, **changes})  # type: ignore[arg-type]


def a_link(
    source: RecordRef, target: RecordRef, records: Mapping[System, AnyRecord], *, connection_id: str = "62515-9130"
) -> Link:
    """A complete link whose agreement is what `records` show, at version 0 of each side."""
    return Link(
        connection_id=connection_id,
        kind=source.kind,
        source=source.system,
        state=LinkState.LINKED,
        refs={source.system: source, target.system: target},
        agreements={system: Agreement("0", record.fields()) for system, record in records.items()},
    )
