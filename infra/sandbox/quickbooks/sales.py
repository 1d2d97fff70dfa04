"""Sales forms: invoices, credit memos, sales receipts, refund receipts and estimates, computed in Decimal.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from infra.sandbox.quickbooks import payments
from infra.sandbox.quickbooks.balances import OPEN_MEMBER, balanced
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.credits import apply_automatically
from infra.sandbox.quickbooks.currency import put_currency, put_home_amounts
from infra.sandbox.quickbooks.custom_fields import put_custom_fields
from infra.sandbox.quickbooks.errors import QuickBooksError, business
from infra.sandbox.quickbooks.numbering import numbered
from infra.sandbox.quickbooks.periods import refuse_before_start
from infra.sandbox.quickbooks.sales_lines import read_lines, rounded
from infra.sandbox.quickbooks.sales_tax import put_tax
from infra.sandbox.quickbooks.wire import ZERO, Document, date_of, ref, ref_value


def prepare(company: Company, entity: str, draft: Document, before: Document | None, options: frozenset[str]) -> Document:
    """The whole form as it will be stored. Raises the fault of the first rule it breaks."""
    customer = company.records.get("Customer", ref_value(draft, "CustomerRef") or "") or {}
    _refuse_customer_change(company, entity, draft, before)
    draft.setdefault("TxnDate", before["TxnDate"] if before else company.today)
    draft["DocNumber"] = numbered(company, entity, draft, before, duplicates="allowduplicatedocnum" in options)
    put_currency(company, draft, customer)
    _put_defaults(company, entity, draft, customer, before)
    put_custom_fields(company, entity, draft, before)
    _compute(company, entity, draft, before, customer)
    if entity != "Estimate":
        _refuse_before_start(company, draft)
    return draft


def _refuse_before_start(company: Company, draft: Document) -> None:
    for line in draft["Line"]:
        item_id = ref_value(line.get("SalesItemLineDetail"), "ItemRef")
        refuse_before_start(company.records.get("Item", item_id or ""), draft["TxnDate"])


def settle(company: Company, entity: str, stored: Document) -> None:
    """After a form was stored: keep what is paid, free what no longer fits on it, let QuickBooks apply credit on its own."""
    if entity not in OPEN_MEMBER:
        return
    stored = company.records.amend(entity, balanced(company, entity, stored))
    target = (entity, stored["Id"])
    room = stored["TotalAmt"] - stored.get("Deposit", ZERO)
    if company.links.applied(target) > room:
        payments.trim(company, target, room)
    else:
        apply_automatically(company, entity, stored)


def voided(document: Document, company: Company) -> Document:
    """The form after a void: every amount nought, the number kept, the note says so."""
    result: Document = {**document, "Line": [_voided_line(line) for line in document["Line"]]}
    for member in ("TotalAmt", "Balance", "RemainingCredit", "Deposit", "HomeTotalAmt", "HomeBalance"):
        if member in result:
            result[member] = ZERO
    result["TxnTaxDetail"] = {"TotalTax": ZERO}
    result["LinkedTxn"] = []
    note = document.get("PrivateNote")
    result["PrivateNote"] = f"Voided - {note}" if note else "Voided"
    if company.switches.invoice_status:
        result["invoiceStatus"] = "VOIDED"
    return result


def _voided_line(line: Document) -> Document:
    result = {**line, "Amount": ZERO} if "Amount" in line else dict(line)
    detail = result.get("SalesItemLineDetail")
    if detail:
        result["SalesItemLineDetail"] = {**detail, "Qty": ZERO} if "Qty" in detail else detail
    return result


def _compute(company: Company, entity: str, draft: Document, before: Document | None, customer: Document) -> None:
    lines = read_lines(company, draft, before)
    currency = draft["CurrencyRef"]["value"]
    _put_percent_discount(company, lines, currency)
    tax = put_tax(company, draft, lines, customer)
    subtotal, discount = _sum(lines, "SalesItemLineDetail"), _sum(lines, "DiscountLineDetail")
    total = subtotal - discount + tax["TotalTax"]
    if total < 0:
        raise business("Transaction amount must be zero or greater.", "TotalAmt")
    deposit = _deposit(company, entity, draft, total)
    _refuse_less_than_applied(company, entity, before, total - deposit)
    draft.update(Line=_in_order(lines, subtotal), TxnTaxDetail=tax, TotalAmt=total)
    draft.setdefault("ApplyTaxAfterDiscount", False)
    if entity in OPEN_MEMBER:
        draft["Balance"] = draft[OPEN_MEMBER[entity]] = total - deposit
    put_home_amounts(company, draft)


def _sum(lines: list[Document], kind: str) -> Decimal:
    return sum((line["Amount"] for line in lines if kind in line), ZERO)


def _put_percent_discount(company: Company, lines: list[Document], currency: str) -> None:
    """A percentage is taken of the items, shipping left out."""
    subtotal = _sum([line for line in lines if not _is_shipping(line)], "SalesItemLineDetail")
    for line in lines:
        detail = line.get("DiscountLineDetail")
        if detail and detail["PercentBased"]:
            line["Amount"] = rounded(company, subtotal * detail["DiscountPercent"] / 100, currency)


def _in_order(lines: list[Document], subtotal: Decimal) -> list[Document]:
    """Items, subtotal, discount, shipping."""
    shipping = [line for line in lines if _is_shipping(line)]
    discount = [line for line in lines if "DiscountLineDetail" in line]
    items = [line for line in lines if line not in shipping and line not in discount]
    without_shipping = subtotal - _sum(shipping, "SalesItemLineDetail")
    total: dict[str, Any] = {"Amount": without_shipping, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    return [*items, total, *discount, *shipping]


def _is_shipping(line: Document) -> bool:
    return ref_value(line.get("SalesItemLineDetail"), "ItemRef") == "SHIPPING_ITEM_ID"


def _deposit(company: Company, entity: str, draft: Document, total: Decimal) -> Decimal:
    if entity != "Invoice":
        draft.pop("Deposit", None)
        return ZERO
    deposit: Decimal = draft.get("Deposit", ZERO)
    if deposit and not company.preference("SalesFormsPrefs.AllowDeposit"):
        raise business("SalesFormsPrefs.AllowDeposit is switched off for this company.", "Deposit")
    if deposit > total:
        raise QuickBooksError("6460", "The deposit is larger than the transaction", "Deposit")
    draft["Deposit"] = deposit
    return deposit


def _refuse_less_than_applied(company: Company, entity: str, before: Document | None, total: Decimal) -> None:
    if before and company.switches.reduce_below_applied == "refuse":
        applied = company.links.applied((entity, before["Id"]))
        if total < applied:
            raise business(f"The amount is less than the payments applied to it: {applied}.", "TotalAmt")


def _refuse_customer_change(company: Company, entity: str, draft: Document, before: Document | None) -> None:
    if before is None or company.switches.customer_change_when_paid == "allow":
        return
    paid = company.links.of_target((entity, before["Id"]))
    if paid and ref_value(draft, "CustomerRef") != ref_value(before, "CustomerRef"):
        raise business("The customer of a transaction with payments cannot be changed.", "CustomerRef")


def _put_defaults(company: Company, entity: str, draft: Document, customer: Document, before: Document | None) -> None:
    draft.setdefault("LinkedTxn", before["LinkedTxn"] if before else [])
    for member in ("BillAddr", "ShipAddr"):
        if member not in draft and member in customer:
            draft[member] = dict(customer[member])
    if "BillEmail" not in draft and "PrimaryEmailAddr" in customer:
        draft["BillEmail"] = dict(customer["PrimaryEmailAddr"])
    if draft.get("EmailStatus") == "NeedToSend" and "BillEmail" not in draft:
        raise QuickBooksError("6420", "An e-mail address is needed to send the form", "BillEmail")
    draft.setdefault("EmailStatus", "NotSet")
    draft.setdefault("PrintStatus", "NeedToPrint")
    if entity == "SalesReceipt" and "DepositToAccountRef" not in draft:
        draft["DepositToAccountRef"] = ref(company.records.indexed("Account", "Undeposited Funds")[0]["Id"])
    if entity == "Invoice" and "DueDate" not in draft:
        draft["DueDate"] = _due_date(company, draft, customer)


def _due_date(company: Company, draft: Document, customer: Document) -> str:
    default = company.preference("SalesFormsPrefs.DefaultTerms.value")
    term_id = ref_value(draft, "SalesTermRef") or ref_value(customer, "SalesTermRef") or default
    term = company.records.get("Term", str(term_id)) or {}
    return (date_of(draft["TxnDate"], "TxnDate") + timedelta(days=int(term.get("DueDays", 0)))).isoformat()
