"""Compares the amounts of a pair in both systems, to the cent: an invoice's totals and balances, a payment's amount."""

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.names import amount
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.texts import reasons


def difference(pair: Pair) -> Failure | None:
    """The failure that names both totals of an invoice, or both amounts of a payment; None when they agree.

    Nothing differs while a side is unknown or voided.
    """
    name = KINDS[pair.kind].amount
    text = compared(pair, name) if name else ""
    return Failure(category=ErrorCategory.TOTALS_DIFFER, cure=Cure.PERSON, text=text) if text else None


def compared(pair: Pair, name: str) -> str:
    """The sentence that names both sides' amount `name`; "" when they agree, or when a side is unknown or voided."""
    sides = {system: side.fields for system, side in pair.sides.items()}
    if len(sides) < len(System) or any(fields["status"] == InvoiceStatus.VOIDED for fields in sides.values()):
        return ""
    if sides[System.HUBSPOT][name] == sides[System.QUICKBOOKS][name]:
        return ""
    here, there = (amount(sides[system][name], sides[system]["currency"]) for system in (System.HUBSPOT, System.QUICKBOOKS))
    return reasons.AMOUNTS_DIFFER(what=name, hubspot=here, quickbooks=there)
