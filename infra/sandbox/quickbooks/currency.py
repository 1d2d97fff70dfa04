"""Currencies: one per customer, rates of the day, home amounts.

https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-multiple-currencies
"""

from decimal import Decimal

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError, business, missing
from infra.sandbox.quickbooks.wire import Document, cents, optional_decimal, ref, ref_value

NAMES = {
    "USD": "United States Dollar",
    "CAD": "Canadian Dollar",
    "GBP": "British Pound Sterling",
    "EUR": "Euro",
    "AUD": "Australian Dollar",
    "JPY": "Japanese Yen",
    "CHF": "Swiss Franc",
}
US_DOLLARS = {
    "USD": "1",
    "EUR": "1.08",
    "GBP": "1.27",
    "CAD": "0.73",
    "AUD": "0.65",
    "JPY": "0.0067",
    "CHF": "1.12",
}


def currency_ref(code: str) -> Document:
    """A reference to a currency with its name."""
    return ref(code, NAMES.get(code, code))


def rate_of(company: Company, code: str) -> Decimal:
    """Home units for one unit of `code`: as set for the company."""
    for stored in company.records.indexed("ExchangeRate", code):
        return Decimal(stored["Rate"])
    return usual_rate(company, code)


def usual_rate(company: Company, code: str) -> Decimal:
    """The rate of the twin's fixed table."""
    home = Decimal(US_DOLLARS.get(company.home_currency, "1"))
    return (Decimal(US_DOLLARS.get(code, "1")) / home).quantize(Decimal("0.000001"))


def put_currency(company: Company, draft: Document, customer: Document) -> None:
    """Check and complete `CurrencyRef` and `ExchangeRate` of a transaction with a customer."""
    code = ref_value(draft, "CurrencyRef")
    if not company.multicurrency:
        if code not in {None, company.home_currency}:
            raise QuickBooksError(company.switches.foreign_currency_code, f"Multicurrency is off : {code}", "CurrencyRef")
        draft.pop("ExchangeRate", None)
        draft["CurrencyRef"] = currency_ref(company.home_currency)
        return
    if code is None and company.switches.currency_ref_required:
        raise missing("CurrencyRef")
    code = code or ref_value(customer, "CurrencyRef") or company.home_currency
    if code != ref_value(customer, "CurrencyRef"):
        raise business("The currency of the transaction is not the currency of the customer.", "CurrencyRef")
    draft["CurrencyRef"] = currency_ref(code)
    sent = optional_decimal(draft.get("ExchangeRate"), "ExchangeRate")
    draft["ExchangeRate"] = sent if sent and code != company.home_currency else rate_of(company, code)


def put_home_amounts(company: Company, draft: Document) -> None:
    """Complete the amounts in home currency; a company with one currency has no such members."""
    if not company.multicurrency:
        return
    draft["HomeTotalAmt"] = cents(draft["TotalAmt"] * draft["ExchangeRate"])
    if "Balance" in draft:
        draft["HomeBalance"] = cents(draft["Balance"] * draft["ExchangeRate"])
