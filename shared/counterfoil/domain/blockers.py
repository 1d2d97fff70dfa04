"""What keeps a record from being carried and lies outside of it, so that a change there calls the record up again.

A blocker is a key: a record ("quickbooks:customer:100", "quickbooks:vendor:7"), any record of a list
("quickbooks:customer:*"), or the company's settings ("quickbooks:preferences").
"""

from collections.abc import Iterable

from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System

PREFERENCES = "quickbooks:preferences"
"""The company's settings: closing date, discounts, currencies, taxes, numbers."""

_MOST = 8
"""So many keys are kept for a record; the night's compare tries it in any case."""

_MOST_CONCERNED = 5

_SETTINGS = {
    ErrorCategory.BOOKS_CLOSED,
    ErrorCategory.CURRENCY_MISMATCH,
    ErrorCategory.DISCOUNT_NOT_ALLOWED,
    ErrorCategory.SERVICE_DATE_NEEDED,
    ErrorCategory.SUBSCRIPTION_LAPSED,
    ErrorCategory.TAX_REQUIRED,
}
_LISTS = {ErrorCategory.AMBIGUOUS_MATCH, ErrorCategory.CURRENCY_MISMATCH, ErrorCategory.RECORD_DELETED}
_LISTED = (EntityKind.CUSTOMER, EntityKind.PRODUCT)


def concerned(refs: Iterable[RecordRef]) -> tuple[str, ...]:
    """The keys of the first of several records, so many that there is room for the others' list."""
    return tuple(str(ref.whole) for ref in sorted(refs)[:_MOST_CONCERNED])


def any_of(kind: EntityKind) -> str:
    """The key of whatever may change in QuickBooks' list of this kind."""
    return f"{System.QUICKBOOKS}:{kind}:*"


def blockers_of(failure: Failure) -> tuple[str, ...]:
    """The keys whose change may end this failure, beside a change of the record itself."""
    keys = list(failure.blockers)
    if failure.existing:
        keys.append(str(failure.existing.whole))
    if failure.category in _SETTINGS:
        keys.append(PREFERENCES)
    if failure.category in _LISTS:
        keys += [any_of(kind) for kind in _LISTED]
    return tuple(dict.fromkeys(keys))[:_MOST]


def prefix_of(ref: RecordRef) -> str:
    """What the keys of all records of this list begin with."""
    return f"{ref.system}:{ref.kind}:"


def touched_by(ref: RecordRef) -> tuple[str, str]:
    """The keys that a change of this record touches."""
    return str(ref.whole), f"{prefix_of(ref)}*"
