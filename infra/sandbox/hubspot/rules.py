"""What each object type adds to the generic contract: defaults, refusals and what a change sets in motion."""

from collections.abc import Collection, Mapping

from infra.sandbox.hubspot import invoice_amounts, invoices, line_items, payments
from infra.sandbox.hubspot.errors import PropertyProblem, invalid, invalid_properties
from infra.sandbox.hubspot.object_types import (
    COMPANY,
    CONTACT,
    DEAL,
    DISCOUNT,
    FEE,
    INVOICE,
    LINE_ITEM,
    PAYMENT,
    TAX,
    ObjectType,
)
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Actor, Record

PRICED = (LINE_ITEM, DISCOUNT, FEE, TAX)
LOCKED_LINE_PROPERTIES = frozenset(
    {
        "name",
        "description",
        "quantity",
        "price",
        "discount",
        "hs_discount_percentage",
        "hs_tax_rate_group_id",
        "hs_product_id",
        "hs_sku",
        "hs_type",
        "hs_value",
    }
)


def defaults(portal: Portal, kind: ObjectType, values: Mapping[str, str]) -> dict[str, str]:
    """What HubSpot sets on a new record beside what was sent."""
    if kind is INVOICE:
        return invoices.defaults(portal, values)
    if kind is PAYMENT:
        return payments.defaults(portal)
    if kind is LINE_ITEM:
        return line_items.defaults(portal, values)
    if kind is DEAL:
        return {"pipeline": "default", "deal_currency_code": portal.account.company_currency}
    return {}


def writable(portal: Portal, kind: ObjectType, values: Mapping[str, object]) -> Collection[str]:
    """Read-only properties that may be sent all the same."""
    if kind is INVOICE:
        texts = {name: str(value).lower() for name, value in values.items()}
        return invoices.writable(portal, texts)
    return {"amount"} if kind is LINE_ITEM and not portal.switches.line_item_amount_refused else ()


def check_create(portal: Portal, kind: ObjectType, values: dict[str, str]) -> None:
    """Raises when a record must not come into being like this; drops what HubSpot silently calculates."""
    if kind is INVOICE:
        invoices.check_create(portal, values)
    elif kind is PAYMENT:
        payments.check_create(portal, values)
    elif kind is LINE_ITEM:
        line_items.check_values(values)
        values.pop("amount", None)
    elif kind in PRICED:
        _check_adjustment(portal, values)


def check_update(portal: Portal, record: Record, values: dict[str, str]) -> None:
    """Raises when a record must not change like this; drops what HubSpot silently calculates."""
    if record.kind is INVOICE:
        invoices.check_update(portal, record, values)
    elif record.kind is PAYMENT:
        payments.check_update(record, values)
    elif record.kind in PRICED:
        if record.kind is LINE_ITEM:
            line_items.check_values(values)
            values.pop("amount", None)
        else:
            _check_adjustment(portal, values)
        locked = sorted(name for name in values if name in LOCKED_LINE_PROPERTIES)
        if any(values[name] != record.get(name) for name in locked):
            _check_invoices_editable(portal, record, locked)


def check_archive(portal: Portal, record: Record) -> None:
    """Raises when a record must be kept."""
    if record.kind is INVOICE:
        invoices.check_archive(portal, record)
    elif record.kind is PAYMENT:
        payments.check_archive(record)
    elif record.kind in PRICED:
        _check_invoices_editable(portal, record, [record.kind.name])


def check_link(portal: Portal, one: Record, other: Record) -> None:
    """Raises when two records must not be associated."""
    for child, parent in ((one, other), (other, one)):
        if child.kind in {LINE_ITEM, TAX} and parent.kind in line_items.PARENTS:
            line_items.check_single_parent(portal, child, parent)
        if child.kind is PAYMENT and parent.kind is INVOICE:
            _check_overpayment(portal, child, parent)
    check_unlink(portal, one, other)


def check_unlink(portal: Portal, one: Record, other: Record) -> None:
    """Raises when an association is part of a finalised document."""
    for child, parent in ((one, other), (other, one)):
        if child.kind in PRICED and parent.kind is INVOICE and not child.archived:
            invoices.check_editable(portal, parent, [child.kind.plural])


def after_change(portal: Portal, record: Record) -> None:
    """Bring everything that depends on a changed record up to date."""
    if record.kind is LINE_ITEM:
        line_items.recalculate(portal, record)
    elif record.kind is PAYMENT:
        payments.recalculate(portal, record)
    elif record.kind is INVOICE:
        for line in portal.linked(record, LINE_ITEM):
            line_items.recalculate(portal, line)
        invoice_amounts.recalculate(portal, record)
    for invoice in portal.linked(record, INVOICE):
        if record.kind in {CONTACT, COMPANY}:
            invoice_amounts.inherit_recipient(portal, invoice)
        elif record.kind is not DEAL:
            portal.touch(invoice, Actor(portal.switches.calculated_change_source))
            invoice_amounts.recalculate(portal, invoice)


def children(portal: Portal, record: Record) -> list[Record]:
    """The records that go to the recycle bin together with this one."""
    return portal.linked(record, LINE_ITEM) if record.kind in line_items.PARENTS else []


def _check_invoices_editable(portal: Portal, record: Record, what: list[str]) -> None:
    for invoice in portal.linked(record, INVOICE):
        invoices.check_editable(portal, invoice, what)


def _check_overpayment(portal: Portal, payment: Record, invoice: Record) -> None:
    if not portal.switches.overpayment_refused or invoice in portal.linked(payment, INVOICE):
        return
    if payments.counted(payment) > invoice_amounts.balance(portal, invoice):
        raise invalid("The payment exceeds the balance due of the invoice.", invoiceId=[invoice.id])


def _check_adjustment(portal: Portal, values: Mapping[str, str]) -> None:
    value = values.get("hs_value", "")
    if value.startswith("-"):
        problem = PropertyProblem("hs_value", "INVALID_INTEGER", f"{value} must not be negative.", value)
        raise invalid_properties(portal.id, [problem])
