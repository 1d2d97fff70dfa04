"""Records with the target's own references, once all that they refer to was carried."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.engine.case import Case
from counterfoil.engine.plan import Plan


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
