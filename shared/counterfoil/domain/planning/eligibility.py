"""Whether a record that has no counterpart yet may get one; if not, the clause that excludes it."""

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.names import amount
from counterfoil.domain.planning.pair import Side
from counterfoil.domain.planning.parties import whose_place
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM_NAME, Product
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.texts import reasons, words


def excluding_clause(side: Side, rule: SyncRule, *, needed: bool) -> str | None:
    """The sentence that says why `side` gets no counterpart; None when it is eligible.

    `needed` says that a document needs the counterpart, which lifts the rule's own restrictions but not the record's. Whose
    invoices are in QuickBooks is shown in HubSpot even when nothing is sold to them any more.
    """
    in_the_books = needed and side.ref.system is System.QUICKBOOKS and rule.kind is EntityKind.CUSTOMER
    if side.unfit or not (side.active or in_the_books):
        return side.unfit or reasons.INACTIVE(kind=words.ONE[rule.kind], system=side.ref.system.brand)
    if rule.kind is EntityKind.CUSTOMER and needed:
        return None
    return _clause_of_kind(side, rule) or side.unadmitted or _need_clause(rule, needed=needed)


def _clause_of_kind(side: Side, rule: SyncRule) -> str | None:
    match rule.kind:
        case EntityKind.INVOICE:
            return _invoice_clause(side, rule)
        case EntityKind.PAYMENT:
            return _payment_clause(side) or _direction_clause(side, rule)
        case EntityKind.PRODUCT:
            return _product_clause(side, rule) or _direction_clause(side, rule)
        case _:
            return whose_place(side, rule) or _direction_clause(side, rule)


def why_unfit(record: AnyRecord) -> str:
    """Why a record of this sort is nobody's counterpart, whatever its values; "" when it may be one."""
    match record:
        case Customer(project=True):
            return reasons.PROJECT()
        case Product(name=name) if name == CUSTOM_LINE_ITEM_NAME:
            return reasons.CUSTOM_ITEM()
        case Product(bundle=True):
            return reasons.BUNDLE()
        case _:
            return ""


def is_active(record: AnyRecord) -> bool:
    """Whether a record can be used; only customers and products can be made inactive."""
    return not isinstance(record, Customer | Product) or record.active


def _invoice_clause(side: Side, rule: SyncRule) -> str | None:
    """The fixed filters of invoices; nobody can remove them."""
    status = side.fields["status"]
    if clause := _direction_clause(side, rule) or _origin_clause(side):
        return clause
    if status == InvoiceStatus.DRAFT:
        return reasons.DRAFT()
    if status == InvoiceStatus.VOIDED:
        return reasons.VOIDED_BEFORE_SYNC()
    if side.modified_at is not None and side.modified_at < rule.switched_on_at:
        return reasons.OLDER_THAN_SYNC()
    return None


def _origin_clause(side: Side) -> str | None:
    """HubSpot's own invoices go to QuickBooks and QuickBooks' own to HubSpot, as far as HubSpot can show them."""
    fields = side.fields
    made_in_hubspot = fields["origin"] == Origin.NATIVE
    if side.ref.system is System.HUBSPOT:
        return None if made_in_hubspot else reasons.NOT_MADE_IN_HUBSPOT()
    if made_in_hubspot:
        return reasons.MADE_FOR_HUBSPOT()
    return negative_total(side)


def negative_total(side: Side) -> str | None:
    """What is said of an invoice over less than nothing; None for any other."""
    total, currency = side.fields["total"], side.fields["currency"]
    return reasons.NEGATIVE_TOTAL(name=side.name, total=amount(total, currency)) if total.startswith("-") else None


def _payment_clause(side: Side) -> str | None:
    if side.fields.get("credits") and side.fields["amount"] == plain(ZERO):
        return reasons.CREDIT_ONLY(credits=side.fields["credits"])
    if not side.fields["invoice"]:
        return reasons.NOT_ON_AN_INVOICE()
    if side.fields["status"] not in {PaymentStatus.SUCCEEDED, PaymentStatus.PARTIALLY_REFUNDED}:
        return reasons.NOT_RECEIVED(status=words.PAYMENT_STATUS[PaymentStatus(side.fields["status"])])
    return None


def _product_clause(side: Side, rule: SyncRule) -> str | None:
    """Without a SKU nothing tells two products apart, unless the rule says that their names do."""
    return None if side.fields["sku"] or MatchKey.NAME in rule.matching.keys else reasons.NO_SKU()


def _need_clause(rule: SyncRule, *, needed: bool) -> str | None:
    if rule.create == "when_needed" and not needed:
        return reasons.ONLY_WHEN_NEEDED(kinds=words.SEVERAL[rule.kind])
    return None


def _direction_clause(side: Side, rule: SyncRule) -> str | None:
    if rule.direction.carries_from(side.ref.system):
        return None
    if rule.direction is Direction.OFF:
        return reasons.RULE_OFF(kinds=words.SEVERAL[rule.kind])
    return reasons.RULE_ONE_WAY(kinds=words.SEVERAL[rule.kind], system=side.ref.system.brand)
