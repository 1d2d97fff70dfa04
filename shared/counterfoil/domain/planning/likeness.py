"""Which documents on the other side are one with a document here: by what they say, since no earlier integration is known.

An invoice is the same as another of the same number, customer and total. One of which two of these are the same, or that is
of the same day, customer and total, only may be: a person is asked. Payments of one invoice are the same where nothing else
on either side is as like them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus
from counterfoil.domain.records.payment import Payment, PaymentStatus
from counterfoil.domain.snapshot import Snapshot

type Trait = Callable[[Payment], tuple[object, ...]]

_ALIKE: Sequence[Trait] = (
    lambda one: (one.amount, one.currency, one.paid_on, one.reference),
    lambda one: (one.amount, one.currency, one.paid_on),
    lambda one: (one.amount, one.currency, one.reference) if one.reference else (),
    lambda one: (one.amount, one.currency),
)
"""What payments are compared by, the strictest first; () says nothing."""


def same_and_similar(
    invoice: Invoice, customer: RecordRef | None, others: Iterable[Snapshot]
) -> tuple[list[Snapshot], list[Snapshot]]:
    """Of some invoices of the other system, those that are this one, and those that may be.

    `customer` is the counterpart of the invoice's customer there, None where it has none.
    """
    same, similar = list[Snapshot](), list[Snapshot]()
    for other in others:
        if not isinstance(other.record, Invoice) or not _counts(other.record) or other.record.currency != invoice.currency:
            continue
        number = bool(invoice.number) and invoice.number.casefold() == other.record.number.casefold()
        total, payer = invoice.total == other.record.total, customer is not None and customer == other.record.customer
        day = invoice.issue_date == other.record.issue_date
        if number and total and payer:
            same.append(other)
        elif (number and (total or payer)) or (total and payer and day):
            similar.append(other)
    return same, similar


def paired(ours: Sequence[Snapshot], theirs: Sequence[Snapshot]) -> dict[RecordRef, tuple[RecordRef, ...]]:
    """Of the payments of one invoice on both sides: for each of ours, its one counterpart, or those between which only a
    person can choose, which are several or wanted by several. Absent where nothing of the same amount is left.
    """
    here, there = _money(ours), _money(theirs)
    found: dict[RecordRef, tuple[RecordRef, ...]] = {}
    for trait in _ALIKE:
        by_trait = _grouped(there, trait)
        for value, some in _grouped(here, trait).items():
            others = by_trait.get(value, [])
            if len(some) == len(others) == 1:
                found[some[0]] = (others[0],)
                del here[some[0]], there[others[0]]
    left = _grouped(there, _ALIKE[-1])
    contested = {ref: tuple(left[value]) for ref, one in here.items() if (value := _ALIKE[-1](one)) in left}
    return found | contested


def is_contested(ref: RecordRef, pairs: Mapping[RecordRef, tuple[RecordRef, ...]]) -> bool:
    """Whether only a person can say which payment is this one's counterpart."""
    mine = set(pairs.get(ref, ()))
    return len(mine) > 1 or any(mine & set(others) for other, others in pairs.items() if other != ref)


def _money(snapshots: Iterable[Snapshot]) -> dict[RecordRef, Payment]:
    payments = {one.ref: one.record for one in sorted(snapshots, key=lambda one: one.ref) if isinstance(one.record, Payment)}
    return {ref: one for ref, one in payments.items() if one.status is PaymentStatus.SUCCEEDED and one.amount}


def _grouped(payments: Mapping[RecordRef, Payment], trait: Trait) -> dict[tuple[object, ...], list[RecordRef]]:
    groups: dict[tuple[object, ...], list[RecordRef]] = defaultdict(list)
    for ref, payment in payments.items():
        if value := trait(payment):
            groups[value].append(ref)
    return groups


def _counts(invoice: Invoice) -> bool:
    return invoice.status not in {InvoiceStatus.DRAFT, InvoiceStatus.VOIDED}
