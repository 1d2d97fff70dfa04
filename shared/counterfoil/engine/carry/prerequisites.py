"""Prerequisites: what a document refers to must exist on the other side first, and is then told in that side's terms.

Everything is resolved in bulk for all documents of a pass, by syncing the records they need.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.records.invoice import Invoice, InvoiceLine
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.engine.carry.custom_line_item import ensure_custom_line_item
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion, MatchKey
from counterfoil.engine.read.gather import Question
from counterfoil.engine.read.matching import usable


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A document that stays out because what it refers to does."""

    reason: str


Synchronise = Callable[[Question], list[Case]]
"""Syncs the records asked for, with everything they need in turn."""


@dataclass(slots=True)
class _Counterparts:
    """What is known of the needed records: their counterpart's link, or why there is none."""

    links: dict[RecordRef, Link] = field(default_factory=dict)
    failures: dict[RecordRef, Failure] = field(default_factory=dict)
    reasons: dict[RecordRef, str] = field(default_factory=dict)
    found: dict[Criterion, tuple[Snapshot, ...]] = field(default_factory=dict)

    def target(self, ref: RecordRef | None, system: System) -> RecordRef | None:
        link = self.links.get(ref) if ref else None
        return link.ref(system) if link else None


def in_target_terms(
    context: Context, cases: Sequence[Case], target: System, synchronise: Synchronise
) -> Mapping[RecordRef, AnyRecord | Failure | Exclusion]:
    """Each case's source record as `target` can store it, by the case's ref, or what keeps it from being stored."""
    records = {case.ref: case.snapshots[target.other].record for case in cases}
    try:
        return {
            **records,
            **_invoices(
                context, {ref: one for ref, one in records.items() if isinstance(one, Invoice)}, target, synchronise
            ),
            **_payments(
                context, {ref: one for ref, one in records.items() if isinstance(one, Payment)}, target, synchronise
            ),
        }
    except VendorError as error:
        return dict.fromkeys(records, error.failure)


def _invoices(
    context: Context, invoices: Mapping[RecordRef, Invoice], target: System, synchronise: Synchronise
) -> dict[RecordRef, AnyRecord | Failure]:
    if not invoices or target is System.HUBSPOT:
        return {}
    customers = _ensure(context, EntityKind.CUSTOMER, (one.customer for one in invoices.values()), synchronise)
    items = _items(context, [line for one in invoices.values() for line in one.lines], synchronise)
    return {ref: _invoice_in_target_terms(ref, one, customers, items, target) for ref, one in invoices.items()}


def _invoice_in_target_terms(
    ref: RecordRef,
    invoice: Invoice,
    customers: _Counterparts,
    items: Mapping[InvoiceLine, RecordRef | Failure],
    target: System,
) -> Invoice | Failure:
    if invoice.customer is None:
        return Failure(
            category=ErrorCategory.CUSTOMER_MISSING, cure=Cure.PERSON, text=f"{ref} has no contact associated with it."
        )
    customer = customers.target(invoice.customer, target)
    if customer is None:
        failure = customers.failures.get(invoice.customer)
        text = f"It belongs to {invoice.customer}, which is left out: {_reason(invoice.customer, customers)}"
        return failure or Failure(category=ErrorCategory.CUSTOMER_MISSING, cure=Cure.PERSON, text=text)
    lines = []
    for line in invoice.lines:
        item = items[line]
        if isinstance(item, Failure):
            return item
        lines.append(replace(line, product=item))
    return replace(invoice, customer=customer, lines=tuple(lines))


def _items(
    context: Context, lines: Sequence[InvoiceLine], synchronise: Synchronise
) -> Mapping[InvoiceLine, RecordRef | Failure]:
    """The item of every line: its product's counterpart, else the one with its SKU, else the custom line item."""
    products = _ensure(context, EntityKind.PRODUCT, (line.product for line in lines), synchronise)
    resolved: dict[InvoiceLine, RecordRef | Failure] = {
        line: item for line in lines if (item := products.target(line.product, System.QUICKBOOKS))
    }
    resolved |= {line: products.failures[line.product] for line in lines if line.product in products.failures}
    by_sku = _by_sku(context, {line.sku for line in lines if line not in resolved and line.sku}, products.found)
    resolved |= {line: by_sku[line.sku] for line in lines if line not in resolved and line.sku in by_sku}
    if all(line in resolved for line in lines):
        return resolved
    custom = ensure_custom_line_item(context)
    return {line: resolved.get(line, custom) for line in lines}


def _by_sku(
    context: Context, skus: Iterable[str], known: Mapping[Criterion, tuple[Snapshot, ...]]
) -> dict[str, RecordRef | Failure]:
    """The item with each SKU, looked for where it is not `known`; several with the same one are never guessed between."""
    criteria = [Criterion(MatchKey.SKU, sku) for sku in sorted(skus)]
    unknown = [criterion for criterion in criteria if criterion not in known]
    asked = context.systems.quickbooks.find(EntityKind.PRODUCT, unknown) if unknown else {}
    found = {criterion: usable({**known, **asked}.get(criterion, ())) for criterion in criteria}
    return {criterion.value: _only_one(criterion.value, items) for criterion, items in found.items() if items}


def _only_one(sku: str, items: Sequence[Snapshot]) -> RecordRef | Failure:
    if len(items) == 1:
        return items[0].ref
    text = f"Several items have the SKU {sku}: {', '.join(str(item.ref) for item in items)}."
    return Failure(category=ErrorCategory.AMBIGUOUS_MATCH, cure=Cure.PERSON, text=text)


def _payments(
    context: Context, payments: Mapping[RecordRef, Payment], target: System, synchronise: Synchronise
) -> dict[RecordRef, AnyRecord | Failure | Exclusion]:
    invoices = _ensure(context, EntityKind.INVOICE, (one.invoice for one in payments.values()), synchronise)
    if target is System.QUICKBOOKS:
        _read_anew(context, invoices, synchronise)
    return {ref: _payment_in_target_terms(one, invoices, target) for ref, one in payments.items()}


def _read_anew(context: Context, invoices: _Counterparts, synchronise: Synchronise) -> None:
    """Read those invoices in QuickBooks whose customer there was merged away: they follow it, and their payments must."""
    customers = {ref: customer for ref, link in invoices.links.items() if (customer := _payer(link, System.QUICKBOOKS))}
    found = context.links.find(context.connection.id, sorted(set(customers.values()))) if customers else {}
    linked = {link.ref(System.QUICKBOOKS) for links in found.values() for link in links if link.state is LinkState.LINKED}
    if lost := tuple(sorted(ref for ref, customer in customers.items() if customer not in linked)):
        for case in synchronise(Question(kind=EntityKind.INVOICE, refs=lost, read_both=True)):
            _note(invoices, case)


def _payer(link: Link, system: System) -> RecordRef | None:
    """The customer of a linked invoice, as `system` showed it last."""
    agreement = link.agreements.get(system)
    customer_id = agreement.fields.get("customer", "") if agreement else ""
    return RecordRef(system, EntityKind.CUSTOMER, customer_id) if customer_id else None


def _payment_in_target_terms(payment: Payment, invoices: _Counterparts, target: System) -> Payment | Failure | Exclusion:
    if payment.invoice is None:
        return Exclusion("The payment is not on an invoice.")
    invoice = invoices.target(payment.invoice, target)
    if invoice is None:
        return _without_invoice(payment.invoice, invoices)
    return replace(payment, invoice=invoice, customer=_payer(invoices.links[payment.invoice], target))


def _without_invoice(invoice: RecordRef, invoices: _Counterparts) -> Failure | Exclusion:
    """The invoice may get its counterpart at any time, unless that was deleted."""
    failure = invoices.failures.get(invoice)
    if failure is None:
        return Exclusion(f"It belongs to {invoice}, which is left out: {_reason(invoice, invoices)}")
    if failure.category is ErrorCategory.RECORD_DELETED:
        return Exclusion(f"It belongs to {invoice}, which has no counterpart any more: {failure.text}")
    return replace(failure, cure=Cure.WAITING, text=f"It waits for {invoice}: {failure.text}", existing=None)


def _ensure(
    context: Context, kind: EntityKind, wanted: Iterable[RecordRef | None], synchronise: Synchronise
) -> _Counterparts:
    """The links of the wanted records, made now where they are missing."""
    refs = tuple({ref for ref in wanted if ref})
    known = _Counterparts()
    if not refs:
        return known
    found = context.links.find(context.connection.id, refs)
    known.links = {ref: link for ref, links in found.items() for link in links if link.state is LinkState.LINKED}
    if missing := tuple(sorted(ref for ref in refs if ref not in known.links)):
        for case in synchronise(Question(kind=kind, refs=missing, needed=True)):
            _note(known, case)
    return known


def _note(known: _Counterparts, case: Case) -> None:
    known.found |= case.found
    refs = case.link.refs.values() if case.link else (case.ref,)
    for ref in refs:
        if case.link and case.link.state is LinkState.LINKED and case.link.ref(ref.system.other):
            known.links[ref] = case.link
        elif case.trouble:
            known.failures[ref] = case.trouble
        elif case.decision:
            known.reasons[ref] = " ".join(case.decision.reasons)


def _reason(needed: RecordRef, known: _Counterparts) -> str:
    return known.reasons.get(needed, "it does not exist.")
