"""Compares the amounts of a pair in both systems, to the cent: an invoice's totals and balances, a payment's amount."""

from collections.abc import Mapping

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.record import Fields

_DECISIVE = {EntityKind.INVOICE: "total", EntityKind.PAYMENT: "amount"}


def difference(kind: EntityKind, sides: Mapping[System, Fields]) -> Failure | None:
    """The failure that tells both totals of an invoice, or both amounts of a payment; None when they agree.

    Nothing differs while a side is unknown or voided.
    """
    text = told_apart(_DECISIVE[kind], sides) if kind in _DECISIVE else ""
    return Failure(category=ErrorCategory.TOTALS_DIFFER, cure=Cure.PERSON, text=text) if text else None


def told_apart(name: str, sides: Mapping[System, Fields]) -> str:
    """The sentence that tells both sides' amount `name`; "" when they agree, or when a side is unknown or voided."""
    if len(sides) < len(System) or any(fields["status"] == InvoiceStatus.VOIDED for fields in sides.values()):
        return ""
    here, there = sides[System.HUBSPOT][name], sides[System.QUICKBOOKS][name]
    return "" if here == there else f"HubSpot's {name} is {here}, QuickBooks' {name} is {there}."
