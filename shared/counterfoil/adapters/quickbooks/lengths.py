"""Lengths that QuickBooks checks, checked before it does, as the table of kinds has them.

A value that decides something is refused by name where it is too long; one that merely informs is shortened visibly.
"""

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import field_of
from counterfoil.domain.short import shortened
from counterfoil.domain.texts import refusals


def fitting(kind: EntityKind, name: str, value: str) -> str:
    """`value` of the kind's field `name` as QuickBooks takes it. Raises VendorError (E15) naming field and both lengths."""
    row = field_of(kind, name)
    longest = row.longest[System.QUICKBOOKS]
    return shortened(value, longest) if row.informs else whole(row.label, value, longest)


def whole(label: str, value: str, longest: int) -> str:
    """`value`, if it has at most `longest` characters. Raises VendorError (E15) naming the field and both lengths."""
    if len(value) <= longest:
        return value
    text = refusals.TOO_LONG(field=label, length=len(value), system=System.QUICKBOOKS.brand, longest=longest)
    raise VendorError(Failure(category=ErrorCategory.VALUE_DOES_NOT_FIT, cure=Cure.PERSON, text=text))
