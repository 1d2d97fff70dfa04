"""Compares the totals of an invoice in both systems, to the cent."""

from collections.abc import Mapping

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import System
from counterfoil.domain.invoice import InvoiceStatus
from counterfoil.domain.record import Fields


def difference(sides: Mapping[System, Fields]) -> Failure | None:
    """The failure that tells both totals; None when they agree, or when a side is unknown or voided."""
    if len(sides) < len(System) or any(fields["status"] == InvoiceStatus.VOIDED for fields in sides.values()):
        return None
    here, there = sides[System.HUBSPOT]["total"], sides[System.QUICKBOOKS]["total"]
    if here == there:
        return None
    text = f"HubSpot's total is {here}, QuickBooks' total is {there}."
    return Failure(category=ErrorCategory.TOTALS_DIFFER, cure=Cure.PERSON, text=text)
