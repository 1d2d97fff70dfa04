"""What settles an invoice without money: credit memos and journal entries, and what QuickBooks links on its own.

The preferences are AutoApplyCredit and AutoApplyPayments.
https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
"""

from collections.abc import Iterable
from decimal import Decimal

from infra.sandbox.quickbooks import payments
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.payment_lines import line_of
from infra.sandbox.quickbooks.wire import ZERO, Document

NOTE = "Created by QB Online to link credits to charges."
"""The memo of the payments over nothing by which QuickBooks itself applies credit, as seen in many companies."""


def apply_automatically(company: Company, entity: str, stored: Document) -> None:
    """After an invoice or credit memo was stored: link what the company's preferences let QuickBooks link."""
    credits_too = bool(company.preference("SalesFormsPrefs.AutoApplyCredit"))
    if credits_too:
        for memo, invoice in _pairs(company, entity, stored):
            _link(company, memo["Id"], invoice["Id"])
    payments_too = credits_too and company.switches.auto_apply_credit_takes_payments
    if entity == "Invoice" and (payments_too or company.preference("SalesFormsPrefs.AutoApplyPayments")):
        payments.apply_unapplied(company, stored)


def _pairs(company: Company, entity: str, stored: Document) -> Iterable[tuple[Document, Document]]:
    other = "CreditMemo" if entity == "Invoice" else "Invoice"
    same = (one for one in company.records.all(other) if one["CustomerRef"]["value"] == stored["CustomerRef"]["value"])
    return [(one, stored) if entity == "Invoice" else (stored, one) for one in same]


def _link(company: Company, memo_id: str, invoice_id: str) -> None:
    memo = company.records.get("CreditMemo", memo_id) or {}
    invoice = company.records.get("Invoice", invoice_id) or {}
    amount: Decimal = min(memo["RemainingCredit"], invoice["Balance"])
    if amount <= 0:
        return
    lines = [line_of(amount, kind, key) for kind, key in (("Invoice", invoice_id), ("CreditMemo", memo_id))]
    shared = {member: invoice[member] for member in ("CustomerRef", "CurrencyRef")}
    body = {**shared, "TotalAmt": ZERO, "PrivateNote": NOTE, "Line": lines}
    stored = company.records.create("Payment", payments.prepare(company, body, None))
    payments.settle(company, stored["Id"], payments.settlements(stored))
