"""Records with the target's own references, once all that they refer to was carried."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.plan import Plan


def priced_at_home(context: Context, records: Mapping[RecordRef, AnyRecord]) -> dict[RecordRef, AnyRecord]:
    """The records without prices that are in another currency than the target's."""
    differ = context.connection.prices_differ
    return {
        ref: replace(one, unit_price=None) if differ and isinstance(one, Product) else one for ref, one in records.items()
    }


def translated(plan: Plan, cases: Sequence[Case], target: System) -> Mapping[RecordRef, AnyRecord]:
    """The cases' records as `target` can store them; a case whose prerequisite did not come about is left out."""
    records: dict[RecordRef, AnyRecord] = {}
    for case in cases:
        record = plan.references.translated(case.snapshots[target.other].record, target)
        if isinstance(record, Failure):
            case.note(record)
        else:
            records[case.ref] = record
    return records
