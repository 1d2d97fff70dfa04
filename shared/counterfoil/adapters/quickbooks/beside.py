"""What is carried nowhere and yet may keep a record from being carried: who shares a name, accounts, and the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.quickbooks.client import Document
from counterfoil.domain.blockers import PREFERENCES, entry
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.write import Operation, Write

BESIDE = ("Preferences", "Account", "Vendor", "Employee")
"""Entities whose changes are asked for beside those of the records."""


def key_of(entity: str, object_id: str) -> str:
    """The key (see `domain.blockers`) of such an object."""
    return PREFERENCES if entity == "Preferences" else entry(entity.lower(), object_id)


def keys_in(rows: Mapping[str, Sequence[Document]]) -> tuple[str, ...]:
    """The keys of all such objects among the rows."""
    return tuple(key_of(entity, str(row.get("Id"))) for entity in BESIDE for row in rows.get(entity, ()))


def blamed(write: Write, failure: Failure, company: CompanyProfile) -> Failure:
    """A refused item's failure: a new one refers to nothing but its income account, so that is what was not found."""
    if write.kind is not EntityKind.PRODUCT:
        return failure
    if write.operation is Operation.CREATE and failure.cure is Cure.RESOLVING:
        failure = replace(failure, category=ErrorCategory.UNKNOWN_ACCOUNT, cure=Cure.PERSON)
    if failure.category is not ErrorCategory.UNKNOWN_ACCOUNT:
        return failure
    return replace(failure, blockers=(key_of("Account", company.income_account_id),))
