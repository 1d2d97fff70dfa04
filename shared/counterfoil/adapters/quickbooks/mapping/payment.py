"""QuickBooks' payments in the product's own words, and back. Pure.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.mapping.common import (
    currency_member,
    currency_of,
    is_noted_as_void,
    marker,
    ref,
    refused,
    snapshot,
    source_in,
)
from counterfoil.adapters.quickbooks.mapping.settlement import lines_of, shares
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
    """A Payment as read: one snapshot per invoice that it settles, in the payment's order; one that settles none as a whole.

    Of the latter only a voided one is shown, and one that we made; other money on no invoice is a credit of the customer's.
    Raises ValueError naming what is missing.
    """
    settled = shares(payment)
    record = _whole(payment, company, sum((share.money for share in settled.values()), ZERO))
    if not settled:
        shown = record.status is PaymentStatus.VOIDED or source_in(payment.PrivateNote)
        return (snapshot(payment, EntityKind.PAYMENT, record, note=payment.PrivateNote),) if shown else ()
    return tuple(
        snapshot(
            payment,
            EntityKind.PAYMENT,
            replace(
                record,
                amount=share.money,
                credits=share.credited(record.currency),
                invoice=ref(EntityKind.INVOICE, invoice_id),
            ),
            note=payment.PrivateNote,
            part=invoice_id,
        )
        for invoice_id, share in settled.items()
    )


def _whole(payment: wire.Payment, company: CompanyProfile, applied: Decimal) -> Payment:
    """A Payment before its money, so much of which is `applied`, is put to invoices."""
    customer_id = payment.CustomerRef.value if payment.CustomerRef else ""
    return Payment(
        amount=ZERO,
        currency=currency_of(payment.CurrencyRef, company),
        paid_on=payment.TxnDate or payment.MetaData.CreateTime.date(),
        status=PaymentStatus.VOIDED if _is_voided(payment) else PaymentStatus.SUCCEEDED,
        method=_method(payment.PaymentMethodRef, company),
        reference=payment.PaymentRefNum,
        customer=ref(EntityKind.CUSTOMER, customer_id) if customer_id else None,
        customer_name=payment.CustomerRef.name if payment.CustomerRef else "",
        unapplied=max(payment.TotalAmt - applied, ZERO) if payment.UnappliedAmt is None else payment.UnappliedAmt,
    )


def _is_voided(payment: wire.Payment) -> bool:
    """A voided payment is over nothing, settles nothing, and says so in its note; no other member tells."""
    return payment.TotalAmt == 0 and not payment.Line and is_noted_as_void(payment.PrivateNote)


def payment_document(payment: Payment, company: CompanyProfile, source: RecordRef) -> dict[str, Any]:
    """A Payment of one invoice to create, with the marker of `source`. Raises VendorError (E1, E11, E15)."""
    if payment.invoice is None or payment.customer is None:
        raise refused(ErrorCategory.CUSTOMER_MISSING, refusals.NO_CUSTOMER_FOR_PAYMENT())
    return {
        "CustomerRef": {"value": payment.customer.id},
        "TotalAmt": payment.amount,
        "TxnDate": payment.paid_on.isoformat(),
        "PaymentRefNum": fitting(EntityKind.PAYMENT, "reference", payment.reference),
        "Line": [_line(payment.amount, payment.invoice.id)],
        "PrivateNote": "\n".join(filter(None, (marker(source), _whole_reference(payment)))),
        **_method_member(payment.method, company),
        **currency_member(payment.currency, company),
    }


def payment_update(
    payment: Payment, fields: AbstractSet[str], stored: Mapping[str, Any], invoice_id: str, company: CompanyProfile
) -> dict[str, Any]:
    """The whole `stored` Payment with these fields changed, as QuickBooks documents its update; the rest as it was.

    A new amount changes what it puts to this invoice, and its total by as much; with `unapplied`, that is what it leaves on
    no invoice, and what it left there before was part of its amount. Raises VendorError with the cure READING when it does
    not pay the invoice any more, and ValueError where its lines are missing: they are replaced as a whole.
    """
    document = {name: value for name, value in stored.items() if name not in _NOT_WRITTEN}
    document["Line"] = [_plain_line(line) for line in _lines(stored)]
    if "amount" in fields:
        document |= _applied(payment, stored, invoice_id, with_rest="unapplied" in fields)
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
    """Whether a Payment settles anything but this invoice. Raises ValueError where its lines are missing."""
    return any(not _pays(line, invoice_id) for line in _lines(stored))


def _lines(stored: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The lines of a Payment as it is; none of one that is gone."""
    if stored:
        lines_of(wire.Payment.model_validate(stored))
    return stored.get("Line") or ()


def _line(amount: Decimal, invoice_id: str) -> dict[str, Any]:
    return {"Amount": amount, "LinkedTxn": [{"TxnId": invoice_id, "TxnType": "Invoice"}]}


def _plain_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"Amount": line["Amount"], "LinkedTxn": line.get("LinkedTxn") or []}


def _pays(line: Mapping[str, Any], invoice_id: str) -> bool:
    return any(
        link.get("TxnType") == "Invoice" and str(link.get("TxnId")) == invoice_id for link in line.get("LinkedTxn") or []
    )


def _applied(payment: Payment, stored: Mapping[str, Any], invoice_id: str, *, with_rest: bool) -> dict[str, Any]:
    """Lines and total that put the payment's amount to the invoice; credit stays, and so does what is on no invoice.

    With the rest, what is on no invoice was too much for this one: only what the payment leaves `unapplied` stays so.
    """
    known = wire.Payment.model_validate(stored)
    before = shares(known).get(invoice_id)
    if before is None and not with_rest:
        text = refusals.NOT_PAID_BY_IT()
        raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text=text))
    lines = [_plain_line(line) for line in _lines(stored)]
    first = next((number for number, line in enumerate(lines) if _pays(line, invoice_id)), len(lines))
    settled = sum((Decimal(line["Amount"]) for line in lines if _pays(line, invoice_id)), ZERO)
    money = before.money if before else ZERO
    others = [line for line in lines if not _pays(line, invoice_id)]
    others.insert(first, _line(settled - money + payment.amount, invoice_id))
    less = (known.UnappliedAmt or ZERO) - payment.unapplied if with_rest else ZERO
    return {"Line": others, "TotalAmt": known.TotalAmt - money - less + payment.amount}


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
