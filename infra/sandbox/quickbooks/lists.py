"""Name lists: customers, vendors, employees, items, accounts, terms, classes and their like.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/customer
https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/item
"""

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.currency import currency_ref
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.entity import PEOPLE
from infra.sandbox.quickbooks.errors import QuickBooksError, business, missing
from infra.sandbox.quickbooks.wire import ZERO, Document, ref, ref_value

PERSON_KINDS = tuple(name for name, entity in ENTITIES.items() if entity.family == PEOPLE)
NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
FORBIDDEN_IN_NAMES = ":\t\n"
DEEPEST = 5
PLACED = frozenset({"Customer", "Item", "Account", "Class", "Department"})
"""The lists whose entries have a place below one another, and therefore a full name."""
OTHERS = {
    **dict.fromkeys(PERSON_KINDS, "customer, vendor or employee"),
    "Item": "product or service",
    "Account": "account",
    "TaxCode": "tax rate",
}
CLASSIFICATIONS = {
    **dict.fromkeys(("Bank", "Accounts Receivable", "Other Current Asset", "Fixed Asset", "Other Asset"), "Asset"),
    **dict.fromkeys(("Accounts Payable", "Credit Card", "Other Current Liability", "Long Term Liability"), "Liability"),
    **dict.fromkeys(("Income", "Other Income"), "Revenue"),
    **dict.fromkeys(("Cost of Goods Sold", "Expense", "Other Expense"), "Expense"),
    "Equity": "Equity",
}
SUB_TYPES = {
    "SalesOfProductIncome": "Income",
    "ServiceFeeIncome": "Income",
    "OtherPrimaryIncome": "Income",
    "DiscountsRefundsGiven": "Income",
    "UndepositedFunds": "Other Current Asset",
    "BankCharges": "Expense",
    "Checking": "Bank",
    "AccountsReceivable": "Accounts Receivable",
    "AccountsPayable": "Accounts Payable",
    "CashOnHand": "Bank",
    "Savings": "Bank",
    "CreditCard": "Credit Card",
}


def prepare(company: Company, entity: str, draft: Document, before: Document | None) -> Document:
    """The whole entry as it will be stored. Raises the fault of the first rule it breaks."""
    draft.setdefault("Active", True)
    if ENTITIES[entity].family == PEOPLE:
        _person(draft, before)
        _of_its_kind(company, entity, draft, before)
    member = ENTITIES[entity].indexed or "Name"
    if member in draft and not str(draft[member]).strip():
        raise QuickBooksError(company.switches.blank_name_code, "A name of spaces is no name", member)
    _check_characters(company, entity, draft, member)
    if entity == "Item":
        _item(company, draft, before)
    elif entity == "Account":
        _account(draft)
    elif entity == "Term":
        draft.setdefault("Type", "STANDARD" if "DueDays" in draft else "DATE_DRIVEN")
    elif entity == "PaymentMethod":
        draft.setdefault("Type", "NON_CREDIT_CARD")
    _name(company, entity, member, draft, before)
    if entity in PLACED:
        _place(company, entity, member, draft, before)
    return draft


def _person(draft: Document, before: Document | None) -> None:
    draft["DisplayName"] = _display_name(draft, before)
    draft.setdefault("PrintOnCheckName", draft.get("CompanyName", draft["DisplayName"]))


def _display_name(draft: Document, before: Document | None) -> str:
    """The name as given, else as it was, else made of its parts."""
    given = str(draft.get("DisplayName", ""))
    parts = [str(draft[part]) for part in NAME_PARTS if str(draft.get(part, "")).strip()]
    if given:
        return given
    if before and not parts:
        return str(before["DisplayName"])
    if not parts:
        raise QuickBooksError("6080", "A DisplayName or a part of the name is needed", "DisplayName")
    return " ".join(parts)


def _of_its_kind(company: Company, entity: str, draft: Document, before: Document | None) -> None:
    """What customers, vendors and employees each have of their own."""
    if entity == "Employee":
        draft.setdefault("BillableTime", False)
        return
    _currency(company, draft, before)
    draft["Balance"] = before["Balance"] if before else ZERO
    if entity == "Vendor":
        draft.setdefault("Vendor1099", False)
        return
    draft["BalanceWithJobs"] = before["BalanceWithJobs"] if before else ZERO
    draft.setdefault("Taxable", False)
    draft.setdefault("Job", False)
    draft.setdefault("BillWithParent", False)
    draft.setdefault("PreferredDeliveryMethod", "None")
    if draft["Job"] is True and ref_value(draft, "ParentRef") is None:
        raise QuickBooksError("6150", "A ParentRef is needed when Job is true", "ParentRef")


def _currency(company: Company, draft: Document, before: Document | None) -> None:
    code = ref_value(draft, "CurrencyRef")
    if before and code not in {None, ref_value(before, "CurrencyRef")}:
        raise business("The currency of a name cannot be changed.", "CurrencyRef")
    if code and code != company.home_currency and not company.multicurrency:
        raise QuickBooksError(company.switches.foreign_currency_code, f"Multicurrency is off : {code}", "CurrencyRef")
    kept = ref_value(before, "CurrencyRef") if before else None
    draft["CurrencyRef"] = currency_ref(kept or code or company.home_currency)


def _check_characters(company: Company, entity: str, draft: Document, member: str) -> None:
    refused = company.switches.refused_in_item_names if entity == "Item" else FORBIDDEN_IN_NAMES
    for name in (member, *NAME_PARTS, "PrintOnCheckName"):
        if any(character in str(draft.get(name, "")) for character in refused):
            raise QuickBooksError("2040", f"Invalid Characters : {name} has a colon, tab or newline", name)


def _item(company: Company, draft: Document, before: Document | None) -> None:
    kind = draft.setdefault("Type", before["Type"] if before else "Service")
    if before and kind != before["Type"]:
        raise business("The type of an item cannot be changed.", "Type")
    if kind == "Category":
        return
    draft.setdefault("UnitPrice", ZERO)
    draft.setdefault("Taxable", False)
    draft.setdefault("TrackQtyOnHand", kind == "Inventory")
    account_id = ref_value(draft, "IncomeAccountRef")
    if account_id is None and "ExpenseAccountRef" not in draft:
        raise missing("IncomeAccountRef")
    account = company.records.get("Account", account_id or "")
    if account and account["AccountType"] not in {"Income", "Other Income"}:
        raise QuickBooksError("6430", "Invalid account type : an item needs an income account", "IncomeAccountRef")
    if kind == "Inventory":
        for member in ("QtyOnHand", "InvStartDate", "AssetAccountRef"):
            if member not in draft:
                raise missing(member)


def _account(draft: Document) -> None:
    sub_type = draft.get("AccountSubType")
    if "AccountType" not in draft and sub_type not in SUB_TYPES:
        raise QuickBooksError("6010", "AccountType or AccountSubType must be specified", "AccountType")
    kind = draft.setdefault("AccountType", SUB_TYPES.get(str(sub_type)))
    draft["Classification"] = CLASSIFICATIONS.get(str(kind), "Asset")
    draft.setdefault("CurrentBalance", ZERO)


def _name(company: Company, entity: str, member: str, draft: Document, before: Document | None) -> None:
    """Inactive names end in a suffix, and still hold their name."""
    suffix = company.switches.suffix_of_inactive
    plain = str(draft[member]).removesuffix(suffix) if suffix else str(draft[member])
    for kind in PERSON_KINDS if entity in PERSON_KINDS else (entity,):
        for name in {plain, plain + suffix}:
            for holder in company.records.indexed(kind, name):
                same = before is not None and (kind, before["Id"]) == (entity, holder["Id"])
                if not same and _collides(company, entity, plain, draft, holder):
                    raise _duplicate(entity, member, holder["Id"])
    draft[member] = plain + suffix if draft["Active"] is False else plain


def _collides(company: Company, entity: str, plain: str, draft: Document, holder: Document) -> bool:
    if entity in {"Class", "Department", "Item"} and ref_value(draft, "ParentRef") != ref_value(holder, "ParentRef"):
        return False
    member = ENTITIES[entity].indexed or "Name"
    name = str(holder.get(member, "")).removesuffix(company.switches.suffix_of_inactive)
    return not company.switches.case_sensitive_names or name == plain


def _duplicate(entity: str, member: str, holder: str) -> QuickBooksError:
    others = OTHERS.get(entity, entity.lower())
    detail = f"The name supplied already exists. : Another {others} is already using this name. "
    return QuickBooksError("6240", f"{detail}Please use a different name. Id={holder}", member)


def _place(company: Company, entity: str, member: str, draft: Document, before: Document | None) -> None:
    parent_id = ref_value(draft, "ParentRef")
    draft["FullyQualifiedName"] = draft[member]
    if parent_id is None:
        return
    if before and parent_id == before["Id"]:
        raise QuickBooksError("700", "An entry cannot be its own parent", "ParentRef")
    parent = company.records.get(entity, parent_id) or {}
    level = int(parent.get("Level", 0)) + 1
    if level >= DEEPEST:
        raise QuickBooksError("6180", f"More than {DEEPEST} levels", "ParentRef")
    draft.update(Level=level, ParentRef=ref(parent_id))
    draft["FullyQualifiedName"] = f"{parent['FullyQualifiedName']}:{draft[member]}"
