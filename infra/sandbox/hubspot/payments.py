"""Payments: records of money collected outside HubSpot, and those HubSpot itself has processed.

https://developers.hubspot.com/docs/api-reference/latest/crm/objects/commerce-payments/guide
"""

from collections.abc import Mapping
from decimal import Decimal

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.errors import HubSpotError, invalid
from infra.sandbox.hubspot.object_types import INVOICE, PAYMENT
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Actor, Record
from infra.sandbox.hubspot.totals import ZERO, decimal_of, rounded

COUNTED_STATUSES = frozenset({"succeeded", "partially_refunded", "processing_refund", "disputed_won"})
PROCESSED_BY_HUBSPOT = "hs_payment_source_app"  # only HubSpot's own processing sets it


def defaults(portal: Portal) -> dict[str, str]:
    """What a new payment has beside what was sent."""
    return {
        "hs_latest_status": "processing",
        "hs_currency_code": portal.account.company_currency,
        "hs_processor_type": "none",
        "hs_payment_type": "one_time_or_initial",
        "hs_payment_creation_method": "OTHER",
        "hs_hubspot_payments_enabled": "true" if portal.account.payment_processor else "false",
        "hs_fees_amount": "0",
        "hs_refunds_amount": "0",
        "hs_settlement_currency_code": portal.account.company_currency,
    }


def check_create(portal: Portal, values: Mapping[str, str]) -> None:
    """Raises 403 where the account must have a payment processor, 400 for a negative amount."""
    if portal.switches.payments_need_processor and not portal.account.payment_processor:
        message = "This account has no payment processor set up; payments cannot be created."
        raise HubSpotError(403, message, "FORBIDDEN")
    _check_amounts(values)


def check_update(record: Record, values: Mapping[str, str]) -> None:
    """Raises 400 for a payment HubSpot processed: it cannot be changed by API."""
    if record.get(PROCESSED_BY_HUBSPOT):
        raise invalid("Payments processed through HubSpot cannot be updated.", objectId=[record.id])
    _check_amounts(values)


def check_archive(record: Record) -> None:
    """Raises 400 for a payment HubSpot processed: it cannot be deleted by API."""
    if record.get(PROCESSED_BY_HUBSPOT):
        raise invalid("Payments processed through HubSpot cannot be deleted.", objectId=[record.id])


def _check_amounts(values: Mapping[str, str]) -> None:
    for name in ("hs_initial_amount", "hs_refunds_amount"):
        if decimal_of(values.get(name, "")) < 0:
            raise invalid(f"{name} must not be negative.", propertyName=[name])


def counted(payment: Record) -> Decimal:
    """What a payment settles: its amount less refunds once it has succeeded, else nothing."""
    if payment.get("hs_latest_status") not in COUNTED_STATUSES:
        return ZERO
    left = decimal_of(payment.get("hs_initial_amount")) - decimal_of(payment.get("hs_refunds_amount"))
    return max(ZERO, left)


def share_of(portal: Portal, payment: Record, invoice: Record) -> Decimal:
    """The part of `payment` that goes to `invoice`: all of it, or, shared, what earlier invoices leave over."""
    left = counted(payment)
    invoices = [found for found in portal.linked(payment, INVOICE) if found.get("hs_invoice_status") != "voided"]
    for found in invoices[:-1]:
        share = min(left, decimal_of(found.get("hs_amount_billed")))
        if found is invoice:
            return share
        left -= share
    return left


def paid_on(portal: Portal, invoice: Record) -> str:
    """When the latest counted payment of an invoice was made."""
    dates = [found.get("hs_initiated_date") for found in portal.linked(invoice, PAYMENT) if counted(found)]
    return max(dates, default=instants.text(portal.now()))


def recalculate(portal: Portal, payment: Record) -> None:
    """Bring the calculated properties of a payment up to date."""
    currency = payment.get("hs_currency_code")
    initial = decimal_of(payment.get("hs_initial_amount"))
    net = initial - decimal_of(payment.get("hs_fees_amount"))
    invoices = len(portal.linked(payment, INVOICE))
    calculated = {
        "hs_payment_id": payment.id,
        "hs_payment_method": payment.get("hs_payment_method_type"),
        "hs_net_amount": f"{rounded(net, currency)}",
        "hs_net_amount_in_portal_currency": f"{rounded(net, currency)}",
        "hs_net_amount_after_refunds": f"{rounded(net - decimal_of(payment.get('hs_refunds_amount')), currency)}",
        "hs_initial_amount_in_portal_currency": f"{rounded(initial, currency)}",
        "hs_initial_amount_in_settlement_currency": f"{rounded(initial, currency)}",
        "hs_number_of_associated_invoices": str(invoices),
        "hs_has_associated_invoice": "true" if invoices else "false",
    }
    portal.put(payment, calculated, Actor(portal.switches.calculated_change_source))
