"""An invoice with its line items, discounts, fees and taxes, between HubSpot's wire and the domain. Pure."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from decimal import Decimal
from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.mapping.common import beginning, day, parse_marker, ref
from counterfoil.adapters.hubspot.mapping.mirrored import as_mirrored, is_ours
from counterfoil.adapters.hubspot.mapping.recipient import Identified, recipient
from counterfoil.adapters.hubspot.schemas import (
    AdjustmentProperties,
    ContactProperties,
    InvoiceProperties,
    LineItemProperties,
)
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import ZERO, percentage, rounded
from counterfoil.domain.records.invoice import Invoice, InvoiceLine, InvoiceStatus, LineRole, Origin
from counterfoil.domain.values import dataclass

# What `hs_invoice_source` says of invoices that came from an accounting system, as far as it is known: the labels of
# https://knowledge.hubspot.com/payments/hubspots-default-invoice-properties, however they are spelled internally.
_SYNCED_SOURCES = ("sync", "quickbooks", "xero")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceParts:
    """What is associated with one invoice. `contacts` are the oldest first; of a single one only the id is known."""

    contacts: Sequence[Identified[ContactProperties]] = ()
    line_items: Sequence[Identified[LineItemProperties]] = ()
    discounts: Sequence[Identified[AdjustmentProperties]] = ()
    fees: Sequence[Identified[AdjustmentProperties]] = ()
    taxes: Sequence[Identified[AdjustmentProperties]] = ()


@dataclass(slots=True)
class _Charges:
    """Order-level amounts, worked out on the running total."""

    running: Decimal
    currency: str
    discount: Decimal = ZERO
    lines: list[InvoiceLine] = field(default_factory=list)

    def take_off(self, each: AdjustmentProperties) -> None:
        """A discount; it never takes more than there is."""
        amount = min(self._amount(each, self.running), self.running)
        self.discount += amount
        self.running -= amount

    def add_fee(self, each: AdjustmentProperties) -> None:
        """A fee; a percentage counts the fees before it."""
        self.running += self._add(each, self.running, LineRole.FEE)

    def add_tax(self, each: AdjustmentProperties) -> None:
        """A tax; taxes are not taxed themselves."""
        self._add(each, self.running, LineRole.TAX)

    def _add(self, each: AdjustmentProperties, base: Decimal, role: LineRole) -> Decimal:
        amount = self._amount(each, base)
        self.lines.append(_charge(amount, each.hs_label, role))
        return amount

    def _amount(self, each: AdjustmentProperties, base: Decimal) -> Decimal:
        if each.hs_type == "PERCENT":
            return percentage(base, each.hs_value, self.currency)
        return rounded(each.hs_value, self.currency)


def invoice(
    properties: InvoiceProperties,
    parts: InvoiceParts,
    zone: ZoneInfo,
    refused: AbstractSet[str] = frozenset(),
    *,
    copies: bool = False,
) -> Invoice:
    """An invoice as HubSpot shows it. Order-level fees and all taxes are lines of their own, after what was sold.

    With `copies` its other contacts are sent one.

    Of an invoice made in QuickBooks the fields that the portal `refused` to have written are in properties of our own.
    Raises ValueError naming the property not understood.
    """
    if is_ours(properties):
        properties = as_mirrored(properties, refused)
    status = _status(properties)
    items = as_shown(parts.line_items)
    sold = [_item_line(item, properties.hs_currency) for item in items]
    contact_id, address = recipient(properties, parts.contacts)
    charges = _charges(sum((line.amount for line in sold), ZERO), parts, properties.hs_currency)
    return Invoice(
        status=status,
        currency=properties.hs_currency,
        total=_total(properties, status),
        balance=_balance(properties, status),
        lines=(*sold, *_line_taxes(items), *charges.lines),
        origin=_origin(properties),
        number=properties.hs_number,
        issue_date=day(properties.hs_invoice_date, zone) if properties.hs_invoice_date else None,
        due_date=day(properties.hs_due_date, zone) if properties.hs_due_date else None,
        customer=ref(EntityKind.CUSTOMER, contact_id) if contact_id else None,
        customer_name=_latest_contact(properties),
        customer_email=address,
        copies_to=_others(parts.contacts, address) if copies else (),
        memo=properties.hs_comments,
        discount=charges.discount,
    )


def as_shown(items: Iterable[Identified[LineItemProperties]]) -> list[Identified[LineItemProperties]]:
    """Line items in the order in which people see them, and in which they are the first lines of the invoice."""
    return sorted(items, key=_position)


def invoice_properties(record: Invoice, zone: ZoneInfo) -> dict[str, tuple[str, str]]:
    """By domain field, as far as HubSpot lets a field be written at all: its property and its value."""
    return {
        "number": ("hs_number", record.number),
        "issue_date": ("hs_invoice_date", beginning(record.issue_date, zone)),
        "due_date": ("hs_due_date", beginning(record.due_date, zone)),
        "memo": ("hs_comments", record.memo),
    }


def _latest_contact(properties: InvoiceProperties) -> str:
    """Whom HubSpot itself shows on the invoice."""
    names = (properties.hs_invoice_latest_contact_firstname, properties.hs_invoice_latest_contact_lastname)
    return " ".join(filter(None, names)) or properties.hs_invoice_latest_contact_email


def _others(contacts: Sequence[Identified[ContactProperties]], address: str) -> tuple[str, ...]:
    addresses = (each.properties.email.strip().lower() for each in contacts)
    return tuple(dict.fromkeys(one for one in addresses if one and one != address))


def _position(item: Identified[LineItemProperties]) -> tuple[Decimal, Decimal]:
    """Lines without a position come last, in the order they were made."""
    position = item.properties.hs_position_on_quote
    return (Decimal("Infinity") if position is None else position, Decimal(item.id))


def _item_line(item: Identified[LineItemProperties], currency: str) -> InvoiceLine:
    line = item.properties
    amount = _net_amount(item)
    before = line.hs_pre_discount_amount
    if before is None and line.price is not None and line.quantity is not None:
        before = rounded(line.price * line.quantity, currency)
    return InvoiceLine(
        amount=amount,
        name=line.name,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.price,
        discount=ZERO if before is None else max(before - amount, ZERO),
        product=ref(EntityKind.PRODUCT, line.hs_product_id) if line.hs_product_id else None,
        sku=line.hs_sku,
    )


def _net_amount(item: Identified[LineItemProperties]) -> Decimal:
    """A line without a price costs nothing; one with a price but no amount cannot be understood."""
    if item.properties.amount is None and item.properties.price:
        raise ValueError(f"amount of line item {item.id}: missing")
    return item.properties.amount or ZERO


def _line_taxes(items: Iterable[Identified[LineItemProperties]]) -> list[InvoiceLine]:
    taxed = (item.properties for item in items if item.properties.hs_tax_amount)
    return [_charge(line.hs_tax_amount or ZERO, line.hs_tax_label or "Tax", LineRole.TAX) for line in taxed]


def _charge(amount: Decimal, label: str, role: LineRole) -> InvoiceLine:
    return InvoiceLine(amount=amount, name=label, description=label, role=role)


def _charges(subtotal: Decimal, parts: InvoiceParts, currency: str) -> _Charges:
    """Discounts, then fees, then taxes, each by `hs_sort_order`.

    So https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide says. What a percentage is taken
    of is not published; here it is what the total has come to so far.
    """
    charges = _Charges(subtotal, currency)
    for each in _in_order(parts.discounts):
        charges.take_off(each)
    for each in _in_order(parts.fees):
        charges.add_fee(each)
    for each in _in_order(parts.taxes):
        charges.add_tax(each)
    return charges


def _in_order(adjustments: Iterable[Identified[AdjustmentProperties]]) -> list[AdjustmentProperties]:
    ordered = sorted(adjustments, key=lambda each: (each.properties.hs_sort_order or ZERO, Decimal(each.id)))
    return [each.properties for each in ordered]


def _status(properties: InvoiceProperties) -> InvoiceStatus:
    """HubSpot's own, but for an open invoice over nothing: nobody can pay it, and QuickBooks calls it paid."""
    status = InvoiceStatus(properties.hs_invoice_status)
    return InvoiceStatus.PAID if status is InvoiceStatus.OPEN and properties.hs_amount_billed == ZERO else status


def _total(properties: InvoiceProperties, status: InvoiceStatus) -> Decimal:
    """HubSpot's figure. Only of a draft, of a void one, and of what is shown there of others' may it be left out."""
    counts = status in {InvoiceStatus.OPEN, InvoiceStatus.PAID} and _origin(properties) is Origin.NATIVE
    if counts and properties.hs_amount_billed is None:
        raise ValueError("hs_amount_billed: missing")
    return properties.hs_amount_billed or ZERO


def _balance(properties: InvoiceProperties, status: InvoiceStatus) -> Decimal:
    """HubSpot's figure; where a portal shows none, an open invoice is unpaid and any other owes nothing."""
    if properties.hs_balance_due is not None:
        return properties.hs_balance_due
    return properties.hs_amount_billed or ZERO if status is InvoiceStatus.OPEN else ZERO


def _origin(properties: InvoiceProperties) -> Origin:
    source = properties.hs_invoice_source.lower()
    synced = any(word in source for word in _SYNCED_SOURCES) or properties.hs_invoice_billable.lower() == "false"
    return Origin.MIRRORED if synced or parse_marker(properties.counterfoil_source) else Origin.NATIVE
