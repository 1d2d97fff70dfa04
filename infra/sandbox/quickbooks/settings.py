"""Company information, preferences, exchange rates and the tax service.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
"""

from collections.abc import Mapping
from typing import Any

from infra.sandbox.quickbooks import operations
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError, missing, not_found
from infra.sandbox.quickbooks.presentation import shown
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import Document, blank, decimal_of, ref

SINGLE = {"Preferences", "CompanyInfo"}


def write_settings(company: Company, entity: Entity, body: Document, options: frozenset[str]) -> Document:
    """An update that merges group by group for the two settings objects, and is ordinary for all others."""
    if entity.name == "ExchangeRate":
        return set_exchange_rate(company, body)
    if entity.name not in SINGLE:
        return operations.write(company, entity, body, options)
    before = operations.current(company, entity, body)
    kept = {name: value for name, value in body.items() if name not in {"Id", "SyncToken", "MetaData", "domain", "sparse"}}
    return company.records.update(entity.name, merged(before, kept))


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Document:
    """`old` with the members of `new` put over it, at every depth; an empty one takes its member away."""
    result = dict(old)
    for name, value in new.items():
        both = isinstance(value, Mapping) and isinstance(result.get(name), Mapping)
        result[name] = merged(result[name], value) if both else value
    return {name: value for name, value in result.items() if not blank(value)}


def exchange_rate(company: Company, source: str, as_of: str | None) -> Document:
    """The rate, as shown, of a currency against the home currency. Raises 5030 in a company with one currency, 610."""
    if not (company.multicurrency or company.switches.rates_without_multicurrency):
        raise QuickBooksError("5030", "Feature Not Supported : multicurrency is switched off")
    for stored in company.records.indexed("ExchangeRate", source):
        return shown(company, {**stored, "AsOfDate": as_of or company.today})
    raise not_found("ExchangeRate", source)


def set_exchange_rate(company: Company, body: Document) -> Document:
    """Set the rate of a currency, which the body names; there is neither id nor SyncToken."""
    source = str(body.get("SourceCurrencyCode", ""))
    rate = {"Rate": decimal_of(body.get("Rate"), "Rate"), "AsOfDate": body.get("AsOfDate") or company.today}
    for stored in company.records.indexed("ExchangeRate", source):
        return company.records.update("ExchangeRate", {**stored, **rate})
    raise not_found("ExchangeRate", source)


def create_tax_code(company: Company, body: Document) -> Document:
    """Create a tax code from new or known rates.

    https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/taxservice
    Raises 6240 for a name in use, 500 where QuickBooks finds the tax itself.
    """
    body = body.get("TaxService", body)
    if company.automated_sales_tax:
        raise operations.unsupported("create")
    name, details = body.get("TaxCode"), body.get("TaxRateDetails")
    if blank(name) or not details:
        raise missing("TaxCode" if blank(name) else "TaxRateDetails")
    _refuse_used(company, "TaxCode", str(name))
    new_names = [str(one["TaxRateName"]) for one in details if blank(one.get("TaxRateId"))]
    for rate_name in new_names:
        _refuse_used(company, "TaxRate", rate_name)
    rates = [_rate(company, detail) for detail in details]
    code = add_tax_code(company, str(name), [rate["Id"] for rate in rates])
    answered = [{**detail, "TaxRateId": rate["Id"]} for detail, rate in zip(details, rates, strict=True)]
    return {"TaxCode": name, "TaxCodeId": code["Id"], "TaxRateDetails": answered}


def add_tax_code(company: Company, name: str, rate_ids: list[str]) -> Document:
    """Store a tax code made of rates."""
    rates = [{"TaxRateRef": ref(rate_id), "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0} for rate_id in rate_ids]
    members = {
        "Name": name,
        "Description": name,
        "Active": True,
        "Taxable": bool(rates),
        "TaxGroup": True,
        "SalesTaxRateList": {"TaxRateDetail": rates},
        "PurchaseTaxRateList": {"TaxRateDetail": []},
    }
    return company.records.create("TaxCode", members)


def add_tax_rate(company: Company, name: str, percent: Any, agency_id: str) -> Document:
    """Store a tax rate of an agency."""
    members = {
        "Name": name,
        "Description": name,
        "Active": True,
        "AgencyRef": ref(agency_id),
        "SpecialTaxType": "NONE",
        "RateValue": decimal_of(percent, "RateValue"),
        "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [],
    }
    return company.records.create("TaxRate", members)


def _rate(company: Company, detail: Document) -> Document:
    if not blank(detail.get("TaxRateId")):
        return refer(company, "TaxRate", str(detail["TaxRateId"]), "TaxRateId") or {}
    agency = str(detail.get("TaxAgencyId", ""))
    refer(company, "TaxAgency", agency, "TaxAgencyId")
    return add_tax_rate(company, str(detail["TaxRateName"]), detail.get("RateValue"), agency)


def _refuse_used(company: Company, entity: str, name: str) -> None:
    if company.records.indexed(entity, name):
        detail = "The name supplied already exists. : Another tax rate is already using this name."
        raise QuickBooksError("6240", detail, "Name")
