"""What HubSpot keeps up to date on an invoice by itself: totals, balance, status, number and links."""

from decimal import Decimal

from infra.sandbox.hubspot import instants, line_items, payments
from infra.sandbox.hubspot.invoices import billable, check_finalisable, finalised
from infra.sandbox.hubspot.object_types import COMPANY, CONTACT, DISCOUNT, FEE, LINE_ITEM, PAYMENT, TAX, ObjectType
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Actor, Record
from infra.sandbox.hubspot.totals import ZERO, Adjustment, InvoiceTotals, decimal_of, invoice_totals, rounded

INHERITED_FROM_COMPANY = {
    "hs_recipient_company_address": "address",
    "hs_recipient_company_address2": "address2",
    "hs_recipient_company_city": "city",
    "hs_recipient_company_state": "state",
    "hs_recipient_company_zip": "zip",
    "hs_recipient_company_country": "country",
}


def recalculate(portal: Portal, invoice: Record) -> None:
    """Bring everything calculated on an invoice up to date, its status included."""
    actor = Actor(portal.switches.calculated_change_source)
    inherit_recipient(portal, invoice)
    if billable(invoice.values):
        portal.put(invoice, _document(portal, invoice), actor)
    portal.put(invoice, _billed(portal, invoice), actor)
    portal.put(invoice, _settled(portal, invoice), actor)
    portal.put(invoice, _status(portal, invoice), actor)
    portal.put(invoice, _overdue(portal, invoice), actor)


def inherit_recipient(portal: Portal, invoice: Record) -> None:
    """Bring what an invoice shows of its contact and company up to date."""
    portal.put(invoice, _recipient(portal, invoice), Actor(portal.switches.calculated_change_source))


def totals(portal: Portal, invoice: Record) -> InvoiceTotals:
    """The totals of its line items and order-level amounts."""
    return invoice_totals(
        [line_items.amounts(portal, line) for line in portal.linked(invoice, LINE_ITEM)],
        discounts=_adjustments(portal, invoice, DISCOUNT),
        fees=_adjustments(portal, invoice, FEE),
        taxes=_adjustments(portal, invoice, TAX),
        currency=invoice.get("hs_currency"),
    )


def balance(portal: Portal, invoice: Record) -> Decimal:
    """What is still to be paid; a voided invoice owes nothing."""
    if invoice.get("hs_invoice_status") == "voided":
        return ZERO
    return max(ZERO, decimal_of(invoice.get("hs_amount_billed")) - _paid(portal, invoice))


def _adjustments(portal: Portal, invoice: Record, kind: ObjectType) -> list[Adjustment]:
    return [
        Adjustment(
            decimal_of(found.get("hs_value")),
            found.get("hs_type") == "PERCENT",
            decimal_of(found.get("hs_sort_order")),
        )
        for found in portal.linked(invoice, kind)
    ]


def _recipient(portal: Portal, invoice: Record) -> dict[str, str]:
    contacts, companies = portal.linked(invoice, CONTACT), portal.linked(invoice, COMPANY)
    found = {}
    if contacts:
        found["hs_invoice_latest_contact_email"] = contacts[-1].get("email")
        found["hs_invoice_latest_contact_firstname"] = contacts[-1].get("firstname")
        found["hs_invoice_latest_contact_lastname"] = contacts[-1].get("lastname")
    if companies:
        found["hs_invoice_latest_company_name"] = companies[-1].get("name")
    if companies and billable(invoice.values) and not finalised(invoice.values):
        for name, source in INHERITED_FROM_COMPANY.items():
            if not invoice.get(name):
                found[name] = companies[-1].get(source)
    return found


def _document(portal: Portal, invoice: Record) -> dict[str, str]:
    if not finalised(invoice.values) or invoice.get("hs_invoice_link"):
        return {}
    if invoice.get("hs_invoice_status") == "open":
        check_finalisable(portal, invoice)
    address = f"https://app.hubspot.com/invoices/{portal.id}/{portal.identifiers.token('', 24)}"
    found = {"hs_invoice_link": address, "hs_pdf_download_link": f"{address}/pdf"}
    return found if invoice.get("hs_number") else found | {"hs_number": portal.next_invoice_number()}


def _billed(portal: Portal, invoice: Record) -> dict[str, str]:
    lines = portal.linked(invoice, LINE_ITEM)
    if not _calculates(portal, invoice, has_lines=bool(lines)):
        return {}
    found = totals(portal, invoice)
    percent = found.discount * 100 / found.subtotal if found.subtotal else ZERO
    amounts = {
        "hs_subtotal": found.subtotal,
        "hs_total_discount": found.discount,
        "hs_fees_total": found.fees,
        "hs_tax": found.tax,
        "hs_amount_billed": found.total,
    }
    texts = {name: f"{rounded(amount, invoice.get('hs_currency'))}" for name, amount in amounts.items()}
    return texts | {"hs_discount_percentage": f"{rounded(percent, 'USD')}"}


def _calculates(portal: Portal, invoice: Record, *, has_lines: bool) -> bool:
    versions = invoice.history.get("hs_amount_billed", [])
    calculated = portal.switches.calculated_change_source
    written = bool(versions) and versions[-1].actor.source != calculated and bool(invoice.get("hs_amount_billed"))
    if billable(invoice.values):
        return has_lines or finalised(invoice.values) or not written
    return has_lines and not written and portal.switches.non_billable_amount_calculated


def _moved_by_payments(portal: Portal, invoice: Record) -> bool:
    if billable(invoice.values):
        return portal.switches.payments_move_invoice
    return portal.switches.payments_move_non_billable_amounts


def _paid(portal: Portal, invoice: Record) -> Decimal:
    if not _moved_by_payments(portal, invoice):
        return ZERO
    return sum((payments.share_of(portal, found, invoice) for found in portal.linked(invoice, PAYMENT)), ZERO)


def _settled(portal: Portal, invoice: Record) -> dict[str, str]:
    if not billable(invoice.values) and portal.switches.non_billable_balance_writable:
        return {}
    currency = invoice.get("hs_currency")
    return {
        "hs_amount_paid": f"{rounded(_paid(portal, invoice), currency)}",
        "hs_balance_due": f"{rounded(balance(portal, invoice), currency)}",
        "hs_num_associated_payments": str(len(portal.linked(invoice, PAYMENT))),
    }


def _status(portal: Portal, invoice: Record) -> dict[str, str]:
    if not billable(invoice.values) and not portal.switches.payments_move_non_billable_status:
        return {}
    if not _moved_by_payments(portal, invoice):
        return {}
    covered = _paid(portal, invoice) > 0 and balance(portal, invoice) == 0
    match invoice.get("hs_invoice_status"):
        case "open" if covered:
            return {"hs_invoice_status": "paid", "hs_payment_date": payments.paid_on(portal, invoice)}
        case "paid" if not covered and invoice.get("hs_payment_date"):  # by payments, not by hand
            reopens = portal.switches.payment_removal_reopens_invoice
            return {"hs_invoice_status": "open", "hs_payment_date": ""} if reopens else {}
    return {}


def _overdue(portal: Portal, invoice: Record) -> dict[str, str]:
    due = invoice.get("hs_due_date")
    if invoice.get("hs_invoice_status") != "open" or not due:
        return {"hs_days_overdue": "0"}
    return {"hs_days_overdue": str(max(0, (portal.now() - instants.parse(due)).days))}
