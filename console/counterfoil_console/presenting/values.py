"""Fields of records as people read them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import FieldType
from counterfoil.domain.rules.predefined import PREDEFINED
from counterfoil.domain.texts.sentence import capital
from counterfoil.domain.texts.words import INVOICE_STATUS, ORIGINS, PAYMENT_METHOD, PAYMENT_STATUS
from counterfoil_console.pages.parts import Amount, Value

NOT_SHOWN = frozenset({"lines", "descriptions", "customer", "invoice"})
"""Kept as digests, or by the ids that each vendor has for it."""
_WORDS = frozenset({"status", "method"})
_STATES: Mapping[str, str] = {
    str(state): text for table in (INVOICE_STATUS, PAYMENT_STATUS, PAYMENT_METHOD) for state, text in table.items()
}
_MONEY = frozenset({"total", "balance", "amount", "deposit", "refunded", "unapplied", "unit_price"})
_DAYS = frozenset(one.name for kind in EntityKind for one in PREDEFINED[kind] if one.type is FieldType.DATE)


def words_of(state: str) -> str:
    """A state or a method as people read it."""
    return capital(_STATES.get(state) or state.replace("_", " "))


def value_of(name: str, text: str, currency: str) -> Value:
    """A field from how it is kept: money with its currency, days as days, states in words, anything else as it stands."""
    if text and currency and name in _MONEY:
        return Amount(Decimal(text), currency)
    if text and name in _DAYS:
        return date.fromisoformat(text)
    return ORIGINS.get(text, text) if name == "origin" else words_of(text) if name in _WORDS else text
