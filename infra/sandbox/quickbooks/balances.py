"""Open amounts: of documents, as their payments leave them, and of customers, as their documents do."""

from decimal import Decimal

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.currency import put_home_amounts
from infra.sandbox.quickbooks.wire import ZERO, Document, ref_value

OPEN_MEMBER = {"Invoice": "Balance", "CreditMemo": "RemainingCredit"}
OWED = {"Invoice": ("Balance", 1), "CreditMemo": ("RemainingCredit", -1), "Payment": ("UnappliedAmt", -1)}


def balanced(company: Company, entity: str, document: Document) -> Document:
    """The form with its open amount and links as the payments leave them."""
    target = (entity, document["Id"])
    own = [link for link in document.get("LinkedTxn", []) if link["TxnType"] != "Payment"]
    paid_by = [{"TxnId": payment, "TxnType": "Payment"} for payment in company.links.of_target(target)]
    open_amount = document["TotalAmt"] - document.get("Deposit", ZERO) - company.links.applied(target)
    result = {**document, "LinkedTxn": own + paid_by, "Balance": open_amount, OPEN_MEMBER[entity]: open_amount}
    put_home_amounts(company, result)
    return result


def carry(company: Company, entity: str, before: Document | None, after: Document | None) -> None:
    """Carry a change of an open amount to its customer, and on to the parents' `BalanceWithJobs`."""
    if entity in OWED:
        for version, sign in ((before, -1), (after, 1)):
            if version:
                member, direction = OWED[entity]
                owner = ref_value(version, "CustomerRef")
                _add(company, owner, sign * direction * version[member])


def _add(company: Company, owner: str | None, amount: Decimal) -> None:
    member = "Balance"
    while amount and owner and (customer := company.records.get("Customer", owner)):
        changed = {**customer, "BalanceWithJobs": customer["BalanceWithJobs"] + amount}
        if member == "Balance":
            changed["Balance"] = customer["Balance"] + amount
        company.records.amend("Customer", changed)
        owner, member = ref_value(customer, "ParentRef"), "BalanceWithJobs"
