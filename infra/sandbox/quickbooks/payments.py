"""Customer payments: what they settle, what stays unapplied, and how the settled documents change with them.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from decimal import Decimal

from infra.sandbox.quickbooks.balances import OPEN_MEMBER, balanced
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.currency import put_currency, put_home_amounts
from infra.sandbox.quickbooks.errors import QuickBooksError, business
from infra.sandbox.quickbooks.links import Target
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import ZERO, Document, cents, decimal_of, ref, ref_value

CREDITS = {"CreditMemo", "JournalEntry", "Expense", "Check", "CreditCardCredit"}
MONEY_ACCOUNTS = {"Bank", "Other Current Asset"}


def prepare(company: Company, draft: Document, before: Document | None) -> Document:
    """The whole payment as it will be stored. Raises the fault of the first rule it breaks."""
    customer = company.records.get("Customer", ref_value(draft, "CustomerRef") or "") or {}
    total = cents(draft["TotalAmt"])
    if total < 0:
        raise business("You must set a transaction amount.", "TotalAmt")
    draft["TotalAmt"] = total
    draft.setdefault("TxnDate", before["TxnDate"] if before else company.today)
    draft.setdefault("ProcessPayment", False)
    put_currency(company, draft, customer)
    _put_account(company, draft)
    payment_id = before["Id"] if before else None
    sent = draft.get("Line") or []
    lines = [line for number, line in enumerate(sent, start=1) if _check(company, draft, payment_id, line, number)]
    draft["Line"] = lines
    return _with_unapplied(company, draft)


def settlements(payment: Document) -> dict[Target, Decimal]:
    """What a stored payment settles, by document."""
    settled: dict[Target, Decimal] = {}
    for line in payment["Line"]:
        link = line["LinkedTxn"][0]
        target = (link["TxnType"], link["TxnId"])
        settled[target] = settled.get(target, ZERO) + line["Amount"]
    return settled


def settle(company: Company, payment_id: str, settled: dict[Target, Decimal]) -> None:
    """Set what a payment settles and bring balance, links, version and time of each document up to date."""
    for entity, identifier in company.links.replace(payment_id, settled):
        stored = company.records.get(entity, identifier)
        if stored is None or entity not in OPEN_MEMBER:
            continue
        result = balanced(company, entity, stored)
        if company.switches.payment_announces_invoice:
            company.records.update(entity, result, bump=company.switches.payment_bumps_sync_token)
        else:
            company.records.amend(entity, result)


def trim(company: Company, target: Target, room: Decimal) -> None:
    """Take payments off a document, the latest first, until they fit into `room`; the rest stays unapplied."""
    for payment_id, amount in reversed(company.links.of_target(target).items()):
        excess = company.links.applied(target) - room
        if excess <= 0:
            return
        settled = company.links.of_payment(payment_id)
        settled[target] = max(ZERO, amount - excess)
        _rewrite(company, payment_id, {key: part for key, part in settled.items() if part})


def apply_unapplied(company: Company, invoice: Document) -> None:
    """What the pages do when credit is applied automatically: unapplied payments settle the new invoice."""
    target = ("Invoice", invoice["Id"])
    for payment in company.records.all("Payment"):
        open_amount = invoice["TotalAmt"] - invoice.get("Deposit", ZERO) - company.links.applied(target)
        usable = min(open_amount, payment["UnappliedAmt"])
        if usable > 0 and payment["CustomerRef"]["value"] == invoice["CustomerRef"]["value"]:
            settled = company.links.of_payment(payment["Id"])
            _rewrite(company, payment["Id"], {**settled, target: settled.get(target, ZERO) + usable})


def voided(payment: Document) -> Document:
    """The payment after a void: nothing received, nothing settled."""
    note = payment.get("PrivateNote")
    nought: Document = {member: ZERO for member in ("TotalAmt", "UnappliedAmt") if member in payment}
    return {**payment, **nought, "Line": [], "PrivateNote": f"Voided - {note}" if note else "Voided"}


def refuse_deposited(company: Company, payment_id: str) -> None:
    """A payment in a deposit is locked (6540)."""
    deposit = company.links.deposited.get(payment_id)
    if deposit:
        detail = f"The transaction is in deposit {deposit}. Remove it from the deposit before you change or delete it."
        raise QuickBooksError("6540", detail)


def _rewrite(company: Company, payment_id: str, settled: dict[Target, Decimal]) -> None:
    stored = company.records.get("Payment", payment_id) or {}
    lines = [_line(amount, kind, identifier) for (kind, identifier), amount in settled.items()]
    company.records.update("Payment", _with_unapplied(company, {**stored, "Line": lines}))
    settle(company, payment_id, settled)


def _line(amount: Decimal, kind: str, identifier: str) -> Document:
    return {"Amount": amount, "LinkedTxn": [{"TxnId": identifier, "TxnType": kind}]}


def _put_account(company: Company, draft: Document) -> None:
    account_id = ref_value(draft, "DepositToAccountRef")
    if account_id is None:
        undeposited = company.records.indexed("Account", "Undeposited Funds")
        draft["DepositToAccountRef"] = ref(undeposited[0]["Id"])
        return
    account = company.records.get("Account", account_id) or {}
    if account["AccountType"] not in MONEY_ACCOUNTS:
        raise QuickBooksError("6430", f"Invalid account type : {account['AccountType']}", "DepositToAccountRef")


def _check(company: Company, draft: Document, payment_id: str | None, line: Document, number: int) -> bool:
    """Check one line and write it plainly; False for a line that ends unapplied."""
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
    line.update(_line(amount, kind, identifier), LineNum=number)
    if kind not in OPEN_MEMBER:
        return True
    return _same_customer(company, draft, document) and _fits(company, payment_id, kind, document, line)


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


def _fits(company: Company, payment_id: str | None, kind: str, document: Document, line: Document) -> bool:
    target = (kind, document["Id"])
    settled = company.links.applied(target, but=payment_id)
    open_amount = document["TotalAmt"] - document.get("Deposit", ZERO) - settled
    if line["Amount"] <= open_amount:
        return bool(line["Amount"])
    if company.switches.payment_above_balance == "refuse":
        raise business(f"The amount applied is more than the open balance of {kind} {document['Id']}.", "Line.Amount")
    line["Amount"] = open_amount
    return bool(open_amount)


def _with_unapplied(company: Company, draft: Document) -> Document:
    settled = settlements(draft)
    credit = sum((amount for (kind, _), amount in settled.items() if kind in CREDITS), ZERO)
    used = sum((amount for (kind, _), amount in settled.items() if kind not in CREDITS), ZERO)
    unapplied = draft["TotalAmt"] + credit - used
    if unapplied < 0:
        raise business("The amounts applied are more than the amount received.", "TotalAmt")
    draft["UnappliedAmt"] = unapplied
    put_home_amounts(company, draft)
    return draft
