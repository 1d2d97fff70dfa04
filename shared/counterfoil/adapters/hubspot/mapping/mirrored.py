"""An invoice made in QuickBooks as HubSpot shows it: not billable, as it is there. Pure.

HubSpot's documentation says of such invoices only that nothing is checked, sent or drawn up for them; whether a portal
lets a program write their number, status, dates and amounts is tried when it is connected. What it refuses is shown in
properties of our own, and the balance always is, since HubSpot works out its own.
Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.mapping.common import beginning, parse_marker
from counterfoil.adapters.hubspot.schemas import InvoiceProperties
from counterfoil.domain.identity import System
from counterfoil.domain.money import plain
from counterfoil.domain.records.invoice import Invoice, Origin

Values = Mapping[str, str]

OWN: Mapping[str, str] = {
    "number": "counterfoil_quickbooks_number",
    "status": "counterfoil_quickbooks_status",
    "issue_date": "counterfoil_quickbooks_date",
    "due_date": "counterfoil_quickbooks_due_date",
    "total": "counterfoil_quickbooks_total",
    "balance": "counterfoil_quickbooks_balance",
}
"""The properties of our own that take the place of what a portal refuses, by the field of an invoice."""

NATIVE: Mapping[str, str] = {
    "number": "hs_number",
    "status": "hs_invoice_status",
    "issue_date": "hs_invoice_date",
    "due_date": "hs_due_date",
    "total": "hs_amount_billed",
    "balance": "hs_balance_due",
}
"""HubSpot's own properties of the same."""


def is_ours(properties: InvoiceProperties) -> bool:
    """Whether this product made the invoice out of one of QuickBooks."""
    source = parse_marker(properties.counterfoil_source)
    return source is not None and source.system is System.QUICKBOOKS


def is_mirrored(record: Invoice) -> bool:
    """Whether what is to be written was made in QuickBooks."""
    return record.origin is Origin.MIRRORED


def as_mirrored(properties: InvoiceProperties, refused: AbstractSet[str]) -> InvoiceProperties:
    """`properties` of an invoice of ours, with our own in the place of what the portal does not let us write."""
    ours = [name for name in OWN if name in refused and name != "balance"]
    if properties.counterfoil_quickbooks_balance is not None:
        ours.append("balance")
    shown = {NATIVE[name]: getattr(properties, OWN[name]) for name in ours}
    return InvoiceProperties.model_validate({**properties.model_dump(), **shown, **_as_draft(shown)})


def _as_draft(shown: Mapping[str, object]) -> Mapping[str, str]:
    """A status that somebody has emptied."""
    return {NATIVE["status"]: "draft"} if shown.get(NATIVE["status"]) == "" else {}


def mirrored_properties(record: Invoice, zone: ZoneInfo, refused: AbstractSet[str]) -> dict[str, Values]:
    """By domain field: the properties that show it, with their values; lines and associations are records of their own."""
    values = {
        "number": record.number,
        "status": record.status.value,
        "issue_date": beginning(record.issue_date, zone),
        "due_date": beginning(record.due_date, zone),
        "total": plain(record.total),
        "balance": plain(record.balance),
    }
    shown: dict[str, Values] = {name: {(OWN if name in refused else NATIVE)[name]: value} for name, value in values.items()}
    paid = {} if "balance" in refused else {"hs_amount_paid": plain(record.total - record.balance)}
    shown["balance"] = {**shown["balance"], OWN["balance"]: plain(record.balance), **paid}
    return {**shown, "memo": {"hs_comments": record.memo}}


def new_mirrored_properties(record: Invoice, zone: ZoneInfo, refused: AbstractSet[str]) -> dict[str, str]:
    """The properties of a new invoice, without its marker."""
    filled = {
        name: value
        for properties in mirrored_properties(record, zone, refused).values()
        for name, value in properties.items()
        if value
    }
    return {**filled, "hs_currency": record.currency, "hs_invoice_billable": "false"}
