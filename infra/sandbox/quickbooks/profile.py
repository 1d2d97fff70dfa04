"""What a new company starts with: its settings, and the accounts and codes no company is without."""

import json
from dataclasses import dataclass
from pathlib import Path

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.currency import NAMES, currency_ref, usual_rate
from infra.sandbox.quickbooks.lists import CLASSIFICATIONS
from infra.sandbox.quickbooks.settings import add_tax_code, add_tax_rate
from infra.sandbox.quickbooks.wire import ZERO, Document, ref

HOME_CURRENCIES = {"US": "USD", "CA": "CAD", "GB": "GBP", "AU": "AUD", "DE": "EUR", "FR": "EUR", "JP": "JPY"}
ALPHA_3 = {"US": "USA", "CA": "CAN", "GB": "GBR", "AU": "AUS", "DE": "DEU", "FR": "FRA", "JP": "JPN"}
# ids, names and types as in the sample company that every developer account comes with
BASIC_ACCOUNTS = (
    ("1", "Services", "Income", "ServiceFeeIncome"),
    ("4", "Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("8", "Bank Charges", "Expense", "BankCharges"),
    ("33", "Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("35", "Checking", "Bank", "Checking"),
    ("36", "Savings", "Bank", "Savings"),
    ("42", "Visa", "Credit Card", "CreditCard"),
    ("79", "Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("80", "Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
    ("81", "Inventory Asset", "Other Current Asset", "Inventory"),
    ("84", "Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("86", "Discounts given", "Income", "DiscountsRefundsGiven"),
    ("90", "Board of Equalization Payable", "Other Current Liability", "SalesTaxPayable"),
)
NATIONAL_TAXES = {
    "CA": (("GST", ("GST", "5")), ("HST ON", ("HST (ON)", "13")), ("Exempt", ("Exempt", "0"))),
    "GB": (("20.0% S", ("20.0% S", "20")), ("5.0% R", ("5.0% R", "5")), ("0.0% Z", ("0.0% Z", "0"))),
    "AU": (("GST", ("GST on Sales", "10")), ("GST free", ("GST free", "0"))),
    "DE": (("19% USt", ("19% USt", "19")), ("7% USt", ("7% USt", "7")), ("0%", ("0%", "0"))),
    "FR": (("20% TVA", ("20% TVA", "20")), ("0%", ("0%", "0"))),
    "JP": (("10%", ("10%", "10")), ("0%", ("0%", "0"))),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How a company is set up; the defaults are those of the seeded one."""

    name: str = "Craig's Design and Landscaping Services"
    country: str = "US"
    multicurrency: bool = False
    currency: str = ""  # empty: the country's own
    custom_numbers: bool = True
    sales_tax: bool = True
    automated_sales_tax: bool = False


def furnish(company: Company, profile: Profile) -> None:
    """Give a new company its settings, and its basic accounts, currencies and tax codes."""
    currency = profile.currency or HOME_CURRENCIES.get(company.country, "USD")
    company.records.create("CompanyInfo", _info(company, profile))
    company.records.create("Preferences", _preferences(profile, currency))
    for identifier, name, kind, sub_type in BASIC_ACCOUNTS:
        add_account(company, name, kind, sub_type, identifier=identifier)
    _add_currencies(company, currency)
    if company.in_us:
        _add_pseudo_codes(company)
    else:
        _add_national_taxes(company)


def add_account(
    company: Company, name: str, kind: str, sub_type: str, *, currency: str | None = None, identifier: str | None = None
) -> Document:
    """Store an account, unless there is one of that name."""
    if found := company.records.indexed("Account", name):
        return found[0]
    members = {
        "Name": name,
        "FullyQualifiedName": name,
        "SubAccount": False,
        "Active": True,
        "AccountType": kind,
        "AccountSubType": sub_type,
        "Classification": CLASSIFICATIONS[kind],
        "CurrentBalance": ZERO,
        "CurrentBalanceWithSubAccounts": ZERO,
        "CurrencyRef": currency_ref(currency or company.home_currency),
    }
    return company.records.create("Account", members, identifier=identifier)


def _info(company: Company, profile: Profile) -> Document:
    address = {
        "Id": "1",
        "Line1": "123 Sierra Way",
        "City": "San Pablo",
        "CountrySubDivisionCode": "CA",
        "PostalCode": "87999",
        "Country": ALPHA_3.get(company.country, "USA"),
    }
    return {
        "CompanyName": profile.name,
        "LegalName": profile.name,
        "Country": company.country,
        "CompanyAddr": address,
        "CustomerCommunicationAddr": dict(address),
        "LegalAddr": dict(address),
        "Email": {"Address": "noreply@quickbooks.com"},
        "WebAddr": {},
        "FiscalYearStartMonth": "January",
        "SupportedLanguages": "en",
        "CompanyStartDate": "2026-01-05",
        "NameValue": [
            {"Name": "OfferingSku", "Value": "QuickBooks Online Plus"},
            {"Name": "SubscriptionStatus", "Value": "PAID"},
            {"Name": "ItemCategoriesFeature", "Value": "true"},
            {"Name": "CompanyType", "Value": "Other"},
        ],
    }


def _preferences(profile: Profile, currency: str) -> Document:
    preferences: Document = json.loads(Path(__file__).with_name("preferences.json").read_text(encoding="utf-8"))
    preferences["SalesFormsPrefs"]["CustomTxnNumbers"] = profile.custom_numbers
    preferences["CurrencyPrefs"] = {"MultiCurrencyEnabled": profile.multicurrency, "HomeCurrency": ref(currency)}
    preferences["TaxPrefs"] = {"UsingSalesTax": profile.sales_tax}
    if profile.country == "US" and profile.automated_sales_tax:
        preferences["TaxPrefs"]["PartnerTaxEnabled"] = True
    return preferences


def _add_currencies(company: Company, home: str) -> None:
    for code, name in NAMES.items():
        if code == home:
            continue
        company.records.create("CompanyCurrency", {"Code": code, "Name": name, "Active": True})
        rate = {"SourceCurrencyCode": code, "TargetCurrencyCode": home, "Rate": usual_rate(company, code)}
        company.records.create("ExchangeRate", {**rate, "AsOfDate": company.today})
        if company.multicurrency:
            receivable = f"Accounts Receivable (A/R) - {code}"
            add_account(company, receivable, "Accounts Receivable", "AccountsReceivable", currency=code)


def _add_pseudo_codes(company: Company) -> None:
    for code, taxable in (("TAX", True), ("NON", False), ("CustomSalesTax", True)):
        members = {"Name": code, "Description": code, "Active": True, "Taxable": taxable, "TaxGroup": False}
        company.records.create("TaxCode", members, identifier=code)


def _add_national_taxes(company: Company) -> None:
    agency = company.records.create("TaxAgency", {"DisplayName": "Tax Office", "TaxTrackedOnSales": True})
    for code, (rate, percent) in NATIONAL_TAXES.get(company.country, NATIONAL_TAXES["DE"]):
        stored = add_tax_rate(company, rate, percent, agency["Id"])
        add_tax_code(company, code, [stored["Id"]])
