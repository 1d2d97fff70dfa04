"""VAT and GST: a tax code on every line, tax rounded line by line, gross or net amounts.

https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-non-us-locales
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError, business
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import ZERO, Document, cents, optional_decimal, ref, ref_value

TAX_NAMES = {"CA": "GST/HST", "GB": "VAT", "AU": "GST"}
PRICE = Decimal("0.0000001")


def tax_detail(company: Company, draft: Document, lines: list[Document]) -> Document:
    """The transaction's `TxnTaxDetail`; with TaxInclusive the lines' amounts become net."""
    calculation = draft.setdefault("GlobalTaxCalculation", "TaxExcluded")
    if calculation == "NotApplicable":
        if draft.get("TxnTaxDetail", {}).get("TaxLine"):
            raise QuickBooksError("6170", "No tax details with GlobalTaxCalculation NotApplicable", "TxnTaxDetail")
        return {"TotalTax": ZERO}
    sums: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for line in lines:
        detail = line.get("SalesItemLineDetail") or line.get("DiscountLineDetail")
        if detail is None:
            continue
        sign = -1 if "DiscountLineDetail" in line else 1
        for rate_id, net, tax in _line_taxes(company, line, detail, inclusive=calculation == "TaxInclusive"):
            known = sums[rate_id]
            sums[rate_id] = (known[0] + sign * net, known[1] + sign * tax)
    return _detail(company, draft, sums)


def _line_taxes(
    company: Company, line: Document, detail: Document, *, inclusive: bool
) -> list[tuple[str, Decimal, Decimal]]:
    code = ref_value(detail, "TaxCodeRef")
    if code is None:
        name = TAX_NAMES.get(company.country, "tax")
        raise business(f"Make sure all your transactions have a {name} rate before you save.", "TaxCodeRef")
    found = refer(company, "TaxCode", code, "TaxCodeRef") or {}
    rates = [entry["TaxRateRef"]["value"] for entry in found.get("SalesTaxRateList", {}).get("TaxRateDetail", [])]
    percents = {rate: _percent(company, rate) for rate in rates}
    if inclusive:
        return _take_out(line, detail, percents)
    return [(rate, line["Amount"], cents(line["Amount"] * percent / 100)) for rate, percent in percents.items()]


def _percent(company: Company, rate_id: str) -> Decimal:
    return Decimal((company.records.get("TaxRate", rate_id) or {})["RateValue"])


def _take_out(line: Document, detail: Document, percents: dict[str, Decimal]) -> list[tuple[str, Decimal, Decimal]]:
    """Gross stays, net is rounded, tax is their difference; the unit price becomes net divided by quantity."""
    gross = cents(optional_decimal(detail.get("TaxInclusiveAmt"), "TaxInclusiveAmt") or line["Amount"])
    net = cents(gross / (1 + sum(percents.values(), ZERO) / 100))
    line["Amount"], detail["TaxInclusiveAmt"] = net, gross
    if detail.get("Qty") and detail.get("UnitPrice"):
        detail["UnitPrice"] = (net / detail["Qty"]).quantize(PRICE, ROUND_HALF_UP)
    left, taxes = gross - net, []
    for position, (rate, percent) in enumerate(percents.items(), start=1):
        tax = left if position == len(percents) else cents(net * percent / 100)
        left -= tax
        taxes.append((rate, net, tax))
    return taxes


def _detail(company: Company, draft: Document, sums: dict[str, tuple[Decimal, Decimal]]) -> Document:
    sent = _sent_amounts(draft)
    lines: list[Document] = []
    for rate_id, (net, tax) in sums.items():
        amount = sent.get(rate_id, tax)
        inner = {
            "TaxRateRef": ref(rate_id),
            "PercentBased": True,
            "TaxPercent": _percent(company, rate_id),
            "NetAmountTaxable": net,
        }
        if amount != tax:
            inner["OverrideDeltaAmount"] = amount - tax
        lines.append({"Amount": amount, "DetailType": "TaxLineDetail", "TaxLineDetail": inner})
    return {"TotalTax": sum((line["Amount"] for line in lines), ZERO), "TaxLine": lines}


def _sent_amounts(draft: Document) -> dict[str, Decimal]:
    """A caller's own tax per rate; QuickBooks takes it and keeps the difference."""
    amounts = {}
    for line in draft.get("TxnTaxDetail", {}).get("TaxLine", []):
        rate = ref_value(line.get("TaxLineDetail"), "TaxRateRef")
        amount = optional_decimal(line.get("Amount"), "TaxLine.Amount")
        if rate and amount is not None:
            amounts[rate] = cents(amount)
    return amounts
