"""Values that merely inform are shortened visibly where the other system takes less; they never stop money."""

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS, field_of
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.record import Fields
from counterfoil.domain.short import shortened
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.texts import names

LONGEST_DESCRIPTION = 4000
"""Characters of a line's description in QuickBooks."""


def fits(kind: EntityKind, name: str, value: str, target: System) -> str:
    """`value` of an informing field as `target` takes it."""
    longest = field_of(kind, name).longest.get(target)
    return value if longest is None else shortened(value, longest)


def too_long(record: AnyRecord, fields: Fields, target: System) -> tuple[str, ...]:
    """The labels of what is shortened when `record`, whose `fields` these are, is written to `target`."""
    kind = next(kind for kind, entry in KINDS.items() if isinstance(record, entry.record))
    labels = [
        row.label
        for row in KINDS[kind].fields
        if row.informs and (longest := row.longest.get(target)) and len(fields[row.name]) > longest
    ]
    if isinstance(record, Invoice) and target is System.QUICKBOOKS:
        labels += [
            names.DESCRIPTION_OF(number=number)
            for number, line in enumerate(record.lines, start=1)
            if len(line.description) > LONGEST_DESCRIPTION
        ]
    return tuple(labels)
