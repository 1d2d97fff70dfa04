"""QuickBooks' invoices in the product's own words, and back. Pure.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.mapping.common import (
    amount_of,
    currency_member,
    currency_of,
    is_noted_as_void,
    marker,
    optional_date,
    ref,
    refused,
    snapshot,
    source_in,
)
from counterfoil.adapters.quickbooks.mapping.mailing import addresses, mailing, mailing_update
from counterfoil.domain.connection import HOME_COUNTRY, CompanyProfile
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import ZERO, plain, rounded
from counterfoil.domain.names import amount
from counterfoil.domain.records.invoice import Invoice, InvoiceLine, InvoiceStatus, LineRole, Origin
from counterfoil.domain.short import shortened
from counterfoil.domain.shortening import LONGEST_DESCRIPTION
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals

PRICE_DECIMALS = Decimal("0.0000001")
"""Unit prices and quantities keep at most seven decimals; QuickBooks drops further ones."""
_CENT = Decimal("0.01")

_NOT_TAXED = {"value": "NON"}
_VOIDED = "VOIDED"
_FEES = {"SHIPPING_ITEM_ID": "Shipping", "GRATUITY_ITEM_ID": "Gratuity"}
"""What QuickBooks charges without an item of its own."""


def invoice_snapshot(invoice: wire.Invoice, company: CompanyProfile) -> Snapshot:
    """An Invoice as read. Raises ValueError naming an amount that is missing."""
    source = source_in(invoice.PrivateNote)
    currency = currency_of(invoice.CurrencyRef, company)
    record = Invoice(
        status=_status(invoice),
        currency=currency,
        total=invoice.TotalAmt,
        balance=invoice.Balance,
        lines=tuple(_lines(invoice)),
        origin=Origin.NATIVE if source and source.system is System.HUBSPOT else Origin.MIRRORED,
        number=invoice.DocNumber,
        issue_date=invoice.TxnDate,
        due_date=invoice.DueDate,
        customer=ref(EntityKind.CUSTOMER, invoice.CustomerRef.value),
        customer_name=invoice.CustomerRef.name,
        customer_email=invoice.BillEmail.Address if invoice.BillEmail else "",
        copies_to=addresses(invoice.BillEmailCc),
        memo=invoice.CustomerMemo.value if invoice.CustomerMemo else "",
        discount=sum((amount_of(line) for line in _lines_of(invoice) if _is(line, "DiscountLineDetail")), ZERO),
        deposit=invoice.Deposit or ZERO,
    )
    paid_by = tuple(link.TxnId for link in invoice.LinkedTxn if link.TxnType == "Payment" and link.TxnId)
    return replace(snapshot(invoice, EntityKind.INVOICE, record, note=invoice.PrivateNote), paid_by=paid_by)


def _status(invoice: wire.Invoice) -> InvoiceStatus:
    """There is no such member: a voided invoice comes to nothing and says so in its note; a paid one owes nothing.

    An invoice over nothing is paid as well, as QuickBooks' own pages call it.
    """
    voided = invoice.invoiceStatus.upper() == _VOIDED or is_noted_as_void(invoice.PrivateNote)
    if voided and invoice.TotalAmt == 0:
        return InvoiceStatus.VOIDED
    return InvoiceStatus.PAID if invoice.Balance == 0 else InvoiceStatus.OPEN


def _lines_of(invoice: wire.Invoice) -> tuple[wire.TransactionLine, ...]:
    """The lines as they came. Raises ValueError where they are missing from an invoice over something."""
    if invoice.Line is None and invoice.TotalAmt:
        raise ValueError("Line: missing")
    return invoice.Line or ()


def _lines(invoice: wire.Invoice) -> Iterator[InvoiceLine]:
    for line in _lines_of(invoice):
        if line.GroupLineDetail:  # a bundle's own amount is that of what is in it
            yield from map(_line, line.GroupLineDetail.Line)
        elif _is(line, "SalesItemLineDetail") or _is(line, "DescriptionOnly"):
            yield _line(line)
    tax = invoice.TxnTaxDetail.TotalTax if invoice.TxnTaxDetail else ZERO
    if tax:
        yield InvoiceLine(amount=tax, name="Tax", role=LineRole.TAX)


def _is(line: wire.TransactionLine, detail_type: str) -> bool:
    """The documented void answer spells types as SALES_ITEM_LINE_DETAIL; elsewhere they are SalesItemLineDetail."""
    return line.DetailType.replace("_", "").lower() == detail_type.lower()


def _line(line: wire.TransactionLine) -> InvoiceLine:
    comes_to = ZERO if line.Amount is None and _is(line, "DescriptionOnly") else amount_of(line)
    detail = line.SalesItemLineDetail or wire.LineDetail()
    item = detail.ItemRef
    if item and item.value in _FEES:
        return InvoiceLine(amount=comes_to, name=_FEES[item.value], description=line.Description, role=LineRole.FEE)
    return InvoiceLine(
        amount=comes_to,
        name=item.name if item else "",
        description=line.Description,
        quantity=detail.Qty,
        unit_price=detail.UnitPrice,
        product=ref(EntityKind.PRODUCT, item.value) if item and item.value else None,
    )


def invoice_document(invoice: Invoice, company: CompanyProfile, source: RecordRef) -> dict[str, Any]:
    """An Invoice to create, with the marker of `source`.

    Raises VendorError (E1, E5, E9, E11, E15, E18, E21), each naming what does not fit.
    """
    if invoice.customer is None:
        raise refused(ErrorCategory.CUSTOMER_MISSING, refusals.NO_CUSTOMER())
    document: dict[str, Any] = {
        "CustomerRef": {"value": invoice.customer.id},
        "Line": line_documents(invoice, company),
        "CustomerMemo": {"value": fitting(EntityKind.INVOICE, "memo", invoice.memo)},
        "PrivateNote": marker(source),
        **optional_date(invoice.issue_date, "TxnDate"),
        **optional_date(invoice.due_date, "DueDate"),
        **_term(invoice, company),
        **currency_member(invoice.currency, company),
    }
    if company.custom_numbers and invoice.number:
        document["DocNumber"] = fitting(EntityKind.INVOICE, "number", invoice.number)
    return document | mailing(invoice)


def line_documents(invoice: Invoice, company: CompanyProfile) -> list[dict[str, Any]]:
    """All lines of an invoice, complete: QuickBooks replaces them as a whole. Their sum is the invoice's total.

    Raises VendorError: E9 when the lines do not come to the total, E5 for a company that needs tax codes, E21 for one that
    allows no discounts.
    """
    _check_lines(invoice, company)
    documents = [_line_document(number, line, invoice.currency) for number, line in enumerate(invoice.lines, start=1)]
    if invoice.discount:
        discount = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": False}}
        documents.append({"Amount": invoice.discount, **discount})
    return documents


def check_bookable(invoice: Invoice, company: CompanyProfile) -> None:
    """Raises VendorError for what the company's settings let no invoice be, whoever it is for (E5, E9, E11, E21)."""
    _check_lines(invoice, company)
    currency_member(invoice.currency, company)


def _check_lines(invoice: Invoice, company: CompanyProfile) -> None:
    """A discount is named before it is sent: whether QuickBooks refuses or drops one that is switched off is not documented.

    Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
    """
    if invoice.computed_total != invoice.total:
        lines, total = (_shown(amount, invoice) for amount in (invoice.computed_total, invoice.total))
        text = refusals.LINES_DO_NOT_ADD_UP(number=invoice.number, lines=lines, total=total)
        raise refused(ErrorCategory.TOTALS_DIFFER, text)
    if company.country != HOME_COUNTRY:
        raise refused(ErrorCategory.TAX_REQUIRED, refusals.TAX_CODES_NEEDED(country=company.country))
    if invoice.discount and not company.allows_discount:
        text = refusals.DISCOUNT_REFUSED(number=invoice.number, discount=_shown(invoice.discount, invoice))
        raise refused(ErrorCategory.DISCOUNT_NOT_ALLOWED, text)


def _shown(value: Decimal, invoice: Invoice) -> str:
    return amount(plain(value), invoice.currency)


def _line_document(number: int, line: InvoiceLine, currency: str) -> dict[str, Any]:
    if line.product is None:
        raise refused(ErrorCategory.UNEXPECTED, refusals.NO_ITEM(number=number))
    detail: dict[str, Any] = {"ItemRef": {"value": line.product.id}, "TaxCodeRef": _NOT_TAXED}
    if (price := unit_price(line, currency)) is not None:
        detail |= {"Qty": line.quantity, "UnitPrice": price}
    return {
        "LineNum": number,
        "Amount": line.amount,
        "Description": shortened(line.description or line.name, LONGEST_DESCRIPTION),
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }


def unit_price(line: InvoiceLine, currency: str) -> Decimal | None:
    """The price that, times the quantity and rounded half up, gives the line's net amount exactly, as QuickBooks checks.

    The line's own price where that fits, otherwise the net price to seven decimals; None when there is no such price, or
    when QuickBooks would not keep the quantity as it is.
    Whether QuickBooks rounds currencies without cents to cents is not documented, so the price has to fit either way.
    """
    if not line.quantity or not _is_kept(line.quantity):
        return None
    net = (line.amount / line.quantity).quantize(PRICE_DECIMALS, rounding=ROUND_HALF_UP)
    for price in (line.unit_price, net):
        if price is not None and _is_kept(price) and _comes_to(price * line.quantity, line.amount, currency):
            return price
    return None


def _is_kept(number: Decimal) -> bool:
    return int(number.normalize().as_tuple().exponent) >= int(PRICE_DECIMALS.as_tuple().exponent)


def _comes_to(product: Decimal, amount: Decimal, currency: str) -> bool:
    return rounded(product, currency) == amount == product.quantize(_CENT, rounding=ROUND_HALF_UP)


def _term(invoice: Invoice, company: CompanyProfile) -> Mapping[str, Any]:
    """The payment term that gives just this due date, if the company has one."""
    if invoice.issue_date is None or invoice.due_date is None:
        return {}
    term_id = company.terms.get((invoice.due_date - invoice.issue_date).days)
    return {"SalesTermRef": {"value": term_id}} if term_id else {}


def invoice_update(invoice: Invoice, fields: frozenset[str], company: CompanyProfile) -> dict[str, Any]:
    """The members of a sparse update that carries these fields; lines all together. Raises VendorError as creating does."""
    document: dict[str, Any] = {}
    if "customer" in fields and invoice.customer:
        document["CustomerRef"] = {"value": invoice.customer.id}
    if "number" in fields and company.custom_numbers:
        document["DocNumber"] = fitting(EntityKind.INVOICE, "number", invoice.number)
    if "issue_date" in fields:
        document |= optional_date(invoice.issue_date, "TxnDate")
    if "due_date" in fields:
        document |= optional_date(invoice.due_date, "DueDate")
    if "memo" in fields:
        document["CustomerMemo"] = {"value": fitting(EntityKind.INVOICE, "memo", invoice.memo)}
    if fields & {"lines", "descriptions"}:
        document |= {"Line": line_documents(invoice, company), **_untaxed(company)}
    return document | mailing_update(invoice, fields)


def _untaxed(company: CompanyProfile) -> Mapping[str, Any]:
    """None of our lines is taxed, and a tax that somebody entered for the whole must not stay.

    Source: https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-us-locales
    """
    return {"TxnTaxDetail": {"TotalTax": ZERO}} if company.uses_sales_tax else {}
