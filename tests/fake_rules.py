"""The rules of the vendors in memory: what a write does to a record, what is refused, what is found. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.planning.eligibility import is_active
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, Origin
from counterfoil.domain.records.payment import Payment, PaymentStatus
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.write import Operation, Write
from counterfoil.engine.ports import MatchKey

_ADDRESS = ("street", "city", "region", "postal_code", "country")


def as_stored(record: AnyRecord, system: System, source: RecordRef | None, tax: Decimal) -> AnyRecord:
    """A new record as the vendor keeps it: QuickBooks works out an invoice's total from its lines."""
    if isinstance(record, Invoice) and system is System.QUICKBOOKS:
        total = record.computed_total + tax
        origin = Origin.NATIVE if source else Origin.MIRRORED
        return replace(record, total=total, balance=total, status=InvoiceStatus.OPEN, origin=origin)
    return record


def changed(record: AnyRecord, changes: Mapping[str, Any]) -> AnyRecord:
    """The record with attributes changed; an invoice's figures follow its lines."""
    after = replace(record, **changes)
    if isinstance(after, Invoice) and isinstance(record, Invoice) and changes.keys() & {"lines", "discount"}:
        paid = record.total - record.balance
        return with_paid(replace(after, total=after.computed_total, balance=after.computed_total), paid)
    return after


def applied(stored: AnyRecord, write: Write) -> dict[str, Any]:
    """The attributes that an update changes."""
    changes = {name: getattr(write.record, name) for name in write.fields if hasattr(write.record, name)}
    if "lines" in write.fields and isinstance(write.record, Invoice):
        changes["discount"] = write.record.discount
    if isinstance(stored, Customer) and isinstance(write.record, Customer):
        address = {name: getattr(write.record.address, name) for name in _ADDRESS if name in write.fields}
        changes["address"] = replace(stored.address, **address)
    return changes


def emptied(record: AnyRecord, system: System) -> AnyRecord:
    """A voided invoice: nothing is owed any more, and in QuickBooks nothing is left of its figures."""
    if not isinstance(record, Invoice):
        raise TypeError(f"cannot void {record}")
    voided = replace(record, status=InvoiceStatus.VOIDED, balance=ZERO)
    if system is System.HUBSPOT:
        return voided
    return replace(voided, total=ZERO, discount=ZERO, lines=tuple(replace(line, amount=ZERO) for line in record.lines))


def with_paid(record: AnyRecord, amount: Decimal) -> AnyRecord:
    """An invoice with so much more paid; below nought is kept, though nobody is shown it."""
    if not isinstance(record, Invoice):
        raise TypeError(f"cannot pay {record}")
    balance = record.balance - amount
    return replace(record, balance=balance, status=InvoiceStatus.OPEN if balance > ZERO else InvoiceStatus.PAID)


def is_open(record: AnyRecord) -> bool:
    """Whether it is an invoice that somebody owes."""
    return isinstance(record, Invoice) and record.status is InvoiceStatus.OPEN


def open_amount(record: AnyRecord) -> Decimal:
    """What is left to pay of an invoice."""
    if not isinstance(record, Invoice):
        raise TypeError(f"cannot pay {record}")
    return max(ZERO, record.balance)


def as_shown(record: AnyRecord) -> AnyRecord:
    """A record as the vendor shows it: nobody owes less than nothing."""
    return replace(record, balance=ZERO) if isinstance(record, Invoice) and record.balance < ZERO else record


def unapplied(payment: AnyRecord) -> AnyRecord:
    """How the QuickBooks adapter shows a payment that it finds on no invoice."""
    return replace(payment, amount=ZERO, status=PaymentStatus.VOIDED) if isinstance(payment, Payment) else payment


def part_of(write: Write) -> str:
    """The invoice that a payment written to QuickBooks is for; "" for everything else."""
    invoice = write.record.invoice if isinstance(write.record, Payment) else None
    return invoice.id if invoice and write.system is System.QUICKBOOKS else ""


def found_by(record: AnyRecord, key: MatchKey) -> tuple[str, ...]:
    """What a record, if active, is found by; letter case does not count in addresses and numbers of documents."""
    match record:
        case Customer():
            values = {MatchKey.EMAIL: record.emails, MatchKey.NAME: (record.display_name,)}
        case Product():
            values = {MatchKey.NAME: (record.name,), MatchKey.SKU: (record.sku,)}
        case Invoice():
            values = {MatchKey.NUMBER_CUSTOMER_TOTAL: (record.number,), MatchKey.DAY: (str(record.issue_date),)}
        case _:
            values = {}
    return tuple(spelled(key, value) for value in values.get(key, ())) if is_active(record) else ()


def spelled(key: MatchKey, value: str) -> str:
    """A value as it is compared."""
    return value.lower() if key in {MatchKey.EMAIL, MatchKey.NUMBER_CUSTOMER_TOTAL} else value


def why_not(
    write: Write, kept: Callable[[EntityKind], Mapping[RecordRef, AnyRecord]], *, refuses_overpayments: bool
) -> Failure | None:
    """Why the vendor, which has `kept` these records of a kind, refuses a write; None when it does not."""
    match write.record:
        case Customer() | Product() if write.system is System.QUICKBOOKS and _names(write):
            return _name_taken(write, kept(write.kind))
        case Invoice() if write.operation is Operation.CREATE and write.system is System.QUICKBOOKS:
            return (
                _number_taken(write.record, kept(EntityKind.INVOICE))
                or _foreign(write, write.record)
                or _inactive(write.record, {**kept(EntityKind.CUSTOMER), **kept(EntityKind.PRODUCT)})
                or _other_currency(write.record, kept(EntityKind.CUSTOMER))
            )
        case Invoice() if write.operation is Operation.VOID and write.target:
            return _has_payment(kept(EntityKind.INVOICE)[write.target])
        case Payment() if write.operation is Operation.CREATE:
            return _not_payable(write.record, kept(EntityKind.INVOICE), refused=refuses_overpayments)
        case _:
            return None


def _names(write: Write) -> bool:
    """Whether it gives an entry of a list a name."""
    return write.operation is Operation.CREATE or bool({"display_name", "name"} & set(write.fields))


def _name_taken(write: Write, same_kind: Mapping[RecordRef, AnyRecord]) -> Failure | None:
    name = _name(write.record)
    holder = next((ref for ref, record in same_kind.items() if _name(record) == name and ref != write.target), None)
    if holder is None:
        return None
    text = f"{name} is held by {holder}"
    return Failure(category=ErrorCategory.DISPLAY_NAME_TAKEN, cure=Cure.PERSON, text=text, code="6240", existing=holder)


def _name(record: AnyRecord) -> str:
    return record.display_name if isinstance(record, Customer) else record.name if isinstance(record, Product) else ""


def _number_taken(invoice: Invoice, invoices: Mapping[RecordRef, AnyRecord]) -> Failure | None:
    holder = next((ref for ref, record in invoices.items() if invoice.number and _number(record) == invoice.number), None)
    if holder is None:
        return None
    text = f"number {invoice.number} is used by {holder}"
    return Failure(category=ErrorCategory.NUMBER_TAKEN, cure=Cure.PERSON, text=text, code="6140", existing=holder)


def _number(record: AnyRecord) -> str:
    return record.number if isinstance(record, Invoice) else ""


def _foreign(write: Write, invoice: Invoice) -> Failure | None:
    """References must be the vendor's own: everything else is a defect of the engine, not a refusal."""
    wanted = [(invoice.customer, EntityKind.CUSTOMER), *((line.product, EntityKind.PRODUCT) for line in invoice.lines)]
    wrong = [ref for ref, kind in wanted if ref is None or ref.system is not write.system or ref.kind is not kind]
    if wrong:
        raise AssertionError(f"an invoice for {write.system} with foreign references: {wrong}")
    return None


def _inactive(invoice: Invoice, listed: Mapping[RecordRef, AnyRecord]) -> Failure | None:
    """Nothing inactive can be sold, and nobody inactive can owe."""
    named = {invoice.customer, *(line.product for line in invoice.lines)}
    if all(is_active(record) for ref, record in listed.items() if ref in named):
        return None
    text = "Something you're trying to use has been made inactive."
    return Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.RESOLVING, text=text, code="610")


def _other_currency(invoice: Invoice, customers: Mapping[RecordRef, AnyRecord]) -> Failure | None:
    """A customer with a currency takes documents in no other."""
    customer = customers.get(invoice.customer) if invoice.customer else None
    if not isinstance(customer, Customer) or customer.currency in {"", invoice.currency}:
        return None
    return Failure(
        category=ErrorCategory.CURRENCY_MISMATCH,
        cure=Cure.RESOLVING,
        text="The customer is in another currency.",
        code="6000",
    )


def _has_payment(invoice: AnyRecord) -> Failure | None:
    if isinstance(invoice, Invoice) and open_amount(invoice) == invoice.total:
        return None
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="a payment is applied", code="6070")


def _not_payable(payment: Payment, invoices: Mapping[RecordRef, AnyRecord], *, refused: bool) -> Failure | None:
    target = invoices.get(payment.invoice) if payment.invoice else None
    if not isinstance(target, Invoice):
        raise AssertionError(f"a payment on {payment.invoice}, which is not there")  # noqa: TRY004 - a defect, no bad type
    if payment.amount <= open_amount(target) or not refused:
        return None
    return Failure(category=ErrorCategory.PAYMENT_TOO_MUCH, cure=Cure.PERSON, text="more than the balance", code="6000")
