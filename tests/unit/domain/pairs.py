"""Pairs to decide about: a native invoice and its counterpart, as agreed until a test edits one of them."""

from dataclasses import replace
from typing import Any

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.names import name_of
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Decision
from counterfoil.domain.planning.pair import Pair, Side
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.shortening import too_long
from counterfoil.domain.snapshot import AnyRecord
from tests.builders import NOON, a_customer, a_link, a_payment, a_product, a_rule, an_invoice, hubspot, quickbooks

RECORDS: dict[EntityKind, AnyRecord] = {
    EntityKind.CUSTOMER: a_customer(),
    EntityKind.PRODUCT: a_product(),
    EntityKind.INVOICE: an_invoice(),
    EntityKind.PAYMENT: a_payment(),
}


def ref(system: System, kind: EntityKind) -> RecordRef:
    """The record that all these tests are about."""
    return hubspot(kind, "1") if system is System.HUBSPOT else quickbooks(kind, "145")


def side(system: System, record: AnyRecord, kind: EntityKind) -> Side:
    """The record as `system` shows it."""
    return Side(
        ref=ref(system, kind),
        version="1",
        fields=record.fields(),
        modified_at=NOON,
        shortened=too_long(record, record.fields(), system.other),
    )


def agreed(kind: EntityKind, source: System = System.HUBSPOT) -> Link:
    """A link whose sides agree on the kind's record."""
    return a_link(ref(source, kind), ref(source.other, kind), dict.fromkeys(System, RECORDS[kind]))


def linked(
    *,
    kind: EntityKind = EntityKind.INVOICE,
    here: dict[str, Any] | None = None,
    there: dict[str, Any] | None = None,
    rule: SyncRule | None = None,
    source: System = System.HUBSPOT,
    attempted: tuple[str, ...] = (),
) -> Decision:
    """What is decided when HubSpot's side (`here`) and QuickBooks' side (`there`) were changed so since they agreed."""
    changes = {System.HUBSPOT: here or {}, System.QUICKBOOKS: there or {}}
    sides = {system: side(system, replace(RECORDS[kind], **some), kind) for system, some in changes.items()}
    link = replace(agreed(kind, source), attempted=attempted)
    return decide(Pair(kind=kind, sides=sides, link=link), rule or a_rule(kind))


def without(*gone: System, kind: EntityKind = EntityKind.INVOICE, source: System = System.HUBSPOT) -> Decision:
    """What is decided when these sides of a linked pair are gone."""
    sides = {system: side(system, RECORDS[kind], kind) for system in System if system not in gone}
    return decide(Pair(kind=kind, sides=sides, link=agreed(kind, source)), a_rule(kind))


def unlinked(
    record: AnyRecord,
    kind: EntityKind,
    *,
    system: System = System.HUBSPOT,
    rule: SyncRule | None = None,
    candidates: tuple[RecordRef, ...] = (),
    needed: bool = False,
) -> Decision:
    """What is decided about a record that has no counterpart yet."""
    names = {ref: name_of(ref, None) for ref in candidates}
    pair = Pair(kind=kind, sides={system: side(system, record, kind)}, candidates=names, needed=needed)
    return decide(pair, rule or a_rule(kind, Direction.HUBSPOT_TO_QUICKBOOKS))
