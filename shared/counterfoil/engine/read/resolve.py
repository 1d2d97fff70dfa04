"""Resolves what documents refer to, in bulk and kind by kind: linked records as they are, all others by their own plan."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.money import ZERO
from counterfoil.domain.planning.pair import Unavailable
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice, InvoiceLine
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion, MatchKey
from counterfoil.engine.read.currencies import NO_CURRENCIES, find_others, wanted_currencies
from counterfoil.engine.read.matching import usable
from counterfoil.engine.read.question import Question
from counterfoil.engine.read.references import References, payer


class Resolver:
    """Fills `references` with all that some documents name. `plan` takes questions about what has no counterpart yet.

    With `anew`, linked records are read again, for a vendor has just refused one of them.
    """

    def __init__(self, context: Context, references: References, plan: Callable[[Question], None], *, anew: bool) -> None:
        self._context, self._references, self._plan, self._anew = context, references, plan, anew

    def invoices(self, invoices: Sequence[Invoice], target: System) -> None:
        """Customers, and the items of all lines. Raises VendorError."""
        self.customers(invoices, target)
        lines = [line for invoice in invoices for line in invoice.lines]
        self._ensure(EntityKind.PRODUCT, (line.product for line in lines))
        if target is System.HUBSPOT:
            return
        self._find_by_sku(lines, target)
        if any(self._is_custom(line, target) for line in lines):
            self._ensure(EntityKind.PRODUCT, [CUSTOM_LINE_ITEM])

    def customers(self, invoices: Sequence[Invoice], target: System) -> None:
        """Whom the invoices are for, and whose the projects among them are. Raises VendorError."""
        home, known = self._context.connection.company.home_currency, self._references
        self._ensure(EntityKind.CUSTOMER, (one.customer for one in invoices), wanted_currencies(invoices, home))
        self._ensure(EntityKind.CUSTOMER, [owner for one in invoices if (owner := known.billed(one)) != one.customer])
        self._find_others(invoices, target)

    def parents(self, customers: Sequence[Customer]) -> None:
        """The customers that others are below, in the same currency. Raises VendorError."""
        parents = {one.parent: one.currency for one in customers if one.parent}
        self._ensure(EntityKind.CUSTOMER, parents, parents)

    def payments(self, payments: Sequence[Payment], target: System) -> None:
        """Invoices, read anew where they may be for another customer in QuickBooks by now, or more is paid than they owed.

        Raises VendorError.
        """
        invoices = [payment.invoice for payment in payments]
        self._ensure(EntityKind.INVOICE, invoices)
        if target is System.QUICKBOOKS:
            anew = self._read_anew(ref for ref in invoices if ref)
            self._read_not_just_settled(payments, anew)

    def _ensure(
        self, kind: EntityKind, wanted: Iterable[RecordRef | None], currencies: Mapping[RecordRef, str] = NO_CURRENCIES
    ) -> None:
        """The links of the wanted records; what has none, and is not planned yet, is planned."""
        refs = sorted({ref for ref in wanted if ref})
        if not refs:
            return
        found = self._context.links.find(self._context.connection.id, refs)
        linked = {ref: link for ref, links in found.items() for link in links if link.state is LinkState.LINKED}
        if not self._anew:
            self._references.know(linked.values())
        missing = tuple(ref for ref in refs if self._anew or (ref not in linked and ref not in self._references.cases))
        if missing:
            self._plan(Question(kind=kind, refs=missing, needed=True, read_both=self._anew, currencies=currencies))

    def _find_others(self, invoices: Sequence[Invoice], target: System) -> None:
        """Customers for invoices that are in another currency than their contact's customer."""
        others = [one for one in invoices if self._references.other_currency(one, target)]
        if wanted := [(billed, one.currency) for one in others if (billed := self._references.billed(one))]:
            self._references.others |= find_others(self._context, wanted)

    def _find_by_sku(self, lines: Sequence[InvoiceLine], target: System) -> None:
        """Items by the SKU of lines without a counterpart, looked for where the search for products has not asked yet."""
        known = self._references
        open_lines = [line for line in lines if line.sku and not self._has_own_item(line, target)]
        criteria = [Criterion(MatchKey.SKU, sku) for sku in sorted({line.sku for line in open_lines})]
        unknown = [criterion for criterion in criteria if criterion not in known.found]
        if unknown:
            found = self._context.systems[target].find(EntityKind.PRODUCT, unknown)
            known.found |= {criterion: usable(found.get(criterion, ())) for criterion in unknown}

    def _has_own_item(self, line: InvoiceLine, target: System) -> bool:
        own = self._references.resolved(line.product, target) if line.product else None
        return own is not None and not (isinstance(own, Unavailable) and own.failure is None)

    def _is_custom(self, line: InvoiceLine, target: System) -> bool:
        return not self._has_own_item(line, target) and not self._references.by_sku(line)

    def _read_anew(self, invoices: Iterable[RecordRef]) -> set[RecordRef]:
        """Read those invoices anew, and say which, that may be for another customer in QuickBooks than is known: their
        payments must follow.
        """
        links = {ref: self._references.links[ref] for ref in invoices if ref in self._references.links}
        theirs = {ref for ref, link in links.items() if link.source is System.QUICKBOOKS}
        anew = theirs | self._of_lost_customers({ref: link for ref, link in links.items() if ref not in theirs})
        if anew:
            self._plan(Question(kind=EntityKind.INVOICE, refs=tuple(sorted(anew)), read_both=True))
        return anew

    def _of_lost_customers(self, invoices: Mapping[RecordRef, Link]) -> set[RecordRef]:
        """Those whose customer in QuickBooks was merged away."""
        customers = {ref: customer for ref, link in invoices.items() if (customer := payer(link, System.QUICKBOOKS))}
        wanted = sorted(set(customers.values()))
        found = self._context.links.find(self._context.connection.id, wanted) if wanted else {}
        linked = {link.ref(System.QUICKBOOKS) for some in found.values() for link in some if _is_linked(link)}
        return {ref for ref, customer in customers.items() if customer not in linked}

    def _read_not_just_settled(self, payments: Sequence[Payment], known: Container[RecordRef]) -> None:
        """Read those invoices anew, but for the `known`, of which is paid what they do not just owe: what was edited in
        HubSpot comes first.

        Otherwise QuickBooks would keep the rest as the customer's credit, and the edited invoice would stay open. A part
        may be too much as well, for other payments may have come since both sides agreed on the invoice.
        """
        paid: dict[RecordRef, Decimal] = defaultdict(Decimal)
        for payment in payments:
            if payment.invoice in self._references.links and payment.invoice not in known:
                paid[payment.invoice] += payment.amount
        wanted = [ref for ref, amount in paid.items() if amount != _owed(self._references.links[ref])]
        if wanted:
            self._plan(Question(kind=EntityKind.INVOICE, refs=tuple(sorted(wanted))))


def _owed(invoice: Link) -> Decimal:
    """What an invoice owed in QuickBooks when both sides last agreed on it."""
    agreement = invoice.agreements.get(System.QUICKBOOKS)
    return Decimal(agreement.fields["balance"]) if agreement else ZERO


def _is_linked(link: Link) -> bool:
    return link.state is LinkState.LINKED
