"""What is carried nowhere and yet may keep a record from being carried: holders of names and numbers, the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.quickbooks.client import Document
from counterfoil.adapters.quickbooks.mapping.common import BESIDE, key_of
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.write import Operation, Write


def keys_in(rows: Mapping[str, Sequence[Document]]) -> tuple[str, ...]:
    """The keys (see `domain.blockers`) of all such objects among the rows."""
    keys = (key_of(entity, str(row.get("Id"))) for entity in BESIDE for row in rows.get(entity, ()))
    return tuple(dict.fromkeys(keys))


def blamed(write: Write, failure: Failure, company: CompanyProfile) -> Failure:
    """A refused item's failure: a new one refers to nothing but its income account, so that is what was not found."""
    if write.kind is not EntityKind.PRODUCT:
        return failure
    if write.operation is Operation.CREATE and failure.cure is Cure.RESOLVING:
        failure = replace(failure, category=ErrorCategory.UNKNOWN_ACCOUNT, cure=Cure.PERSON)
    if failure.category is not ErrorCategory.UNKNOWN_ACCOUNT:
        return failure
    return replace(failure, blockers=(key_of("Account", company.income_account_id),))
