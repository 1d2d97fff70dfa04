"""Records and what they come to, as pages show them."""

from collections.abc import Mapping
from decimal import Decimal

from counterfoil.domain.identity import EntityKind
from counterfoil_console.pages.parts import Amount, Counted, Sum


def sum_of(records: Mapping[EntityKind, int], money: Mapping[str, Decimal]) -> Sum:
    """So many records by kind, and their amounts by currency."""
    counts = tuple(Counted(kind, records[kind]) for kind in EntityKind if records.get(kind))
    return Sum(counts=counts, money=tuple(Amount(amount, currency) for currency, amount in money.items()))


def amount_of(amount: Decimal | None, currency: str) -> Amount | None:
    """An amount, if there is one."""
    return Amount(amount, currency) if amount is not None else None
