"""The lines of a sales form: what each kind of line must have, and its amount.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import SERVICE_DATE, QuickBooksError, business, missing, too_long
from infra.sandbox.quickbooks.validation import refer
from infra.sandbox.quickbooks.wire import CENT, ZERO, Document, blank, date_of, optional_decimal, ref, ref_value

SPECIAL_ITEMS = {"SHIPPING_ITEM_ID": "AllowShipping", "GRATUITY_ITEM_ID": "AllowGratuity"}
MOST_LINES, LONGEST_DESCRIPTION = 10_000, 4000


def rounded(company: Company, amount: Decimal, currency: str) -> Decimal:
    """Half away from zero to the smallest unit the books keep."""
    if currency == "JPY":
        return amount.quantize(Decimal(1).scaleb(-company.switches.yen_decimals), ROUND_HALF_UP)
    return amount.quantize(CENT, ROUND_HALF_UP)


def read_lines(company: Company, draft: Document, before: Document | None) -> list[Document]:
    """The lines without subtotals, checked, completed and numbered; amounts are net of nothing yet."""
    sent = draft["Line"]
    if not isinstance(sent, list) or not sent:
        raise QuickBooksError("2250", "A transaction must have at least one line", "Line")
    if len(sent) > MOST_LINES:
        raise business(f"A transaction can have at most {MOST_LINES} lines.", "Line")
    lines = [_read(company, draft, line) for line in sent if not _is_left_out(company, line)]
    if sum(line["DetailType"] == "DiscountLineDetail" for line in lines) > 1:
        raise business("A transaction can have only one discount line.", "Line")
    _number(lines, {line["Id"] for line in (before or {}).get("Line", []) if "Id" in line})
    return lines


def _is_left_out(company: Company, line: Document) -> bool:
    if line.get("DetailType") == "DiscountLineDetail" and company.switches.discount_when_switched_off == "drop":
        return not company.preference("SalesFormsPrefs.AllowDiscount")
    return bool(line.get("DetailType") == "SubTotalLineDetail")


def _read(company: Company, draft: Document, line: Document) -> Document:
    kind = str(line.get("DetailType"))
    reader = READERS.get(kind)
    if reader is None:
        raise QuickBooksError("2170", f"Invalid Enumeration : {line.get('DetailType')}", "DetailType")
    description = line.get("Description")
    if not blank(description) and len(str(description)) > LONGEST_DESCRIPTION:
        raise too_long("Line.Description", 0, LONGEST_DESCRIPTION, len(str(description)))
    kept = {name: value for name, value in line.items() if not blank(value) and name not in {"LineNum", kind}}
    return reader(company, draft, kept, dict(line.get(kind) or {}))


def _sales_item(company: Company, draft: Document, line: Document, detail: Document) -> Document:
    currency = ref_value(draft, "CurrencyRef") or company.home_currency
    line["Amount"] = _amount(company, line, detail, currency)
    item_id = ref_value(detail, "ItemRef") or _default_item(company)
    if item_id is None:
        text = {name: value for name, value in line.items() if name in {"Id", "Description", "LinkedTxn"}}
        return {**text, "DetailType": "DescriptionOnly", "DescriptionLineDetail": {}}
    detail["ItemRef"] = ref(item_id)
    if item_id in SPECIAL_ITEMS:
        _refuse_switched_off(company, SPECIAL_ITEMS[item_id])
    else:
        _complete_from_item(company, detail, item_id)
    refer(company, "Class", ref_value(detail, "ClassRef"), "ClassRef")
    detail = {name: value for name, value in detail.items() if not blank(value)}
    return {**line, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}


def _amount(company: Company, line: Document, detail: Document, currency: str) -> Decimal:
    sent = optional_decimal(line.get("Amount"), "Line.Amount")
    if sent is None:
        raise missing("Line.Amount")
    quantity = optional_decimal(detail.get("Qty"), "Qty")
    price = optional_decimal(detail.get("UnitPrice"), "UnitPrice")
    amount = rounded(company, sent, currency)
    if quantity and price and amount != rounded(company, quantity * price, currency):
        gross = optional_decimal(detail.get("TaxInclusiveAmt"), "TaxInclusiveAmt")
        if gross is None or rounded(company, gross, currency) != rounded(company, quantity * price, currency):
            detail_text = f"Amount is not equal to UnitPrice * Qty. Supplied value: {sent:,}"
            raise QuickBooksError("6070", detail_text, "Line.Amount")
    return amount


def _default_item(company: Company) -> str | None:
    if company.switches.line_without_item != "default_item":
        return None
    value = company.preference("SalesFormsPrefs.DefaultItem.value")
    return str(value) if value else None


def _complete_from_item(company: Company, detail: Document, item_id: str) -> None:
    item = refer(company, "Item", item_id, "ItemRef") or {}
    if item.get("Type") == "Category":
        raise business("A category cannot be sold.", "ItemRef")
    if "IncomeAccountRef" in item:
        detail["ItemAccountRef"] = ref(item["IncomeAccountRef"]["value"])
    if not blank(detail.get("ServiceDate")):
        detail["ServiceDate"] = date_of(detail["ServiceDate"], "ServiceDate").isoformat()
    elif item.get("DeferredRevenue") and company.preference("ProductAndServicesPrefs.RevenueRecognition"):
        raise business(SERVICE_DATE, "ServiceDate")


def _refuse_switched_off(company: Company, preference: str) -> None:
    if not company.preference(f"SalesFormsPrefs.{preference}"):
        raise business(f"SalesFormsPrefs.{preference} is switched off for this company.")


def _discount(company: Company, _draft: Document, line: Document, detail: Document) -> Document:
    _refuse_switched_off(company, "AllowDiscount")
    percent = optional_decimal(detail.get("DiscountPercent"), "DiscountPercent")
    by_percent = str(detail.get("PercentBased")).lower() == "true"
    if (percent is None) if by_percent else blank(line.get("Amount")):
        raise QuickBooksError("6090", "A discount line needs an amount or a percentage", "DiscountLineDetail")
    account = ref_value(detail, "DiscountAccountRef") or company.preference("SalesFormsPrefs.DefaultDiscountAccount")
    detail = {name: value for name, value in detail.items() if not blank(value)}
    if account:
        refer(company, "Account", account, "DiscountAccountRef")
        detail["DiscountAccountRef"] = ref(account)
    detail["PercentBased"] = by_percent
    amount = ZERO if by_percent else optional_decimal(line["Amount"], "Line.Amount")
    return {**line, "Amount": amount, "DetailType": "DiscountLineDetail", "DiscountLineDetail": detail}


def _description(_company: Company, _draft: Document, line: Document, detail: Document) -> Document:
    detail = {name: value for name, value in detail.items() if not blank(value)}
    line.pop("Amount", None)
    return {**line, "DetailType": "DescriptionOnly", "DescriptionLineDetail": detail}


def _number(lines: list[Document], known: set[str]) -> None:
    used = {str(line.get("Id")) for line in lines} & known
    following = max((int(key) for key in known if key.isdigit()), default=0)
    for position, line in enumerate(lines, start=1):
        if str(line.get("Id")) in used:
            line["Id"] = str(line["Id"])
        else:
            following += 1
            line["Id"] = str(following)
        if line["DetailType"] != "DiscountLineDetail":
            line["LineNum"] = position


READERS: dict[str, Callable[[Company, Document, Document, Document], dict[str, Any]]] = {
    "SalesItemLineDetail": _sales_item,
    "DiscountLineDetail": _discount,
    "DescriptionOnly": _description,
}
