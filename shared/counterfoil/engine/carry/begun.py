"""What the creates that an earlier try began were to make, as far as it takes to recognise it on the other side."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.records.record import Fields
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def as_begun(context: Context, cases: Sequence[Case]) -> dict[RecordRef, AnyRecord]:
    """The sources of reserved cases, by their refs.

    A payment is known on the other side by its invoice there, so it names the counterpart of the invoice that it was on when
    its create began, which was linked before. An item is known by its name or SKU, so a product has those of that time.
    """
    records = {case.ref: _named_as_then(case, case.snapshots[case.ref.system].record) for case in cases}
    paid = {case.ref: invoice for case in cases if (invoice := _paid_invoice(case))}
    links = context.links.find(context.connection.id, sorted(set(paid.values()))) if paid else {}
    for ref, invoice in paid.items():
        record = records[ref]
        counterpart = next((link.ref(ref.system.other) for link in links.get(invoice, ())), None)
        if isinstance(record, Payment):
            records[ref] = replace(record, invoice=counterpart)
    return records


def _named_as_then(case: Case, record: AnyRecord) -> AnyRecord:
    if not isinstance(record, Product):
        return record
    then = _then(case)
    return replace(record, name=then.get("name", record.name), sku=then.get("sku", record.sku))


def _paid_invoice(case: Case) -> RecordRef | None:
    """The invoice, in the source's terms, that a payment was on when its create began."""
    invoice = _then(case).get("invoice", "") if case.kind is EntityKind.PAYMENT else ""
    return RecordRef(case.ref.system, EntityKind.INVOICE, invoice) if invoice else None


def _then(case: Case) -> Fields:
    """The source as it was when its create began."""
    agreement = case.link.agreements.get(case.ref.system) if case.link else None
    return agreement.fields if agreement else {}
