"""Which operators a type has, and how many values each takes."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.rules.filter import FieldType, Operator

OF_ANY_TYPE = frozenset({Operator.IS_KNOWN, Operator.IS_UNKNOWN})
"""The operators for which it does not matter of what type a value is."""

_ANY_TYPE = OF_ANY_TYPE | {Operator.IS, Operator.IS_NOT}
_SEVERAL = frozenset({Operator.IS_ANY_OF, Operator.IS_NONE_OF})
_DAYS = frozenset({Operator.BEFORE, Operator.AFTER, Operator.BETWEEN, Operator.IN_LAST_DAYS})
_SIZES = frozenset({Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL, Operator.BETWEEN})
_WORDS = frozenset({Operator.CONTAINS_WORD, Operator.CONTAINS, Operator.STARTS_WITH})

OPERATORS: Mapping[FieldType, frozenset[Operator]] = MappingProxyType(
    {
        FieldType.TEXT: _ANY_TYPE | _SEVERAL | _WORDS,
        FieldType.NUMBER: _ANY_TYPE | _SEVERAL | _SIZES,
        FieldType.DATE: _ANY_TYPE | _DAYS,
        FieldType.DATETIME: _ANY_TYPE | _DAYS,
        FieldType.ENUMERATION: _ANY_TYPE | _SEVERAL,
        FieldType.BOOLEAN: OF_ANY_TYPE | {Operator.IS_TRUE, Operator.IS},
    }
)
"""The operators of each type."""

MOST_VALUES = 100
"""How many values a clause may name; HubSpot's search takes as many."""

_ONE = (1, 1)
_COUNTS: Mapping[Operator, tuple[int, int]] = MappingProxyType(
    {
        Operator.IS_KNOWN: (0, 0),
        Operator.IS_UNKNOWN: (0, 0),
        Operator.IS_TRUE: (0, 0),
        Operator.BETWEEN: (2, 2),
        Operator.IS_ANY_OF: (1, MOST_VALUES),
        Operator.IS_NONE_OF: (1, MOST_VALUES),
    }
)


def count_of_values(operator: Operator) -> tuple[int, int]:
    """The fewest and the most values that `operator` takes."""
    return _COUNTS.get(operator, _ONE)


NEGATIVE = frozenset({Operator.IS_NOT, Operator.IS_NONE_OF, Operator.IS_UNKNOWN})
"""What an unknown value satisfies, and what all of several associated records must satisfy."""
