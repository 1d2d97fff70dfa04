"""The lines of a payment: which documents they may settle, and by how much.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from decimal import Decimal

from infra.sandbox.quickbooks.balances import OPEN_MEMBER
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError, business
from infra.sandbox.quickbooks.journal import receivable
from infra.sandbox.quickbooks.links import Target
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import ZERO, Document, cents, decimal_of, ref_value

CREDITS = {"CreditMemo", "JournalEntry", "Expense", "Check", "CreditCardCredit"}


def line_of(amount: Decimal, kind: str, identifier: str) -> Document:
    """A payment's line that settles a document by an amount."""
    return {"Amount": amount, "LinkedTxn": [{"TxnId": identifier, "TxnType": kind}]}


def keep(company: Company, draft: Document, payment_id: str | None, line: Document, number: int) -> bool:
    """Check one line and write it plainly; False for a line that ends unapplied. Raises 2020, 610, 620, 6000."""
    links = [link for link in line.get("LinkedTxn") or [] if link.get("TxnId")]
    amount = cents(decimal_of(line.get("Amount", 0), "Line.Amount"))
    if len(links) != 1:
        raise QuickBooksError("2020", "Required parameter Line.LinkedTxn is missing in the request", "LinkedTxn")
    kind, identifier = str(links[0].get("TxnType")), str(links[0]["TxnId"])
    if kind != "Invoice" and kind not in CREDITS:
        raise QuickBooksError("620", f"Transaction of type {kind} cannot be linked", "LinkedTxn")
    document = company.records.get(kind, identifier)
    if document is None:
        detail = f"Object Not Found : {kind} {identifier} to be linked was not found"
        raise QuickBooksError("610", detail, "LinkedTxn")
    line.clear()
    line.update(line_of(amount, kind, identifier), LineNum=number)
    if kind == "JournalEntry":
        return _fits(company, payment_id, (kind, identifier), _on_account(company, draft, document), line)
    if kind not in OPEN_MEMBER:
        return True
    whole = document["TotalAmt"] - document.get("Deposit", ZERO)
    return _same_customer(company, draft, document) and _fits(company, payment_id, (kind, identifier), whole, line)


def _on_account(company: Company, draft: Document, entry: Document) -> Decimal:
    amount = abs(receivable(company, entry, ref_value(draft, "CustomerRef")))
    if not amount:
        raise QuickBooksError("620", f"Journal entry {entry['Id']} has no amount for this customer", "LinkedTxn")
    return amount


def _same_customer(company: Company, draft: Document, document: Document) -> bool:
    payer, owner = ref_value(draft, "CustomerRef"), ref_value(document, "CustomerRef")
    if payer == owner:
        return True
    customer = refer(company, "Customer", owner, "CustomerRef") or {}
    if customer.get("BillWithParent") is True and ref_value(customer, "ParentRef") == payer:
        return True
    if company.switches.payment_of_other_customer == "unapplied":
        return False
    raise business("The linked transaction belongs to another customer.", "LinkedTxn")


def _fits(company: Company, payment_id: str | None, target: Target, whole: Decimal, line: Document) -> bool:
    open_amount = whole - company.links.applied(target, but=payment_id)
    if line["Amount"] <= open_amount:
        return bool(line["Amount"])
    if company.switches.payment_above_balance == "refuse":
        raise business(f"The amount applied is more than the open balance of {' '.join(target)}.", "Line.Amount")
    line["Amount"] = open_amount
    return bool(open_amount)


def credit_and_use(company: Company, payment: Document, settled: dict[Target, Decimal]) -> tuple[Decimal, Decimal]:
    """How much credit a payment brings along, and how much of debts it pays with that and its money."""
    credit = sum((amount for target, amount in settled.items() if is_credit(company, payment, target)), ZERO)
    return credit, sum(settled.values(), ZERO) - credit


def is_credit(company: Company, payment: Document, target: Target) -> bool:
    """Whether a document takes off what its customer owes."""
    kind, identifier = target
    if kind != "JournalEntry":
        return kind in CREDITS
    entry = company.records.get(kind, identifier) or {"Line": []}
    return receivable(company, entry, ref_value(payment, "CustomerRef")) < 0
