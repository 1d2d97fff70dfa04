"""What there is only one of: HubSpot has one contact for an address, so that a plan makes no two of them."""

from dataclasses import replace

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.names import name_of
from counterfoil.domain.plan_job import PlanRow, RowAction
from counterfoil.domain.planning.decision import Create
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.record import digest
from counterfoil.domain.rules import CustomerOptions, SyncRule
from counterfoil.domain.texts import plans
from counterfoil.engine.case import Case


def with_place(row: PlanRow, case: Case, customers: SyncRule) -> PlanRow:
    """The row with the place that the contact which it makes would have, if it makes one."""
    made = case.decision is not None and Create(System.HUBSPOT) in case.decision.actions
    side = case.pair.sides.get(System.QUICKBOOKS)
    if not made or side is None or row.ref.kind is not EntityKind.CUSTOMER or not side.fields["email"]:
        return row
    of_companies = isinstance(customers.options, CustomerOptions) and customers.options.of_companies
    if of_companies and not is_person(side.fields):
        return row
    return replace(row, place=RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, f"address-{digest([side.fields['email']])}"))


def made_once(row: PlanRow, taken: dict[RecordRef, RecordRef]) -> PlanRow:
    """The row as it is where earlier rows have these places, each `taken` by a record; its own is then taken, too."""
    if row.action is not RowAction.CREATE or row.place is None:
        return row
    first = taken.setdefault(row.place, row.ref)
    if first == row.ref:
        return row
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
