"""Lengths that QuickBooks checks, checked before it does: a value that does not fit is a named failure, never cut."""

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError


def fitting(name: str, value: str, longest: int) -> str:
    """`value`, if it has at most `longest` characters. Raises VendorError (E15) naming the field and both lengths."""
    if len(value) <= longest:
        return value
    text = f"the {name} has {len(value)} characters, QuickBooks takes {longest}"
    raise VendorError(Failure(category=ErrorCategory.VALUE_DOES_NOT_FIT, cure=Cure.PERSON, text=text))
