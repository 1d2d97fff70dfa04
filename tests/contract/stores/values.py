"""The values that the stores are tried with."""

from datetime import timedelta

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from tests.builders import NOON, hubspot, quickbooks

CONNECTION = "62515-9130"


def native(number: int) -> RecordRef:
    """An invoice in HubSpot."""
    return hubspot(EntityKind.INVOICE, f"{number}")


def made(number: int) -> RecordRef:
    """The invoice in QuickBooks that was made for `native(number)`."""
    return quickbooks(EntityKind.INVOICE, f"{number + 1000}")


def reservation(source: RecordRef, *, connection_id: str = CONNECTION) -> Link:
    """A link whose counterpart is being made."""
    return Link(
        connection_id=connection_id,
        kind=source.kind,
        source=source.system,
        state=LinkState.RESERVED,
        refs={source.system: source},
        key="a" * 32,
        reserved_at=NOON,
        lease_until=NOON + timedelta(minutes=5),
    )


def complete(reserved: Link, target: RecordRef) -> Link:
    """The reservation with its counterpart made."""
    fields = {"number": "INV-1", "total": "100", "memo": ""}
    return reserved.completed(target, {reserved.source: Agreement("v1", fields), target.system: Agreement("0", fields)})


def outcome(ref: RecordRef, status: OutcomeStatus, second: int, *, connection_id: str = CONNECTION) -> SyncOutcome:
    """How `ref` stood `second` seconds after noon; when waiting, it is due a minute later."""
    at = NOON + timedelta(seconds=second)
    retry_at = at + timedelta(minutes=1) if status is OutcomeStatus.WAITING else None
    return SyncOutcome(connection_id=connection_id, ref=ref, kind=ref.kind, status=status, at=at, retry_at=retry_at)
