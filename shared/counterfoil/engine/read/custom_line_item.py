"""The one QuickBooks item under which every line without a matching product is sold: found by its name, or planned."""

from datetime import UTC, datetime

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.planning.decision import Adopt, Create, Decision, Recover, failing, in_sync, waiting
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM, CUSTOM_LINE_ITEM_NAME, Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import names, reasons
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import held_for
from counterfoil.engine.ports import Criterion, MatchKey

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def custom_line_item(context: Context) -> Case:
    """The item's case, with what is to be done for it. Raises VendorError."""
    link = next(iter(context.links.find(context.connection.id, [CUSTOM_LINE_ITEM]).get(CUSTOM_LINE_ITEM, ())), None)
    case = Case(ref=CUSTOM_LINE_ITEM, link=link, snapshots={System.HUBSPOT: _stand_in()}, needed=True)
    if link and (ref := link.ref(System.QUICKBOOKS)):
        shown = context.systems.quickbooks.read(ref.kind, [ref.id]).get(ref.id, ())
        if isinstance(shown, tuple):
            case.snapshots |= {snapshot.ref.system: snapshot for snapshot in shown}
    elif link is None:
        case.matches = _existing(context)
    if link:
        case.held_for = held_for(link, context.clock())
    case.decision = _decide(case)
    return case


def _decide(case: Case) -> Decision:
    """Not as products are decided: it has no SKU, and HubSpot has no record of it."""
    if case.link is None:
        match = next(iter(case.matches), None)
        if match:
            return in_sync(reasons.CUSTOM_ITEM_EXISTS(), Adopt(match))
        return in_sync(reasons.CUSTOM_ITEM_MISSING(), Create(System.QUICKBOOKS))
    if case.held_for:
        return waiting(ErrorCategory.IN_OTHER_HANDS, reasons.MAY_BE_AT_WORK(), case.held_for)
    if case.link.state is LinkState.RESERVED:
        return in_sync(reasons.NEVER_FINISHED(system=System.QUICKBOOKS.brand), Recover(System.QUICKBOOKS))
    side = case.pair.sides.get(System.QUICKBOOKS)
    if side is None or not side.active:
        return failing(ErrorCategory.RECORD_DELETED, reasons.CUSTOM_ITEM_INACTIVE(name=CUSTOM_LINE_ITEM_NAME))
    return in_sync(reasons.CUSTOM_ITEM_EXISTS())


def _stand_in() -> Snapshot:
    """What is linked with the item: no record of HubSpot's, always the same."""
    product = Product(name=CUSTOM_LINE_ITEM_NAME, description=names.SOLD_WITHOUT_PRODUCT())
    return Snapshot(ref=CUSTOM_LINE_ITEM, version="", record=product, created_at=_ALWAYS, modified_at=_ALWAYS)


def _existing(context: Context) -> dict[RecordRef, Snapshot]:
    """The item of that name that no other record is linked with."""
    wanted = Criterion(MatchKey.NAME, CUSTOM_LINE_ITEM_NAME)
    found = context.systems.quickbooks.find(CUSTOM_LINE_ITEM.kind, [wanted]).get(wanted, ())
    taken = context.links.find(context.connection.id, [snapshot.ref for snapshot in found]) if found else {}
    return {snapshot.ref: snapshot for snapshot in found[:1] if snapshot.ref not in taken}
