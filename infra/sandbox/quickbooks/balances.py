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
    """Carry a change of an open amount to its customer, and on to the parents' `BalanceWithJobs`, which follow a move."""
    if entity == "Customer" and before and after:
        _move(company, before, after)
    if entity in OWED:
        for version, sign in ((before, -1), (after, 1)):
            if version:
                member, direction = OWED[entity]
                owner = ref_value(version, "CustomerRef")
                _add(company, owner, sign * direction * version[member])


def _move(company: Company, before: Document, after: Document) -> None:
    """What a customer and all below it owe is owed below another customer now."""
    from_parent, to_parent = ref_value(before, "ParentRef"), ref_value(after, "ParentRef")
    if from_parent != to_parent:
        _add(company, from_parent, -after["BalanceWithJobs"], "BalanceWithJobs")
        _add(company, to_parent, after["BalanceWithJobs"], "BalanceWithJobs")


def _add(company: Company, owner: str | None, amount: Decimal, member: str = "Balance") -> None:
    while amount and owner and (customer := company.records.get("Customer", owner)):
        changed = {**customer, "BalanceWithJobs": customer["BalanceWithJobs"] + amount}
        if member == "Balance":
            changed["Balance"] = customer["Balance"] + amount
        company.records.amend("Customer", changed)
        owner, member = ref_value(customer, "ParentRef"), "BalanceWithJobs"
