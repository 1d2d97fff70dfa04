"""The one QuickBooks item that stands for every line without a matching product."""

from datetime import UTC, datetime

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM_NAME, Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.carry.create import adopt, create, look, unclaimed, write_again
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion, MatchKey
from counterfoil.engine.read.gather import CUSTOM_LINE_ITEM

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def ensure_custom_line_item(context: Context) -> RecordRef | Failure:
    """The item's ref in QuickBooks, found by its name or created on first need. Raises VendorError."""
    link = next(iter(context.links.find(context.connection.id, [CUSTOM_LINE_ITEM]).get(CUSTOM_LINE_ITEM, ())), None)
    if link and (ref := link.ref(System.QUICKBOOKS)):
        return ref
    case = Case(ref=CUSTOM_LINE_ITEM, link=link, snapshots={System.HUBSPOT: _stand_in()})
    record = {case.ref: case.snapshots[System.HUBSPOT].record}
    if link:
        write_again(context, look(context, [case]), record)
    elif existing := _existing(context):
        case.matches = {existing.ref: existing}
        adopt(context, case, existing.ref)
    else:
        create(context, [case], record)
    return case.failure or case.target_ref() or _unfinished()


def _stand_in() -> Snapshot:
    """What stands on HubSpot's side of the link: no record of HubSpot's, always the same."""
    product = Product(name=CUSTOM_LINE_ITEM_NAME, description="Sold without a product of its own")
    return Snapshot(ref=CUSTOM_LINE_ITEM, version="", record=product, created_at=_ALWAYS, modified_at=_ALWAYS)


def _existing(context: Context) -> Snapshot | None:
    wanted = Criterion(MatchKey.NAME, CUSTOM_LINE_ITEM_NAME)
    found = context.systems.quickbooks.find(CUSTOM_LINE_ITEM.kind, [wanted]).get(wanted, ())
    return unclaimed(context, {CUSTOM_LINE_ITEM: found[0]}).get(CUSTOM_LINE_ITEM) if found else None


def _unfinished() -> Failure:
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.WAITING,
        text=f"The item {CUSTOM_LINE_ITEM_NAME!r} is still being made.",
    )
