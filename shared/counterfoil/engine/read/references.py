"""What documents refer to, as it is known on the other side: before a decision, and again when it is carried out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from counterfoil.domain.blockers import for_want_of
from counterfoil.domain.choices import apart_from
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Close, ambiguity
from counterfoil.domain.planning.pair import Counterpart, PlannedCounterpart, ResolvedReference, Unavailable
from counterfoil.domain.planning.references import waits_for_invoice
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice, InvoiceLine
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.texts import names, reasons
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.domain.texts.sentence import joined
from counterfoil.engine.case import Case, candidate_name
from counterfoil.engine.ports import Criterion, MatchKey
from counterfoil.engine.read.currencies import Others, Wanted, currency_of, other_customer

_NO_CONTACT = Failure(
    category=ErrorCategory.CUSTOMER_MISSING,
    cure=Cure.PERSON,
    text=reasons.NO_CONTACT(),
)


@dataclass(slots=True)
class References:
    """Counterparts by the record that a document names: linked ones, and the cases of those that are not yet.

    `found` is what was found by the keys that were searched for, `others` further customers of contacts by currency. To the
    contacts of `inactive` customers QuickBooks' invoices are shown, but nothing is booked.
    """

    links: dict[RecordRef, Link] = field(default_factory=dict)
    cases: dict[RecordRef, Case] = field(default_factory=dict)
    found: dict[Criterion, tuple[Snapshot, ...]] = field(default_factory=dict)
    others: dict[Wanted, Others] = field(default_factory=dict)
    inactive: dict[RecordRef, Link] = field(default_factory=dict)

    def copy(self) -> "References":
        """The same, which may learn more without this learning it."""
        return References(dict(self.links), dict(self.cases), dict(self.found), dict(self.others), dict(self.inactive))

    def know(self, links: Iterable[Link]) -> None:
        """Linked records need nothing more."""
        self.links |= {ref: link for link in links if link.state is LinkState.LINKED for ref in link.refs.values()}

    def learn(self, cases: Sequence[Case]) -> None:
        """What was planned about the records that had no counterpart, or what came of it."""
        for case in cases:
            self.found |= case.found
            refs = {case.ref, *(case.link.refs.values() if case.link else ())}
            self.cases |= dict.fromkeys(refs, case)
            if case.link and _is_inactive(case):
                self.inactive |= dict.fromkeys(case.link.refs.values(), case.link)
            elif case.link and not _is_ended(case) and (not case.trouble or _fails_for_its_balances(case)):
                self.know([case.link])

    def of(self, record: AnyRecord, target: System) -> tuple[ResolvedReference, ...]:
        """All that a document refers to, as seen from `target`."""
        match record:
            case Invoice():
                items = (self.item(line, target) for line in record.lines)
                return self.customer(record, target), *(item for item in items if item)
            case Payment(invoice=RecordRef() as invoice):
                return (self.resolved(invoice, target),)
            case Customer(parent=RecordRef() as parent):
                return (self.resolved(parent, target),)
            case _:
                return ()

    def resolved(self, ref: RecordRef, target: System) -> ResolvedReference:
        """Where the counterpart of a record is, or that it is planned, or why there is none."""
        if ref in self.links and (counterpart := self.links[ref].ref(target)):
            return Counterpart(counterpart)
        if ref in self.inactive and target is System.HUBSPOT:
            return Counterpart(self.inactive[ref].refs[target])
        case = self.cases.get(ref)
        if case is None or case.verdict is None:
            return _nowhere(ref)
        if trouble := case.trouble:
            return Unavailable(case.pair.label, explanation_of(trouble), for_want_of(trouble, ref))
        if case.verdict.status is OutcomeStatus.EXCLUDED:
            instead = case.instead if case.instead and case.instead.system is target else None
            return Counterpart(instead) if instead else self._left_out(case, ref)
        return PlannedCounterpart(ref, case.pair.label)

    def _left_out(self, case: Case, ref: RecordRef) -> Unavailable:
        name, reason = case.pair.label, joined(case.verdict.reasons if case.verdict else ())
        if ref in self.inactive:
            gone = Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text=reason)
            return Unavailable(name, reason, for_want_of(gone, ref))
        return Unavailable(name, reason, ref=ref) if case.pair.sides else _nowhere(ref)

    def customer(self, invoice: Invoice, target: System) -> ResolvedReference:
        """The counterpart of the invoice's contact, or another customer of that contact in the invoice's currency."""
        if (billed := self.billed(invoice)) is None:
            return Unavailable("", _NO_CONTACT.text, _NO_CONTACT)
        own, currency = self.resolved(billed, target), self.other_currency(invoice, target)
        if isinstance(own, Unavailable) or not currency:
            return own
        others = self.others.get((billed, invoice.currency), Others())
        return other_customer(others, invoice, self._name(billed, target), currency)

    def billed(self, invoice: Invoice) -> RecordRef | None:
        """The customer of an invoice; where that is a project, which is nobody's counterpart, the customer whose it is."""
        case = self.cases.get(invoice.customer) if invoice.customer else None
        shown = case.snapshots.get(System.QUICKBOOKS) if case else None
        match shown.record if shown else None:
            case Customer(project=True, parent=RecordRef() as owner) if invoice.customer not in self.links:
                return owner
            case _:
                return invoice.customer

    def _payer(self, invoice: RecordRef, target: System) -> RecordRef | None:
        """Whom a linked invoice is for at `target`, as it was read just now, or as is agreed.

        An invoice that is left out may have moved to another customer, with nothing agreed.
        """
        case = self.cases.get(invoice)
        shown = case.snapshots.get(target) if case else None
        owner = shown.record.customer if shown and isinstance(shown.record, Invoice) else None
        return owner or payer(self.links[invoice], target)

    def other_currency(self, invoice: Invoice, target: System) -> str:
        """The currency of the counterpart of the invoice's contact, where that is another than the invoice's; else ""."""
        if (billed := self.billed(invoice)) is None:
            return ""
        currency = currency_of(target, self.links.get(billed), self.cases.get(billed))
        return "" if currency == invoice.currency else currency

    def _name(self, contact: RecordRef, target: System) -> str:
        """The contact's counterpart as people call it; one that is still to be made is called as the contact is."""
        link = self.links.get(contact)
        agreement = link.agreements.get(target) if link else None
        if link and agreement:
            return name_of(link.refs[target], agreement.fields)
        return self.cases[contact].pair.label

    def item(self, line: InvoiceLine, target: System) -> ResolvedReference | None:
        """The item of a line: its product's counterpart, else the one with its SKU, else the custom line item.

        HubSpot's lines need no product: None where a line has none.
        """
        if target is System.HUBSPOT:
            own = self.resolved(line.product, target) if line.product else None
            return None if isinstance(own, Unavailable) or own == Counterpart(CUSTOM_LINE_ITEM) else own
        if line.product:
            own = self.resolved(line.product, target)
            if not isinstance(own, Unavailable) or own.failure:
                return own
        if items := self.by_sku(line):
            return Counterpart(items[0].ref) if len(items) == 1 else _ambiguous(line.sku, items)
        return self.resolved(CUSTOM_LINE_ITEM, target)

    def by_sku(self, line: InvoiceLine) -> list[Snapshot]:
        """The items that were found by the line's SKU, but for those that a person has unlinked from its product."""
        case = self.cases.get(line.product) if line.product else None
        apart = apart_from(case.choices) if case else frozenset()
        found = self.found.get(Criterion(MatchKey.SKU, line.sku), ()) if line.sku else ()
        return [item for item in found if item.ref not in apart]

    def translated(self, record: AnyRecord, target: System) -> AnyRecord | Failure:
        """`record` with the target's own references, or what keeps it from being written there."""
        for reference in self.of(record, target):
            if not isinstance(reference, Counterpart):
                missing = _missing(reference)
                return waits_for_invoice(reference.name, missing) if isinstance(record, Payment) else missing
        match record:
            case Invoice():
                lines = tuple(replace(line, product=_there(self.item(line, target))) for line in record.lines)
                return replace(record, customer=_there(self.customer(record, target)), lines=lines)
            case Payment(invoice=RecordRef() as invoice):
                there = _there(self.resolved(invoice, target))
                return replace(record, invoice=there, customer=self._payer(invoice, target))
            case Customer(parent=RecordRef() as parent):
                return replace(record, parent=_there(self.resolved(parent, target)))
            case _:
                return record


def payer(link: Link, system: System) -> RecordRef | None:
    """The customer of a linked invoice, as `system` showed it last."""
    agreement = link.agreements.get(system)
    customer = agreement.fields.get("customer", "") if agreement else ""
    return RecordRef(system, EntityKind.CUSTOMER, customer) if customer else None


def _nowhere(ref: RecordRef) -> Unavailable:
    """What does not exist. Nobody has left out a customer that is gone: another one has to be chosen."""
    name = name_of(ref, None)
    gone = Failure(category=ErrorCategory.CUSTOMER_MISSING, cure=Cure.PERSON, text=reasons.OWNER_GONE(name=name))
    return Unavailable(name, reasons.DOES_NOT_EXIST(), gone if ref.kind is EntityKind.CUSTOMER else None)


def _is_inactive(case: Case) -> bool:
    """Whether a contact is there, and the customer that it is or was linked with is inactive in QuickBooks."""
    there = case.pair.sides.get(System.QUICKBOOKS)
    linked = case.link is not None and case.link.state is not LinkState.RESERVED
    return linked and case.kind is EntityKind.CUSTOMER and bool(there and not there.active and len(case.pair.sides) > 1)


def _is_ended(case: Case) -> bool:
    """Whether the pair is decided to be one no longer, so that nothing may refer to it."""
    return case.verdict is not None and Close() in case.verdict.actions


def _there(reference: ResolvedReference | None) -> RecordRef | None:
    return reference.ref if isinstance(reference, Counterpart) else None


def _fails_for_its_balances(case: Case) -> bool:
    """Whether the pair itself is as it should be, so that what it fails for, such as a payment, may refer to it."""
    return case.event is None and case.verdict is not None and case.verdict.settles


def _missing(reference: Unavailable | PlannedCounterpart) -> Failure:
    """What was planned did not come about; it says itself why."""
    if isinstance(reference, Unavailable) and reference.failure:
        return reference.failure
    text = reasons.WAITS_FOR_COUNTERPART(name=reference.name or names.WHAT_IT_REFERS_TO())
    return Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.WAITING, text=text)


def _ambiguous(sku: str, items: Sequence[Snapshot]) -> Unavailable:
    text = reasons.SEVERAL_ITEMS(sku=sku, names=[candidate_name(item) for item in items])
    failure = ambiguity(text, {item.ref: candidate_name(item) for item in items})
    return Unavailable(names.ITEM_WITH_SKU(sku=sku), text, failure)
