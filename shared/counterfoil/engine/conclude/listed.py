"""What lists show of a record, from both systems' views of it."""

from decimal import Decimal

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.listing import Listing
from counterfoil.domain.names import person_of
from counterfoil.domain.planning.pair import Side
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.engine.case import Case


def listing_from(case: Case) -> Listing:
    """What lists show of a case: of the side that the pair started from, and of the other what that does not show."""
    first = case.snapshots.get(case.ref.system)
    others = [other for other in case.snapshots.values() if other is not first]
    listing = Listing()
    for snapshot in [first, *others] if first else others:
        listing = listing.beside(_listed(case.kind, snapshot))
    return listing


def amount_of(kind: EntityKind, side: Side | None) -> Decimal | None:
    """What a document comes to as one side shows it."""
    amount = KINDS[kind].amount
    return Decimal(side.fields[amount]) if side and amount and side.fields.get(amount) else None


def _listed(kind: EntityKind, snapshot: Snapshot) -> Listing:
    fields, amount = snapshot.fields, KINDS[kind].amount
    known = bool(amount and fields.get(amount))
    return Listing(
        name=_name(snapshot.record),
        detail=_detail(snapshot.record),
        amount=Decimal(fields[amount]) if known else None,
        currency=fields.get("currency", "") if known else "",
    )


def _name(record: AnyRecord) -> str:
    match record:
        case Invoice():
            return record.number
        case Payment():
            return record.reference
        case Customer():
            return person_of(record.fields())
    return record.name


def _detail(record: AnyRecord) -> str:
    match record:
        case Invoice() | Payment():
            return record.customer_name
        case Customer():
            return record.email
    return record.sku
