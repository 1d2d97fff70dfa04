"""What a QuickBooks company tells about itself when it is connected.

Sources: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences and .../companyinfo
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.client import Document, QuickBooksClient
from counterfoil.adapters.quickbooks.errors import is_refusal, is_unsupported
from counterfoil.adapters.quickbooks.mapping.common import refused
from counterfoil.adapters.quickbooks.statements import select
from counterfoil.domain.connection import HOME_COUNTRY, INCOME_ACCOUNTS, CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.rules.vendor_field import CLASSIC_CUSTOM_FIELDS
from counterfoil.domain.texts import refusals

_QUESTIONS: Mapping[str, str] = {
    "CompanyInfo": "SELECT * FROM CompanyInfo",
    "Preferences": "SELECT * FROM Preferences",
    "Term": select("Term", "Active = true"),
    "PaymentMethod": select("PaymentMethod", "Active = true"),
    "Account": select("Account", "AccountType = 'Income'", "Active = true"),
    "Class": select("Class", "Active = true"),
    "Department": select("Department", "Active = true"),
}
_OVERLAP = timedelta(minutes=5)
"""By so much our clock and QuickBooks' may differ, with the time that reading a profile takes."""
_STEADY = ("Term", "PaymentMethod", "Class", "Department")
"""What is in lists that only an edit changes, of which QuickBooks tells."""
_LISTS = {"ClassRef": "Class", "DepartmentRef": "Department", "SalesTermRef": "Term", INCOME_ACCOUNTS: "Account"}
_OF_SOME_EDITIONS = {"Class", "Department"}
_USUAL_INCOME = ("Sales of Product Income", "Sales", "Services")
_UNITED_STATES = {"US", "USA", ""}


def company_profile(
    http: VendorHttp, realm_id: str, income_account: str = "", lists_of: CompanyProfile | None = None
) -> CompanyProfile:
    """The company's profile, in one batch. `income_account` is a name or id; "" takes the usual one.

    `lists_of` is the company as it was known; of its lists only the income accounts are asked for then.
    Raises VendorError; E10 when there is no such income account.
    """
    questions = {name: asked for name, asked in _QUESTIONS.items() if lists_of is None or name not in _STEADY}
    answers = QuickBooksClient(http, realm_id).ask(questions)
    rows = {name: _rows(name, answer) for name, answer in answers.items()}
    company = replace(
        _set_up(_only(rows["CompanyInfo"]), _only(rows["Preferences"])),
        income_account_id=_income_account(rows["Account"], income_account),
        terms={int(term["DueDays"]): str(term["Id"]) for term in rows.get("Term", ()) if term.get("DueDays") is not None},
        lists={member: _ids_by_name(rows[entity]) for member, entity in _LISTS.items() if entity in rows},
        payment_methods={str(method["Name"]).lower(): str(method["Id"]) for method in rows.get("PaymentMethod", ())},
    )
    return company.with_lists_of(lists_of) if lists_of else company


def _set_up(company: Document, preferences: Document) -> CompanyProfile:
    """The profile without the company's lists."""
    country = str(company.get("Country") or "")
    return CompanyProfile(
        name=str(company.get("CompanyName") or ""),
        country=HOME_COUNTRY if country in _UNITED_STATES else country,
        home_currency=str(_at(preferences, "CurrencyPrefs", "HomeCurrency", "value") or "USD"),
        multicurrency=bool(_at(preferences, "CurrencyPrefs", "MultiCurrencyEnabled")),
        custom_numbers=bool(_at(preferences, "SalesFormsPrefs", "CustomTxnNumbers")),
        allows_discount=_at(preferences, "SalesFormsPrefs", "AllowDiscount") is not False,
        uses_sales_tax=bool(_at(preferences, "TaxPrefs", "UsingSalesTax")),
        closed_until=_date(_at(preferences, "AccountingInfoPrefs", "BookCloseDate")),
        revenue_recognition=bool(_at(preferences, "ProductAndServicesPrefs", "RevenueRecognition")),
        online_payments=_switch(_at(preferences, "SalesFormsPrefs", "ETransactionPaymentEnabled")),
        applies_credits=_any_switch(
            _at(preferences, "SalesFormsPrefs", "AutoApplyCredit"), _at(preferences, "SalesFormsPrefs", "AutoApplyPayments")
        ),
        custom_fields=_custom_fields(_at(preferences, "SalesFormsPrefs", "CustomField")),
    )


def lists_may_have_changed(http: VendorHttp, realm_id: str, since: datetime) -> bool:
    """Whether anything in the company's lists was changed since then, or QuickBooks does not tell. One metered read.

    Change data capture tells of them, of the last thirty days. Accounts are none of these: any booking may change them.
    https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/change-data-capture
    Raises VendorError.
    """
    try:
        changes = QuickBooksClient(http, realm_id).changes(_STEADY, since - _OVERLAP)
    except VendorError as error:
        if not (is_refusal(error.failure) or is_unsupported(error.failure)):
            raise
        return True
    return any(changes.rows.values())


def _rows(name: str, answer: Document | Failure) -> list[Document]:
    """Whether editions without classes or locations answer with nothing or with a refusal is not documented."""
    if isinstance(answer, Failure):
        if name in _OF_SOME_EDITIONS and answer.cure is Cure.PERSON:
            return []
        raise VendorError(answer)
    rows: list[Document] = answer.get(name, [])
    return rows


def _ids_by_name(rows: Sequence[Document]) -> dict[str, str]:
    """Entries below others go by their full name, too."""
    names = [(row, row.get(member)) for member in ("Name", "FullyQualifiedName") for row in rows]
    return {str(name): str(row["Id"]) for row, name in names if name}


def _custom_fields(wrappers: object) -> dict[str, str]:
    """The classic custom fields that are in use, as the preferences list them in two wrappers."""
    listed = (
        [one for wrapper in wrappers if isinstance(wrapper, Mapping) for one in wrapper.get("CustomField") or ()]
        if isinstance(wrappers, list)
        else []
    )
    members = {str(one.get("Name")): one for one in listed}
    used = {key: _at(members, f"SalesFormsPrefs.UseSalesCustom{key}", "BooleanValue") for key in CLASSIC_CUSTOM_FIELDS}
    names = {key: _at(members, f"SalesFormsPrefs.SalesCustomName{key}", "StringValue") for key in CLASSIC_CUSTOM_FIELDS}
    return {key: str(names[key] or key) for key in CLASSIC_CUSTOM_FIELDS if used[key] is True}


def _only(rows: Sequence[Document]) -> Document:
    return rows[0] if rows else {}


def _at(document: Mapping[str, Any], *path: str) -> Any:
    found: Any = document
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _switch(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _any_switch(*values: object) -> bool | None:
    """On if any is, off if all of them are, else not known."""
    switches = [_switch(value) for value in values]
    return True if True in switches else None if None in switches else False


def _date(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def _income_account(accounts: Sequence[Document], wanted: str) -> str:
    by_name = {str(account["Name"]).lower(): str(account["Id"]) for account in accounts}
    ids = {str(account["Id"]) for account in accounts}
    if wanted:
        chosen = wanted if wanted in ids else by_name.get(wanted.lower(), "")
    else:
        usual = (by_name[name.lower()] for name in _USUAL_INCOME if name.lower() in by_name)
        chosen = next(usual, next(iter(sorted(ids, key=int)), ""))
    if not chosen:
        raise refused(ErrorCategory.UNKNOWN_ACCOUNT, _not_among(accounts, wanted))
    return chosen


def _not_among(accounts: Sequence[Document], wanted: str) -> str:
    names = sorted(str(account["Name"]) for account in accounts)
    return refusals.UNKNOWN_ACCOUNT(name=wanted, names=names) if names and wanted else refusals.NO_INCOME_ACCOUNT()
