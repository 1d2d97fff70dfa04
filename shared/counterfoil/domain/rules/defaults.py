"""The filters that a new connection begins with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules.direction import Direction
from counterfoil.domain.rules.filter import Clause, FieldType, Filter, Group, Operator
from counterfoil.domain.rules.members import label_of_member

_MADE = "MetaData.CreateTime"

DEFAULT_DIRECTIONS: Mapping[EntityKind, Direction] = MappingProxyType(
    {
        EntityKind.CUSTOMER: Direction.HUBSPOT_TO_QUICKBOOKS,
        EntityKind.PRODUCT: Direction.QUICKBOOKS_TO_HUBSPOT,
        EntityKind.INVOICE: Direction.HUBSPOT_TO_QUICKBOOKS,
    }
)
"""Which way each kind is carried until somebody chooses otherwise."""


def default_filters(kind: EntityKind, today: date) -> Mapping[System, Filter]:
    """Of QuickBooks' invoices only those made from today on; everything else that the fixed filters let through.

    Contacts need no filter: their rule makes customers only for documents that need them.
    """
    if kind is not EntityKind.INVOICE:
        return MappingProxyType({})
    made = Clause(
        field=_MADE,
        type=FieldType.DATETIME,
        operator=Operator.AFTER,
        values=(today.isoformat(),),
        label=label_of_member(_MADE),
    )
    return MappingProxyType({System.QUICKBOOKS: Filter((Group((made,)),))})


def reaching_back(filters: Mapping[System, Filter], day: date) -> Mapping[System, Filter]:
    """The filters of a backfill: what was made in QuickBooks after `day` is admitted, where they ask for a later day."""
    return {system: Filter(tuple(_reaching_back(group, day) for group in one.groups)) for system, one in filters.items()}


def of_linked(chosen: Filter) -> Filter:
    """What a filter asks of a record that has its counterpart already: not when it was made.

    An older one was backfilled or linked by a person, who wants it to be followed.
    """
    return Filter(tuple(Group(tuple(one for one in group.clauses if not _is_of_making(one))) for group in chosen.groups))


def _reaching_back(group: Group, day: date) -> Group:
    clauses = (
        replace(clause, values=(min(*clause.values, day.isoformat()),)) if _is_of_making(clause) else clause
        for clause in group.clauses
    )
    return Group(tuple(clauses))


def _is_of_making(clause: Clause) -> bool:
    return clause.field == _MADE and clause.operator is Operator.AFTER
