"""Customer payments: what they settle, what stays unapplied, and how the settled documents change with them.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from decimal import Decimal

from infra.sandbox.quickbooks.balances import OPEN_MEMBER, balanced
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.currency import put_currency, put_home_amounts
from infra.sandbox.quickbooks.errors import QuickBooksError, business
from infra.sandbox.quickbooks.links import Target
from infra.sandbox.quickbooks.payment_lines import credit_and_use, is_credit, keep, line_of
from infra.sandbox.quickbooks.wire import ZERO, Document, cents, ref, ref_value

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
    lines = [line for number, line in enumerate(sent, start=1) if keep(company, draft, payment_id, line, number)]
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
        _rewrite(company, payment_id, settled)


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
    nought: Document = {member: ZERO for member in ("TotalAmt", "UnappliedAmt", "HomeTotalAmt") if member in payment}
    return {**payment, **nought, "Line": [], "PrivateNote": f"Voided - {note}" if note else "Voided"}


def refuse_deposited(company: Company, payment_id: str) -> None:
    """A payment in a deposit is locked (6540)."""
    deposit = company.links.deposited.get(payment_id)
    if deposit:
        detail = f"The transaction is in deposit {deposit}. Remove it from the deposit before you change or delete it."
        raise QuickBooksError("6540", detail)


def _rewrite(company: Company, payment_id: str, settled: dict[Target, Decimal]) -> None:
    stored = company.records.get("Payment", payment_id) or {}
    fitting = _fitting(company, stored, settled)
    lines = [line_of(amount, kind, identifier) for (kind, identifier), amount in fitting.items()]
    company.records.update("Payment", _with_unapplied(company, {**stored, "Line": lines}))
    settle(company, payment_id, fitting)


def _fitting(company: Company, payment: Document, settled: dict[Target, Decimal]) -> dict[Target, Decimal]:
    """Credit and what it pays belong together: neither stays without the other."""
    credit, used = credit_and_use(company, payment, settled)
    spare = {True: credit - max(ZERO, used - payment["TotalAmt"]), False: used - payment["TotalAmt"] - credit}
    fitting: dict[Target, Decimal] = {}
    for target, amount in reversed(settled.items()):
        kind = is_credit(company, payment, target)
        taken = min(amount, max(ZERO, spare[kind]))
        spare[kind] -= taken
        fitting[target] = amount - taken
    return {target: fitting[target] for target in settled if fitting[target]}


def _put_account(company: Company, draft: Document) -> None:
    account_id = ref_value(draft, "DepositToAccountRef")
    if account_id is None:
        undeposited = company.records.indexed("Account", "Undeposited Funds")
        draft["DepositToAccountRef"] = ref(undeposited[0]["Id"])
        return
    account = company.records.get("Account", account_id) or {}
    if account["AccountType"] not in MONEY_ACCOUNTS:
        raise QuickBooksError("6430", f"Invalid account type : {account['AccountType']}", "DepositToAccountRef")


def _with_unapplied(company: Company, draft: Document) -> Document:
    credit, used = credit_and_use(company, draft, settlements(draft))
    unapplied = draft["TotalAmt"] + credit - used
    if unapplied < 0:
        raise business("The amounts applied are more than the amount received.", "TotalAmt")
    draft["UnappliedAmt"] = unapplied
    put_home_amounts(company, draft)
    return draft
