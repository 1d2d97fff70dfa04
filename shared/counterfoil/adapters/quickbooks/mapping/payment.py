"""QuickBooks' payments in the product's own words, and back. Pure.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.mapping.common import currency_member, currency_of, marker, ref, refused, snapshot
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.money import ZERO
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals

# Which payment method of a company carries which kind of money, by QuickBooks' usual names; the first that exists counts.
_METHOD_NAMES: Mapping[PaymentMethod, tuple[str, ...]] = {
    PaymentMethod.CARD: ("credit card", "card", "visa", "mastercard", "american express", "discover"),
    PaymentMethod.BANK_DEBIT: ("ach", "echeck", "direct debit", "bank transfer"),
    PaymentMethod.CASH: ("cash",),
    PaymentMethod.CHECK: ("check", "cheque"),
    PaymentMethod.WIRE_TRANSFER: ("wire transfer", "wire", "bank transfer"),
}
# Of a payment as read: what QuickBooks alone decides.
_NOT_WRITTEN = ("domain", "sparse", "MetaData", "UnappliedAmt")


def payment_snapshots(payment: wire.Payment, company: CompanyProfile) -> tuple[Snapshot, ...]:
    """A Payment as read: one snapshot per invoice that it pays, in the payment's order; none for money not applied."""
    applied: dict[str, Decimal] = {}
    for line in payment.Line:
        for link in line.LinkedTxn:
            if link.TxnType == "Invoice":
                applied[link.TxnId] = applied.get(link.TxnId, Decimal(0)) + line.Amount
    return tuple(
        snapshot(
            payment,
            EntityKind.PAYMENT,
            _payment(payment, company, invoice_id, amount),
            note=payment.PrivateNote,
            part=invoice_id,
        )
        for invoice_id, amount in applied.items()
    )


def voided_snapshot(payment: wire.Payment, company: CompanyProfile, invoice_id: str) -> Snapshot:
    """A Payment that pays nothing, also not the invoice that it was for: voided, or all of it is kept as credit."""
    status = PaymentStatus.SUCCEEDED if payment.TotalAmt else PaymentStatus.VOIDED
    record = replace(_payment(payment, company, invoice_id, ZERO), status=status)
    return snapshot(payment, EntityKind.PAYMENT, record, note=payment.PrivateNote, part=invoice_id)


def _payment(payment: wire.Payment, company: CompanyProfile, invoice_id: str, amount: Decimal) -> Payment:
    customer_id = payment.CustomerRef.value if payment.CustomerRef else ""
    return Payment(
        amount=amount,
        currency=currency_of(payment.CurrencyRef, company),
        paid_on=payment.TxnDate or payment.MetaData.CreateTime.date(),
        method=_method(payment.PaymentMethodRef, company),
        reference=payment.PaymentRefNum,
        invoice=ref(EntityKind.INVOICE, invoice_id),
        customer=ref(EntityKind.CUSTOMER, customer_id) if customer_id else None,
    )


def payment_document(payment: Payment, company: CompanyProfile, source: RecordRef) -> dict[str, Any]:
    """A Payment of one invoice to create, with the marker of `source`. Raises VendorError (E1, E11, E15)."""
    if payment.invoice is None or payment.customer is None:
        raise refused(ErrorCategory.CUSTOMER_MISSING, refusals.NO_CUSTOMER_FOR_PAYMENT())
    return {
        "CustomerRef": {"value": payment.customer.id},
        "TotalAmt": payment.amount,
        "TxnDate": payment.paid_on.isoformat(),
        "PaymentRefNum": fitting(EntityKind.PAYMENT, "reference", payment.reference),
        "Line": [{"Amount": payment.amount, "LinkedTxn": [{"TxnId": payment.invoice.id, "TxnType": "Invoice"}]}],
        "PrivateNote": "\n".join(filter(None, (marker(source), _whole_reference(payment)))),
        **_method_member(payment.method, company),
        **currency_member(payment.currency, company),
    }


def payment_update(
    payment: Payment, fields: AbstractSet[str], stored: Mapping[str, Any], invoice_id: str, company: CompanyProfile
) -> dict[str, Any]:
    """The whole `stored` Payment with these fields changed, as QuickBooks documents its update; the rest as it was.

    A new amount changes what it puts to this invoice, and its total by as much. Raises VendorError: E15 for what is too
    long, the cure READING when it does not pay the invoice any more.
    """
    document = {name: value for name, value in stored.items() if name not in _NOT_WRITTEN}
    document["Line"] = [_plain_line(line) for line in stored.get("Line") or []]
    if "amount" in fields:
        document |= _applied(payment.amount, document, invoice_id)
    if "paid_on" in fields:
        document["TxnDate"] = payment.paid_on.isoformat()
    if "reference" in fields:
        document["PaymentRefNum"] = fitting(EntityKind.PAYMENT, "reference", payment.reference)
    if "method" in fields:
        document.pop("PaymentMethodRef", None)
        document |= _method_member(payment.method, company)
    return document


def _whole_reference(payment: Payment) -> str:
    """A reference that QuickBooks cannot hold in its place stands whole in the memo."""
    shown = fitting(EntityKind.PAYMENT, "reference", payment.reference)
    return "" if shown == payment.reference else f"Reference: {payment.reference}"


def pays_others(stored: Mapping[str, Any], invoice_id: str) -> bool:
    """Whether a Payment settles anything but this invoice."""
    return any(not _pays(line, invoice_id) for line in stored.get("Line") or [])


def _plain_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"Amount": line["Amount"], "LinkedTxn": line.get("LinkedTxn") or []}


def _pays(line: Mapping[str, Any], invoice_id: str) -> bool:
    return any(
        link.get("TxnType") == "Invoice" and str(link.get("TxnId")) == invoice_id for link in line.get("LinkedTxn") or []
    )


def _applied(amount: Decimal, document: Mapping[str, Any], invoice_id: str) -> dict[str, Any]:
    """Lines and total that put `amount` to the invoice; what is not applied to anything stays as much as it was."""
    lines = document["Line"]
    mine = [line for line in lines if _pays(line, invoice_id)]
    if not mine:
        text = refusals.NOT_PAID_BY_IT()
        raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text=text))
    before = sum((Decimal(line["Amount"]) for line in mine), ZERO)
    changed = [{**line, "Amount": amount} if line is mine[0] else line for line in lines if line not in mine[1:]]
    return {"Line": changed, "TotalAmt": Decimal(document["TotalAmt"]) - before + amount}


def _method(method: wire.Reference | None, company: CompanyProfile) -> PaymentMethod:
    if method is None or not method.value:
        return PaymentMethod.OTHER
    names = {method_id: name for name, method_id in company.payment_methods.items()}
    known = names.get(method.value, method.name.lower())
    return next((kind for kind, spelled in _METHOD_NAMES.items() if known in spelled), PaymentMethod.OTHER)


def _method_member(method: PaymentMethod, company: CompanyProfile) -> dict[str, Any]:
    names = _METHOD_NAMES.get(method, ())
    method_id = next((company.payment_methods[name] for name in names if name in company.payment_methods), "")
    return {"PaymentMethodRef": {"value": method_id}} if method_id else {}
