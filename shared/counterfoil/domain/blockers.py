"""What keeps a record from being carried and lies outside of it, so that a change there calls the record up again.

A blocker is a key: a record ("quickbooks:customer:100"), an entry of a list that is carried nowhere ("quickbooks:vendor:7"),
any record of a list ("quickbooks:customer:*"), what a customer owes ("debt:quickbooks:customer:100"), the company's settings
or subscription, the connection itself, or a rule that is off. The key of a payment beside that of its part,
or of an invoice that it was seen to pay ("part:quickbooks:payment:7"), blocks nothing: it only tells which parts are known.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.values import dataclass

PREFERENCES = "quickbooks:preferences"
"""The company's settings: closing date, discounts, currencies, taxes, numbers."""

SUBSCRIPTION = "quickbooks:subscription"
"""Whether the company may be written to at all."""

DEPOSITS = "quickbooks:deposits"
"""Which payments are in a deposit, any of the company's."""

CONNECTION = "connection"
"""What an operator chose or granted when the accounts were connected."""


class OtherList(StrEnum):
    """QuickBooks' lists whose entries are carried nowhere, and whose names no customer may have."""

    VENDOR = "vendor"
    EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of such a list, by its id in QuickBooks."""

    of_list: OtherList
    id: str

    @property
    def system(self) -> System:
        """Where the list is."""
        return System.QUICKBOOKS


def rule_key(kind: EntityKind) -> str:
    """The key of the rule for `kind`, which may be off."""
    return f"rule:off:{kind}"


def part_key(ref: RecordRef) -> str:
    """The key of a payment of which a part was heard of or seen, and is on no link: nothing else leads to that part."""
    return f"part:{ref.whole}"


def debt_key(customer: RecordRef) -> str:
    """The key of what is open with a customer: every invoice or payment of it that moves touches it."""
    return f"debt:{customer}"


_MOST = 8
"""So many keys are kept for a record; the night's compare tries it in any case."""

_MOST_CONCERNED = 5

_SETTINGS = {
    ErrorCategory.BOOKS_CLOSED,
    ErrorCategory.CURRENCY_MISMATCH,
    ErrorCategory.DISCOUNT_NOT_ALLOWED,
    ErrorCategory.NUMBER_TAKEN,
    ErrorCategory.SERVICE_DATE_NEEDED,
    ErrorCategory.TAX_REQUIRED,
}
_LISTS = {
    ErrorCategory.AMBIGUOUS_MATCH,
    ErrorCategory.CURRENCY_MISMATCH,
    ErrorCategory.NOT_IN_STOCK_YET,
    ErrorCategory.RECORD_DELETED,
    ErrorCategory.SERVICE_DATE_NEEDED,
}
_CONNECTED = {ErrorCategory.PROPERTY_REFUSED, ErrorCategory.UNKNOWN_ACCOUNT}
_WHOLE = {ErrorCategory.PAYMENT_DEPOSITED: DEPOSITS, ErrorCategory.SUBSCRIPTION_LAPSED: SUBSCRIPTION}
_LISTED = (EntityKind.CUSTOMER, EntityKind.PRODUCT)
_MENDED_BY_SETTINGS = {ErrorCategory.BOOKS_CLOSED, ErrorCategory.DISCOUNT_NOT_ALLOWED}
_MENDED_ELSEWHERE = {
    *_LISTS,
    ErrorCategory.DISPLAY_NAME_TAKEN,
    ErrorCategory.NUMBER_TAKEN,
    ErrorCategory.PAYMENT_DEPOSITED,
    ErrorCategory.UNKNOWN_ACCOUNT,
}


def concerned(refs: Iterable[RecordRef]) -> tuple[str, ...]:
    """The keys of the first of several records, so many that there is room for the others' list."""
    return tuple(str(ref.whole) for ref in sorted(refs)[:_MOST_CONCERNED])


def entry(of_list: str, record_id: str) -> str:
    """The key of an entry of one of QuickBooks' lists."""
    return f"{System.QUICKBOOKS}:{of_list}:{record_id}"


def any_of(system: System, kind: EntityKind) -> str:
    """The key of any record of a list."""
    return f"{system}:{kind}:*"


def blockers_of(failure: Failure) -> tuple[str, ...]:
    """The keys whose change may end this failure, beside a change of the record itself."""
    keys = list(failure.blockers)
    if failure.existing:
        keys.append(str(failure.existing.whole))
    if failure.category in _WHOLE:
        keys.append(_WHOLE[failure.category])
    if failure.category in _SETTINGS:
        keys.append(PREFERENCES)
    if failure.category in _CONNECTED:
        keys.append(CONNECTION)
    if failure.category in _LISTS:
        keys += [entry(kind, "*") for kind in _LISTED]
    return tuple(dict.fromkeys(keys))[:_MOST]


def for_want_of(failure: Failure, ref: RecordRef) -> Failure:
    """The failure of a document that needs `ref`, which fails: a change of that calls the document up as well."""
    return replace(failure, blockers=(*failure.blockers, str(ref.whole)))


def is_announced(category: ErrorCategory | None, blockers: Iterable[str]) -> bool:
    """Whether what a person does about such a failure is always announced, by one of these keys."""
    if category in _MENDED_ELSEWHERE:
        return any(key.startswith(System.QUICKBOOKS) for key in blockers if key != PREFERENCES)
    return category in _MENDED_BY_SETTINGS


def beginning(key: str) -> str:
    """What the keys of everything in the same list begin with; one that is in no list stands for itself."""
    of_list, colon, _ = key.rpartition(":")
    return of_list + colon if of_list.count(":") else key


def touched_by(ref: RecordRef) -> tuple[str, str]:
    """The keys that a change of this record touches."""
    return str(ref.whole), any_of(ref.system, ref.kind)
