"""What differs, by a name of its own: a person decides about just that, and anything else is reported anew."""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.kinds import protected
from counterfoil.domain.planning.doubles import suspects
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.record import digest

_BOTH_COUNT = {
    ErrorCategory.TOTALS_DIFFER,
    ErrorCategory.COUNTED_TWICE,
    ErrorCategory.PAYMENT_REVERSED,
    ErrorCategory.HANDED_OVER,
}
_NOT_CARRIED = {ErrorCategory.RECORD_DELETED, ErrorCategory.PAYMENT_TOO_MUCH}
_DECISIVE = ("total", "balance", "deposit", "amount", "unapplied", "status", "invoice")
"""The fields whose change makes another difference of it; a memo or a name does not."""


def is_acceptable(kind: EntityKind, category: ErrorCategory) -> bool:
    """Whether a person may let a difference be. Lines that were edited are sent again or put back."""
    removed = kind is EntityKind.PAYMENT and category is ErrorCategory.EDITED_IN_QUICKBOOKS
    return removed or category in _BOTH_COUNT | _NOT_CARRIED


def counts_on_both_sides(category: ErrorCategory) -> bool:
    """Whether what is accepted is a difference between two records, which are in step otherwise."""
    return category in _BOTH_COUNT


def difference_of(pair: Pair, category: ErrorCategory) -> str:
    """The name of what differs; "" where no person can decide about it."""
    facts = _facts(pair, category)
    return f"{category}:{digest(facts)}" if facts else ""


def category_of(difference: str) -> ErrorCategory:
    """What a difference is reported as. Raises ValueError for what names none."""
    return ErrorCategory(difference.partition(":")[0])


def _facts(pair: Pair, category: ErrorCategory) -> list[object]:
    if category is ErrorCategory.COUNTED_TWICE:
        return [[[str(one), str(other)], str(amount)] for one, other, amount in suspects(pair)]
    if pair.kind is EntityKind.INVOICE and category is ErrorCategory.EDITED_IN_QUICKBOOKS:
        return _shown(pair, (*sorted(protected(pair.kind)), "total"))
    if category is ErrorCategory.HANDED_OVER:
        return _shown(pair, ("customer",))
    return _shown(pair, _DECISIVE) if is_acceptable(pair.kind, category) else []


def _shown(pair: Pair, names: tuple[str, ...]) -> list[object]:
    return [[system, side.active, *_values(side.fields, names)] for system, side in sorted(pair.sides.items())]


def _values(fields: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    return [fields.get(name, "") for name in names]
