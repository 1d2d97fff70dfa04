"""Whether a record that has no counterpart yet may get one; if not, the clause that excludes it."""

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.planning.pair import Side
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM_NAME, Product
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.snapshot import AnyRecord


def excluding_clause(side: Side, rule: SyncRule, *, needed: bool) -> str | None:
    """The sentence that says why `side` gets no counterpart; None when it is eligible.

    `needed` says that a document needs the counterpart, which lifts the rule's own restrictions but not the record's.
    """
    if side.unfit or not side.active:
        return side.unfit or f"The {rule.kind} is inactive in {side.ref.system.brand}."
    match rule.kind:
        case EntityKind.INVOICE:
            return _invoice_clause(side, rule)
        case EntityKind.PAYMENT:
            return _payment_clause(side) or _direction_clause(side, rule)
        case EntityKind.PRODUCT:
            return _product_clause(side) or _direction_clause(side, rule)
        case EntityKind.CUSTOMER:
            if needed:
                return None
            return _direction_clause(side, rule) or _only_when_needed_clause(rule)


def why_unfit(record: AnyRecord) -> str:
    """Why a record of this sort is nobody's counterpart, whatever its values; "" when it may be one."""
    match record:
        case Customer(project=True):
            return "Projects are not synced: their customer is."
        case Product(name=name) if name == CUSTOM_LINE_ITEM_NAME:
            return "It stands for lines without a product."
        case Product(bundle=True):
            return "Bundles are not synced: QuickBooks sells their items."
        case _:
            return ""


def is_active(record: AnyRecord) -> bool:
    """Whether a record can be used; only customers and products can be made inactive."""
    return not isinstance(record, Customer | Product) or record.active


def _invoice_clause(side: Side, rule: SyncRule) -> str | None:
    """The three fixed filters of invoices made in HubSpot; nobody can remove them."""
    status = side.fields["status"]
    if clause := _direction_clause(side, rule):
        return clause
    if side.ref.system is System.HUBSPOT and side.fields["origin"] != Origin.NATIVE:
        return "Invoice source is not HubSpot."
    if status == InvoiceStatus.DRAFT:
        return "The invoice is a draft."
    if status == InvoiceStatus.VOIDED:
        return "The invoice was voided before it was ever synced."
    if side.modified_at is not None and side.modified_at < rule.switched_on_at:
        return "The invoice was neither created nor modified after the sync was switched on."
    return None


def _payment_clause(side: Side) -> str | None:
    if side.fields.get("credits") and side.fields["amount"] == plain(ZERO):
        return f"It is no money received: {side.fields['credits']} settles the invoice."
    if not side.fields["invoice"]:
        return "The payment is not on an invoice."
    if side.fields["status"] not in {PaymentStatus.SUCCEEDED, PaymentStatus.PARTIALLY_REFUNDED}:
        return f"The payment is {side.fields['status'].replace('_', ' ')}, not succeeded."
    return None


def _product_clause(side: Side) -> str | None:
    return None if side.fields["sku"] else "Products without a SKU are not synced."


def _only_when_needed_clause(rule: SyncRule) -> str | None:
    return "Customers are made only for invoices that need them." if rule.only_when_needed else None


def _direction_clause(side: Side, rule: SyncRule) -> str | None:
    if rule.direction.carries_from(side.ref.system):
        return None
    return f"The rule for {rule.kind}s does not carry records from {side.ref.system.brand}."
