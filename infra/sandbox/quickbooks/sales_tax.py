"""Sales tax: US codes by hand, US tax found by QuickBooks itself, and VAT or GST elsewhere.

https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-us-locales
https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-non-us-locales
"""

from decimal import Decimal

from infra.sandbox.quickbooks import value_added_tax
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError, business
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import ZERO, Document, cents, optional_decimal, ref, ref_value

MOST_TAXED_LINES = 750


def put_tax(company: Company, draft: Document, lines: list[Document], customer: Document) -> Document:
    """Set the tax codes of the lines and give the transaction's `TxnTaxDetail`, amounts unrounded nowhere."""
    if not company.preference("TaxPrefs.UsingSalesTax"):
        _set_codes(lines, "NON")
        return {"TotalTax": ZERO}
    if not company.in_us:
        return value_added_tax.tax_detail(company, draft, lines)
    for line in lines:
        _put_code(company, line)
    if sum(_code(line) == "TAX" for line in lines) > MOST_TAXED_LINES:
        raise business(f"A taxable transaction can have at most {MOST_TAXED_LINES} lines.", "Line")
    sent = draft.get("TxnTaxDetail") or {}
    base = _taxable(draft, lines)
    if company.automated_sales_tax:
        return _automated(company, draft, sent, base, customer)
    return _by_hand(company, sent, base)


def _code(line: Document) -> str | None:
    detail = line.get("SalesItemLineDetail")
    return ref_value(detail, "TaxCodeRef") if detail else None


def _set_codes(lines: list[Document], code: str) -> None:
    for line in lines:
        if "SalesItemLineDetail" in line:
            line["SalesItemLineDetail"]["TaxCodeRef"] = ref(code)


def _put_code(company: Company, line: Document) -> None:
    if "SalesItemLineDetail" not in line:
        return
    code = _code(line)
    if code is None:
        code = _assumed(company, line["SalesItemLineDetail"]["ItemRef"]["value"])
    if code == "CustomSalesTax":
        raise QuickBooksError("6160", "CustomSalesTax cannot be used on a new transaction", "TaxCodeRef")
    if code not in {"TAX", "NON"}:
        raise QuickBooksError("6100", f"Invalid Tax Code : {code}. Use TAX or NON", "TaxCodeRef")
    line["SalesItemLineDetail"]["TaxCodeRef"] = ref(code)


def _assumed(company: Company, item_id: str) -> str:
    if company.switches.line_without_tax_code == "item" or company.automated_sales_tax:
        item = company.records.get("Item", item_id) or {}
        return "TAX" if item.get("Taxable", True) else "NON"
    return company.switches.line_without_tax_code


def _taxable(draft: Document, lines: list[Document]) -> Decimal:
    items = [line for line in lines if "SalesItemLineDetail" in line]
    base = sum((line["Amount"] for line in items if _code(line) == "TAX"), ZERO)
    subtotal = sum((line["Amount"] for line in items), ZERO)
    discount = sum((line["Amount"] for line in lines if "DiscountLineDetail" in line), ZERO)
    if draft.get("ApplyTaxAfterDiscount") is True and subtotal:
        return base - discount * base / subtotal
    return base


def _by_hand(company: Company, sent: Document, base: Decimal) -> Document:
    code = ref_value(sent, "TxnTaxCodeRef")
    override = optional_decimal(sent.get("TotalTax"), "TotalTax")
    if code is None:
        return {"TotalTax": cents(override or ZERO)}
    found = refer(company, "TaxCode", code, "TxnTaxCodeRef") or {}
    lines = [_tax_line(company, detail["TaxRateRef"]["value"], base) for detail in _rates(found)]
    total = sum((line["Amount"] for line in lines), ZERO)
    if override is not None and cents(override) != total and lines:
        lines[0]["Amount"] += cents(override) - total
        lines[0]["TaxLineDetail"]["OverrideDeltaAmount"] = cents(override) - total
        total = cents(override)
    return {"TxnTaxCodeRef": ref(code), "TotalTax": total, "TaxLine": lines}


def _rates(code: Document) -> list[Document]:
    rates: list[Document] = code.get("SalesTaxRateList", {}).get("TaxRateDetail", [])
    return rates


def _tax_line(company: Company, rate_id: str, base: Decimal) -> Document:
    rate = company.records.get("TaxRate", rate_id) or {}
    percent = Decimal(rate["RateValue"])
    return _line(rate_id, percent, base)


def _line(rate_id: str, percent: Decimal, base: Decimal) -> Document:
    return {
        "Amount": cents(base * percent / 100),
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": ref(rate_id),
            "PercentBased": True,
            "TaxPercent": percent,
            "NetAmountTaxable": cents(base),
        },
    }


def _automated(company: Company, draft: Document, sent: Document, base: Decimal, customer: Document) -> Document:
    override = optional_decimal(sent.get("TotalTax"), "TotalTax")
    automatic = sent.get("UseAutomatedSalesTax") is True
    if override is not None and not automatic and company.switches.total_tax_overrides_automation:
        return {"TotalTax": cents(override), "TaxReviewStatus": "AST_TAX_OVERRIDE"}
    if customer.get("Taxable") is False:
        return {"TotalTax": ZERO, "TaxLine": []}
    address = draft.get("ShipAddr") or draft.get("BillAddr") or {}
    percent = Decimal(company.switches.automated_rates.get(address.get("CountrySubDivisionCode", ""), "0"))
    line = _line("1", percent, base)
    return {"TotalTax": line["Amount"], "TaxLine": [line] if percent else []}
