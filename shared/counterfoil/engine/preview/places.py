"""What there is only one of: a contact in HubSpot for an address, an entry of a name in a list of QuickBooks'."""

from dataclasses import replace

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.names import name_of
from counterfoil.domain.plan_job import PlanRow, RowAction
from counterfoil.domain.planning.decision import Create
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.record import Fields, digest
from counterfoil.domain.rules import CustomerOptions, SyncRule
from counterfoil.domain.texts import plans, words
from counterfoil.engine.case import Case

_NAMED_BY = {EntityKind.CUSTOMER: "display_name", EntityKind.PRODUCT: "name"}


def with_place(row: PlanRow, case: Case, customers: SyncRule) -> PlanRow:
    """The row with the place that what it makes would have, if it makes something that there is only one of."""
    for target in System:
        side = case.pair.sides.get(target.other)
        if side and case.decision and Create(target) in case.decision.actions:
            name = _place(row.ref.kind, target, side.fields, customers)
            return replace(row, place=RecordRef(target, row.ref.kind, name)) if name else row
    return row


def _place(kind: EntityKind, target: System, fields: Fields, customers: SyncRule) -> str:
    if target is System.QUICKBOOKS:
        name = "" if _may_be_called_alike(kind, fields, customers) else fields[_NAMED_BY[kind]]
        return f"name-{digest([name.casefold()])}" if name else ""
    if kind is not EntityKind.CUSTOMER or not fields["email"]:
        return ""
    of_companies = isinstance(customers.options, CustomerOptions) and customers.options.of_companies
    return "" if of_companies and not is_person(fields) else f"address-{digest([fields['email']])}"


def _may_be_called_alike(kind: EntityKind, fields: Fields, customers: SyncRule) -> bool:
    """Whether QuickBooks takes a second one of the name: of documents, below other customers, of people with numbers."""
    if kind is not EntityKind.CUSTOMER:
        return kind not in _NAMED_BY
    numbered = isinstance(customers.options, CustomerOptions) and customers.options.suffix_second_person
    return bool(fields.get("parent")) or (numbered and is_person(fields))


def made_once(row: PlanRow, taken: dict[RecordRef, RecordRef]) -> PlanRow:
    """The row as it is where earlier rows have these places, each `taken` by a record; its own is then taken, too.

    What HubSpot would refuse is not planned. A name may still be another one by the time that it is carried, as QuickBooks
    spells it: that is only remarked, and keeps nothing from being carried.
    """
    if row.action is not RowAction.CREATE or row.place is None:
        return row
    first = taken.setdefault(row.place, row.ref)
    if first == row.ref:
        return row
    if row.place.system is System.QUICKBOOKS:
        return replace(row, remarks=(*row.remarks, plans.NAME_FIRST(kind=words.ONE[row.ref.kind])), place=None)
    told = plans.ADDRESS_FIRST(name=name_of(first, None))
    return replace(
        row,
        action=RowAction.CONFLICT,
        acts=False,
        targets=(),
        reasons=(told,),
        category=ErrorCategory.AMBIGUOUS_MATCH,
        digest="",
        place=None,
    )
