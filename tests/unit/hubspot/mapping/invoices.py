"""Invoices and what belongs to them, as HubSpot's wire has them."""

from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, invoice
from counterfoil.adapters.hubspot.mapping.recipient import Identified
from counterfoil.adapters.hubspot.schemas import (
    AdjustmentProperties,
    ContactProperties,
    InvoiceProperties,
    LineItemProperties,
)
from counterfoil.domain.records.invoice import Invoice

Line = Identified[LineItemProperties]
Adjustment = Identified[AdjustmentProperties]
NEW_YORK = ZoneInfo("America/New_York")


def line(record_id: str, **properties: str | None) -> Line:
    return Identified(record_id, LineItemProperties.model_validate(properties))


def contact(record_id: str, **properties: str) -> Identified[ContactProperties]:
    return Identified(record_id, ContactProperties.model_validate(properties))


def adjustment(record_id: str, kind: str, value: str, order: str | None = None, label: str = "") -> Adjustment:
    values = {"hs_type": kind, "hs_value": value, "hs_sort_order": order, "hs_label": label}
    return Identified(record_id, AdjustmentProperties.model_validate(values))


def read(parts: InvoiceParts | None = None, /, **properties: str | None) -> Invoice:
    values = {"hs_invoice_status": "open", "hs_currency": "USD", "hs_amount_billed": "0"}
    return invoice(InvoiceProperties.model_validate({**values, **properties}), parts or InvoiceParts(), NEW_YORK)
