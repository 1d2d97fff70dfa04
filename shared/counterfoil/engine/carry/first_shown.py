"""What a document made in QuickBooks shows in HubSpot from the beginning, so that telling it costs no call of its own."""

from decimal import Decimal

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.shown import ShownState
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.pages import pdf_page, record_page


def first_shown(context: Context, case: Case) -> ShownState | None:
    """The state of an invoice or payment that is being made in HubSpot, if all goes well; None for anything else.

    Whatever turns out otherwise is shown in the end, as for any other.
    """
    snapshot = case.snapshots.get(System.QUICKBOOKS)
    if snapshot is None or case.ref.system is not System.QUICKBOOKS:
        return None
    match case.kind:
        case EntityKind.INVOICE:
            return _of_invoice(context, case, snapshot)
        case EntityKind.PAYMENT:
            return place_of_payment(context, snapshot.ref)
    return None


def place_of_payment(context: Context, ref: RecordRef) -> ShownState:
    """What a payment in HubSpot shows: where in QuickBooks it is."""
    address = context.systems.quickbooks.address(ref)
    return ShownState(status=OutcomeStatus.IN_SYNC, quickbooks_url=address, synced_at=context.clock())


def _of_invoice(context: Context, case: Case, snapshot: Snapshot) -> ShownState:
    return ShownState(
        status=OutcomeStatus.IN_SYNC,
        quickbooks_number=snapshot.fields["number"],
        quickbooks_balance=Decimal(snapshot.fields["balance"]),
        quickbooks_url=context.systems.quickbooks.address(snapshot.ref),
        pdf_url=pdf_page(context.console_url, context.connection.id, case.ref),
        record_url=record_page(context.console_url, context.connection.id, case.ref),
        remarks=" ".join(case.decision.remarks) if case.decision else "",
        synced_at=context.clock(),
    )
