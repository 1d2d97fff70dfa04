"""The filters that a new connection begins with."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules.filter import Clause, FieldType, Filter, Group, Operator


def default_filters(kind: EntityKind, today: date) -> Mapping[System, Filter]:
    """Of QuickBooks' invoices only those made from today on; everything else that the fixed filters let through.

    Contacts need no filter: their rule makes customers only for documents that need them.
    """
    if kind is not EntityKind.INVOICE:
        return MappingProxyType({})
    made = Clause(field="MetaData.CreateTime", type=FieldType.DATETIME, operator=Operator.AFTER, values=(today.isoformat(),))
    return MappingProxyType({System.QUICKBOOKS: Filter((Group((made,)),))})
