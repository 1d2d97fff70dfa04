"""Which invoice a payment pays, so that the invoice's page finds it without reading a vendor."""

from datetime import date

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.paying import Paying
from counterfoil.domain.planning.pair import Counterpart, Pair
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.engine.case import Case


def paying_of(case: Case, previous: SyncOutcome | None) -> Paying | None:
    """As the side that the pair started from has it, or the other; as it was known where neither is there any more."""
    if case.kind is not EntityKind.PAYMENT:
        return None
    pair = case.pair
    if not pair.sides:
        return previous.paying if previous else None
    side = pair.sides.get(case.ref.system) or next(iter(pair.sides.values()))
    invoice = _invoice(pair)
    if invoice is None:
        return None
    return Paying(
        invoice=invoice,
        on=date.fromisoformat(side.fields["paid_on"]),
        method=PaymentMethod(side.fields["method"]),
        status=PaymentStatus(side.fields["status"]),
    )


def _invoice(pair: Pair) -> RecordRef | None:
    """HubSpot's invoice is named by its payment, as it is or was agreed, or by what QuickBooks' is linked to."""
    there = {system: side.fields for system, side in pair.sides.items()}
    agreed = {system: one.fields for system, one in pair.link.agreements.items()} if pair.link else {}
    paid = {
        system: RecordRef(system, EntityKind.INVOICE, fields["invoice"])
        for system, fields in (agreed | there).items()
        if fields.get("invoice")
    }
    linked = {one.ref.system: one.ref for one in pair.references if isinstance(one, Counterpart)}
    known = linked | paid
    return known.get(System.HUBSPOT) or known.get(System.QUICKBOOKS) if paid else None
