"""What HubSpot lets nobody change of an invoice, above all of a finalised one of its own, and how that is told.

Whether one may be changed is a setting of the account, and none may that was paid; how HubSpot refuses it is not documented.
Source: https://knowledge.hubspot.com/invoices/manage-invoices
"""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.adapters.hubspot.batches import Written
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.kinds import field_of, informing
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, Origin
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals
from counterfoil.domain.write import Operation, Write


def lightened(going: Mapping[str, Write], written: Mapping[str, Written]) -> dict[str, Write]:
    """The refused ones among these changes that asked for what merely informs, without it: that keeps nothing back."""
    failed = [(going[key], result) for key, result in written.items() if isinstance(result, Failure)]
    refused = [write for write, failure in failed if _is_refused(write, failure)]
    return {one.key: replace(one, fields=one.fields - informs) for one in refused if (informs := _informing(one))}


def as_taken(shown: Snapshot | Failure, asked: Write, taken: Write) -> Snapshot | Failure:
    """What is shown after a change, with the fields that were `asked` for and not `taken`.

    A void may have left everything as it was: HubSpot may say nothing of a status that it lets no program write.
    """
    if isinstance(shown, Failure):
        return shown
    if taken.operation is Operation.VOID and isinstance(shown.record, Invoice):
        return shown if shown.record.status is InvoiceStatus.VOIDED else _not_voided(shown.record)
    untaken = tuple(sorted(asked.fields - taken.fields))
    return replace(shown, untaken=untaken) if untaken else shown


def _not_voided(record: Invoice) -> Failure:
    text = refusals.VOID_REFUSED if record.origin is Origin.NATIVE else refusals.VOID_NOT_KEPT
    return Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, text=text())


def naming_refusal(write: Write, failure: Failure) -> Failure:
    """Whether a program may void an invoice that HubSpot bills is not documented either; a person always may."""
    if not isinstance(write.record, Invoice) or not _is_refusal(failure):
        return failure
    if write.operation is Operation.VOID:
        return replace(failure, category=ErrorCategory.PROPERTY_REFUSED, text=refusals.VOID_REFUSED())
    if not _is_refused(write, failure):
        return failure
    labels = [*(field_of(write.kind, name).label for name in sorted(write.fields)), *sorted(write.own)]
    return replace(failure, category=ErrorCategory.EDITED_IN_QUICKBOOKS, text=refusals.NOT_TAKEN(fields=labels))


def _is_refused(write: Write, failure: Failure) -> bool:
    native = isinstance(write.record, Invoice) and write.record.origin is Origin.NATIVE
    return native and write.operation is Operation.UPDATE and _is_refusal(failure)


def _is_refusal(failure: Failure) -> bool:
    return failure.category is ErrorCategory.UNEXPECTED and failure.cure is Cure.PERSON


def _informing(write: Write) -> frozenset[str]:
    return write.fields & informing(write.kind)
