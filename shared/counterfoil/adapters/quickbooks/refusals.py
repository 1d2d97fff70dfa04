"""Second thoughts about refusals that name something in the way: our own lost create, or a holder that people must know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from counterfoil.adapters.quickbooks.client import Document, QuickBooksClient
from counterfoil.adapters.quickbooks.errors import BUSINESS_RULE, DUPLICATE_NAME, DUPLICATE_NUMBER
from counterfoil.adapters.quickbooks.mapping.common import INACTIVE_SUFFIX, KINDS, key_of, plain_name, ref
from counterfoil.adapters.quickbooks.payloads import part_of
from counterfoil.adapters.quickbooks.reading import ANY_STATE, RecordReader
from counterfoil.adapters.quickbooks.statements import one_of, select
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.names import amount, day, name_of
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals
from counterfoil.domain.write import Operation, Write

Results = Mapping[str, Snapshot | Failure]
_Refused = Sequence[tuple[Write, Failure]]

_HOLDERS = {EntityKind.CUSTOMER: ("Customer", "Vendor", "Employee"), EntityKind.PRODUCT: ("Item",)}
"""Which lists share one set of names, inactive entries included."""


class RefusalReader:
    """Looks up what stood in the way. Costs reads only where something was refused, and never raises VendorError."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader, company: CompanyProfile) -> None:
        self._client, self._reader, self._company = client, reader, company

    def reconsider(self, writes: Sequence[Write], results: Results) -> dict[str, Snapshot | Failure]:
        """Better results for some of the writes, by their keys."""
        numbers, names = (_refused(writes, results, code) for code in (DUPLICATE_NUMBER, DUPLICATE_NAME))
        return {
            **self._numbers(numbers),
            **self._names(names),
            **self._closed(writes, results),
            **_not_in_stock(writes, results),
            **self._overpayments(_refused(writes, results, BUSINESS_RULE)),
        }

    def _closed(self, writes: Sequence[Write], results: Results) -> dict[str, Failure]:
        """Both dates: the document's, and until when the books are closed, if the profile is young enough to know."""
        return {
            write.key: replace(failure, text=_dates(moment, self._company.closed_until))
            for write in writes
            if isinstance(failure := results[write.key], Failure)
            and failure.category is ErrorCategory.BOOKS_CLOSED
            and (moment := _date_of(write))
        }

    def _numbers(self, refused: _Refused) -> dict[str, Snapshot | Failure]:
        """The invoice that has the number already may be the one that an unanswered create of ours made."""
        ids = [failure.existing.id for _, failure in refused if failure.existing]
        try:
            read = self._reader.read(EntityKind.INVOICE, ids)
        except VendorError:
            return {}  # the refusal itself already says all that a person needs
        return {
            write.key: _adopted(write, failure, read.get(failure.existing.id, ()))
            for write, failure in refused
            if failure.existing
        }

    def _names(self, refused: _Refused) -> dict[str, Failure]:
        """Who holds the name: for a customer also a vendor or an employee, and always perhaps somebody inactive."""
        questions = {
            f"{holder} {write.key}": select(
                holder, one_of("DisplayName" if holder != "Item" else "Name", _spellings(write)), ANY_STATE
            )
            for write, _ in refused
            for holder in _HOLDERS.get(write.kind, ())
        }
        answers = self._client.ask(questions)
        return {write.key: _with_holder(write, failure, answers) for write, failure in refused}

    def _overpayments(self, refused: _Refused) -> dict[str, Failure]:
        """Of a payment that is too much QuickBooks says so in its own language only: the figures tell."""
        payments = [(write, failure) for write, failure in refused if write.kind is EntityKind.PAYMENT]
        ids = [write.target.id for write, _ in payments if write.target]
        try:
            invoices = self._reader.read(EntityKind.INVOICE, [part_of(write) for write, _ in payments])
            before = self._reader.read(EntityKind.PAYMENT, ids)
        except VendorError:
            return {}
        return {
            write.key: _told_too_much(write, failure, invoice, before.get(write.target.id if write.target else "", ()))
            for write, failure in payments
            if isinstance(invoice := invoices.get(part_of(write), ()), tuple)
        }


def _not_in_stock(writes: Sequence[Write], results: Results) -> dict[str, Failure]:
    """The invoice's date and its items; which of them it is, QuickBooks says in its own language only."""
    return {
        write.key: replace(failure, text=refusals.NOT_IN_STOCK_YET(day=day(moment.isoformat()), names=_items(write.record)))
        for write in writes
        if isinstance(failure := results[write.key], Failure)
        and failure.category is ErrorCategory.NOT_IN_STOCK_YET
        and (moment := _date_of(write))
        and isinstance(write.record, Invoice)
    }


def _items(invoice: Invoice) -> list[str]:
    return list(dict.fromkeys(line.name for line in invoice.lines if line.product and line.name))


def _told_too_much(
    write: Write, failure: Failure, invoices: tuple[Snapshot, ...], before: tuple[Snapshot, ...] | Failure
) -> Failure:
    """The refusal with both figures, if the payment is more than what is open beside it; otherwise as it was."""
    invoice = next((one.record for one in invoices if isinstance(one.record, Invoice)), None)
    if invoice is None or not isinstance(write.record, Payment):
        return failure
    paid = [one.record for one in before if one.ref == write.target] if isinstance(before, tuple) else []
    room = sum((one.amount for one in paid if isinstance(one, Payment)), invoice.balance)
    if write.record.amount <= room:
        return failure
    number = name_of(invoices[0].ref, invoice.fields())
    told = name_of(write.source, write.record.fields())
    text = refusals.TOO_MUCH(payment=told, room=amount(str(room), invoice.currency), invoice=number)
    return replace(failure, category=ErrorCategory.PAYMENT_TOO_MUCH, text=text)


def _refused(writes: Sequence[Write], results: Results, code: str) -> list[tuple[Write, Failure]]:
    failures = ((write, results[write.key]) for write in writes)
    return [(write, failure) for write, failure in failures if isinstance(failure, Failure) and failure.code == code]


def _adopted(write: Write, failure: Failure, found: tuple[Snapshot, ...] | Failure) -> Snapshot | Failure:
    """Our own create as it was; otherwise the refusal, which names an invoice only if there is one (not a credit memo)."""
    if isinstance(found, Failure):
        return failure
    mine = [snapshot for snapshot in found if snapshot.source == write.source]
    if mine and write.operation is Operation.CREATE:
        return mine[0]
    return replace(failure, text=_held(found[0])) if found else replace(failure, existing=None)


def _held(holder: Snapshot) -> str:
    fields = holder.fields
    total = amount(fields["total"], fields["currency"])
    return refusals.NUMBER_HELD(name=name_of(holder.ref, fields), total=total, day=day(fields["issue_date"]))


def _date_of(write: Write) -> date | None:
    match write.record:
        case Invoice() as invoice:
            return invoice.issue_date
        case Payment() as payment:
            return payment.paid_on
        case _:
            return None


def _dates(moment: date, closed: date | None) -> str:
    if closed is None or closed < moment:
        return refusals.BOOKS_CLOSED(day=day(moment.isoformat()))
    return refusals.BOOKS_CLOSED_UNTIL(day=day(moment.isoformat()), closed=day(closed.isoformat()))


def _name(write: Write) -> str:
    match write.record:
        case Customer() as customer:
            return plain_name(customer.display_name)
        case Product() as product:
            return plain_name(product.name)
        case _:
            return ""


def _spellings(write: Write) -> tuple[str, str]:
    return _name(write), _name(write) + INACTIVE_SUFFIX


def _with_holder(write: Write, failure: Failure, answers: Mapping[str, Document | Failure]) -> Failure:
    for holder in _HOLDERS.get(write.kind, ()):
        answer = answers[f"{holder} {write.key}"]
        rows = [] if isinstance(answer, Failure) else answer.get(holder, [])
        for row in sorted(rows, key=lambda row: bool(row.get("ParentRef"))):
            held = refusals.NAME_HELD_INACTIVE if row.get("Active") is False else refusals.NAME_HELD
            text = held(name=_name(write), holder=refusals.HOLDERS[holder]())
            if kind := KINDS.get(holder):
                return replace(failure, text=text, existing=ref(kind, str(row["Id"])))
            return replace(failure, text=text, existing=None, blockers=(key_of(holder, str(row["Id"])),))
    return failure
