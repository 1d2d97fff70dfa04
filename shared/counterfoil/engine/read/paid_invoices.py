"""What people call the invoices of payments that are gone on one side: it says which of several payments that was."""

from collections.abc import Sequence

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import Link
from counterfoil.domain.names import name_of
from counterfoil.domain.planning.pair import Pair
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def name_paid_invoices(context: Context, cases: Sequence[Case]) -> None:
    """Fill in what these payments pay, as both sides last agreed to call it; "" for an invoice that is not linked."""
    halves = [case for case in cases if case.kind is EntityKind.PAYMENT and case.gone]
    paid = [(case, invoice) for case in halves if (invoice := _invoice(case.pair))]
    if not paid:
        return
    found = context.links.find(context.connection.id, sorted({invoice for _, invoice in paid}))
    for case, invoice in paid:
        case.pays = next(filter(None, map(_name, found.get(invoice, ()))), "")


def _invoice(pair: Pair) -> RecordRef | None:
    """The invoice as the side names it that is left; a payment may be on none."""
    named = ((system, side.fields["invoice"]) for system, side in pair.sides.items())
    return next((RecordRef(system, EntityKind.INVOICE, invoice) for system, invoice in named if invoice), None)


def _name(link: Link) -> str:
    agreement = link.agreements.get(link.source)
    return name_of(link.source_ref, agreement.fields) if agreement else ""
