"""Which records a rule admits: any of some groups, of which every clause must hold."""

from dataclasses import field as dataclass_field
from enum import StrEnum

from counterfoil.domain.values import dataclass

MOST_GROUPS = 5
MOST_CLAUSES_OF_A_GROUP = 6
MOST_CLAUSES = 18
"""Limits of HubSpot's search (https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm)."""


class Holder(StrEnum):
    """Whose value a clause is about: the record itself, or what it is associated with."""

    SELF = "self"
    CONTACT = "contact"
    COMPANY = "company"
    DEAL = "deal"
    CUSTOMER = "customer"
    INVOICE = "invoice"
    LINE = "line"


class FieldType(StrEnum):
    """As what the values of a clause are compared."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    ENUMERATION = "enumeration"
    BOOLEAN = "boolean"


class Operator(StrEnum):
    """How a record's value is compared with those of a clause."""

    IS = "is"
    IS_NOT = "is_not"
    IS_ANY_OF = "is_any_of"
    IS_NONE_OF = "is_none_of"
    CONTAINS_WORD = "contains_word"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    GREATER = "greater"
    GREATER_OR_EQUAL = "greater_or_equal"
    LESS = "less"
    LESS_OR_EQUAL = "less_or_equal"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    IN_LAST_DAYS = "in_last_days"
    IS_KNOWN = "is_known"
    IS_UNKNOWN = "is_unknown"
    IS_TRUE = "is_true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition. `field` is the vendor's own name; `type` says as what its value is compared.

    `label` is what the field was called when the rule was saved, "" where nobody has asked: for sentences only.
    """

    on: Holder = Holder.SELF
    field: str
    type: FieldType = FieldType.TEXT
    operator: Operator
    values: tuple[str, ...] = ()
    label: str = dataclass_field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses of which every one must hold."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Groups of which one must hold; without any, every record is admitted."""

    groups: tuple[Group, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses of all groups."""
        return tuple(clause for group in self.groups for clause in group.clauses)
