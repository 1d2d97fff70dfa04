"""Journal entries on accounts receivable: what they add to a customer's debt, or take off it.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/journalentry
"""

from decimal import Decimal

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import business
from infra.sandbox.quickbooks.wire import ZERO, Document, ref_value


def refuse_nameless(company: Company, line: Document) -> None:
    """Raise 6000 for a line on accounts receivable that names no customer."""
    if _on_receivables(company, line) and _customer(line) is None:
        raise business("When you use Accounts Receivable, you must choose a customer in the Name field.", "Entity")


def receivable(company: Company, entry: Document, customer: str | None) -> Decimal:
    """What the entry adds to the customer's debt; below nought for a credit."""
    return sum((_signed(line) for line in entry["Line"]
                if _on_receivables(company, line) and _customer(line) == customer), ZERO)  # fmt: skip


def _signed(line: Document) -> Decimal:
    amount: Decimal = line["Amount"]
    return amount if line["JournalEntryLineDetail"].get("PostingType") == "Debit" else -amount


def _on_receivables(company: Company, line: Document) -> bool:
    account = company.records.get("Account", ref_value(line["JournalEntryLineDetail"], "AccountRef") or "") or {}
    return account.get("AccountType") == "Accounts Receivable"


def _customer(line: Document) -> str | None:
    entity = line["JournalEntryLineDetail"].get("Entity") or {}
    return ref_value(entity, "EntityRef") if entity.get("Type", "Customer") == "Customer" else None
