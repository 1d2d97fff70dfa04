"""Deposits, purchases, bills and journal entries: enough for payouts, fees and refunds to be booked.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/deposit
"""

from decimal import Decimal

from infra.sandbox.quickbooks import payments
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.currency import currency_ref
from infra.sandbox.quickbooks.errors import QuickBooksError, business, missing, not_found
from infra.sandbox.quickbooks.journal import refuse_nameless
from infra.sandbox.quickbooks.numbering import numbered
from infra.sandbox.quickbooks.periods import refuse_before_start
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import ZERO, Document, blank, cents, decimal_of, ref_value

DETAILS = {
    "Deposit": {"DepositLineDetail"},
    "Purchase": {"AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"},
    "Bill": {"AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"},
    "PurchaseOrder": {"AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"},
    "VendorCredit": {"AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"},
    "JournalEntry": {"JournalEntryLineDetail"},
}
PAYMENT_TYPES = {"Cash", "Check", "CreditCard"}


def prepare(company: Company, entity: str, draft: Document, before: Document | None, options: frozenset[str]) -> Document:
    """The whole transaction as it will be stored. Raises the fault of the first rule it breaks."""
    draft.setdefault("TxnDate", before["TxnDate"] if before else company.today)
    draft.setdefault("CurrencyRef", currency_ref(company.home_currency))
    if entity != "Deposit":
        draft["DocNumber"] = numbered(company, entity, draft, before, duplicates="allowduplicatedocnum" in options)
    if entity == "Purchase" and draft["PaymentType"] not in PAYMENT_TYPES:
        raise QuickBooksError("2170", f"Invalid Enumeration : {draft['PaymentType']}", "PaymentType")
    lines = [
        _line(company, entity, dict(line), number, draft["TxnDate"]) for number, line in enumerate(draft["Line"], start=1)
    ]
    draft["Line"] = lines
    if entity == "JournalEntry":
        for line in lines:
            refuse_nameless(company, line)
        draft["TotalAmt"] = _refuse_unbalanced(lines)
        return draft
    if entity == "Deposit":
        _refuse_taken(company, lines, before)
    draft["TotalAmt"] = sum((line["Amount"] for line in lines), ZERO)
    return draft


def settle(company: Company, deposit_id: str, lines: list[Document]) -> None:
    """Lock the payments of a deposit, free those no longer in it."""
    deposited = company.links.deposited
    for payment_id in [payment for payment, holder in deposited.items() if holder == deposit_id]:
        del deposited[payment_id]
    for payment_id in _payments(lines):
        deposited[payment_id] = deposit_id


def _line(company: Company, entity: str, line: Document, number: int, dated: str) -> Document:
    if blank(line.get("Amount")):
        raise missing("Line.Amount")
    line["Amount"] = cents(decimal_of(line["Amount"], "Line.Amount"))
    if blank(line.get("Id")):
        line["Id"] = str(number)
    line["LineNum"] = number
    if entity == "Deposit" and line.get("LinkedTxn"):
        return line
    kind = line.get("DetailType")
    if kind not in DETAILS[entity]:
        raise QuickBooksError("2170", f"Invalid Enumeration : {kind}", "DetailType")
    detail = line.get(kind) or {}
    account_id = ref_value(detail, "AccountRef")
    if account_id is None and "ItemRef" not in detail:
        raise QuickBooksError("6440", "A line needs an account or an item", "AccountRef")
    refer(company, "Account", account_id, "AccountRef")
    refuse_before_start(refer(company, "Item", ref_value(detail, "ItemRef"), "ItemRef"), dated)
    return line


def _refuse_unbalanced(lines: list[Document]) -> Decimal:
    sums = {"Debit": ZERO, "Credit": ZERO}
    for line in lines:
        side = line["JournalEntryLineDetail"].get("PostingType")
        if side not in sums:
            raise QuickBooksError("2170", f"Invalid Enumeration : {side}", "PostingType")
        sums[side] += line["Amount"]
    if sums["Debit"] != sums["Credit"]:
        raise QuickBooksError("2300", f"Debits {sums['Debit']} and credits {sums['Credit']} are not equal", "Line")
    return sums["Debit"]


def _refuse_taken(company: Company, lines: list[Document], before: Document | None) -> None:
    own = before["Id"] if before else None
    for payment_id in _payments(lines):
        payment = company.records.get("Payment", payment_id)
        if payment is None:
            raise not_found("Payment", payment_id)
        if company.links.deposited.get(payment_id) != own:
            payments.refuse_deposited(company, payment_id)
        account = company.records.get("Account", payment["DepositToAccountRef"]["value"]) or {}
        if account.get("AccountSubType") != "UndepositedFunds":
            raise business(f"Payment {payment_id} is not in Undeposited Funds.", "LinkedTxn")


def _payments(lines: list[Document]) -> list[str]:
    links = [link for line in lines for link in line.get("LinkedTxn") or []]
    return [str(link["TxnId"]) for link in links if link.get("TxnType") == "Payment"]
