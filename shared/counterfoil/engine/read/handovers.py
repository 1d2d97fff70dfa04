"""Invoices of HubSpot's that are for somebody else by now, and who that is in QuickBooks."""

from collections.abc import Callable, Mapping, Sequence

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.planning.pair import Handover
from counterfoil.domain.records.invoice import Invoice, Origin
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context

Linked = Mapping[RecordRef, Link]
SharedCustomers = Callable[[Mapping[RecordRef, str]], Mapping[RecordRef, RecordRef]]
"""The customers that unlinked contacts share with others; each contact comes with the currency of its invoice."""


def find_handovers(context: Context, cases: Sequence[Case], shared_by: SharedCustomers) -> None:
    """Say of linked invoices whom they went to in HubSpot, and from whom. Raises VendorError."""
    handed_over = [(case, *refs) for case in cases if (refs := _customers(case))]
    if not handed_over:
        return
    wanted = sorted({ref for _, *refs in handed_over for ref in refs})
    found = context.links.find(context.connection.id, wanted)
    linked = {ref: link for ref, links in found.items() for link in links if link.state is LinkState.LINKED}
    merged = _merged(context, {before for _, before, _ in handed_over})
    unlinked = {now: case.snapshots[System.HUBSPOT].fields["currency"] for case, _, now in handed_over if now not in linked}
    shared = shared_by(unlinked) if unlinked else {}
    customers = {**shared, **{ref: link.refs[System.QUICKBOOKS] for ref, link in linked.items()}}
    for case, before, now in handed_over:
        case.handover = Handover(
            to=customers.get(now),
            merged=before in merged,
            name=_name(case, now, linked),
            before=_name_in_quickbooks(before, linked),
        )


def _merged(context: Context, refs: set[RecordRef]) -> set[RecordRef]:
    """Those of HubSpot's customers that were merged into others; the id of one goes on answering with the other."""
    found = context.systems.hubspot.read(EntityKind.CUSTOMER, sorted(ref.id for ref in refs))
    shown = {ref: answer for ref in refs if not isinstance(answer := found.get(ref.id, ()), Failure)}
    return {ref for ref, snapshots in shown.items() if any(one.ref != ref for one in snapshots)}


def _customers(case: Case) -> tuple[RecordRef, RecordRef] | None:
    """Whom an invoice was for in HubSpot when both sides last agreed, and whom it is for now, if that is somebody else."""
    shown = case.snapshots.get(System.HUBSPOT)
    agreed = case.link.agreements.get(System.HUBSPOT) if case.link else None
    if shown is None or agreed is None or not isinstance(shown.record, Invoice):
        return None
    before, now = agreed.fields.get("customer", ""), shown.record.customer
    if shown.record.origin is not Origin.NATIVE or not before or now is None or now.id == before:
        return None
    return RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, before), now


def _name(case: Case, now: RecordRef, linked: Linked) -> str:
    record = case.snapshots[System.HUBSPOT].record
    shown = record.customer_name if isinstance(record, Invoice) else ""
    return shown or _name_in_quickbooks(now, linked)


def _name_in_quickbooks(ref: RecordRef, linked: Linked) -> str:
    agreement = linked[ref].agreements.get(System.QUICKBOOKS) if ref in linked else None
    return name_of(linked[ref].refs[System.QUICKBOOKS], agreement.fields) if agreement else name_of(ref, None)
