"""Updates and voids of linked records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.planning.decision import Update, Void
from counterfoil.domain.planning.mirrored import owner_attempted
from counterfoil.domain.planning.overpaid import placed
from counterfoil.domain.planning.pair import Side
from counterfoil.domain.planning.references import refers
from counterfoil.domain.records.invoice import Invoice, Origin
from counterfoil.domain.records.record import fingerprint
from counterfoil.domain.rules.own import lost_with, own_to_write
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.texts import reasons
from counterfoil.domain.write import Operation, Write, write_key
from counterfoil.engine.carry.reservations import link_of
from counterfoil.engine.carry.translate import translated
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import store_links
from counterfoil.engine.plan import Plan

Changing = Mapping[RecordRef, tuple[Case, Update | Void]]


def change(context: Context, plan: Plan, target: System) -> None:
    """Carry out all updates and voids at `target`."""
    changing = {case.ref: (case, action) for case in plan.cases if (action := _change_at(case, target))}
    referring = [case for case, action in changing.values() if refers(case.kind, action)]
    records = {
        **{
            ref: case.snapshots[target.other].record
            for ref, (case, action) in changing.items()
            if not refers(case.kind, action)
        },
        **translated(plan, referring, target),
    }
    traits, translated_ones = context.systems[target].traits, [case for case in referring if case.ref in records]
    if traits.works_out_totals:
        _announce(context, translated_ones)
    if traits.associates:
        _announce_owners(context, translated_ones, records)
    _write(context, changing, records, target)


def _change_at(case: Case, target: System) -> Update | Void | None:
    if not case.may_be_carried or case.decision is None:
        return None
    changes = (action for action in case.decision.actions if isinstance(action, Update | Void))
    return next((action for action in changes if action.target is target), None)


def _announce(context: Context, cases: Sequence[Case]) -> None:
    """Store beforehand which totals new lines would leave, so that they are never taken for somebody's edit."""
    announced = []
    for case in cases:
        link, total = link_of(case), case.snapshots[System.HUBSPOT].fields.get("total", "")
        if case.kind is EntityKind.INVOICE and total not in link.attempted:
            announced.append((case, replace(link, attempted=(*link.attempted, total))))
    store_links(context, announced)


def _announce_owners(context: Context, cases: Sequence[Case], records: Mapping[RecordRef, AnyRecord]) -> None:
    """Store beforehand whom HubSpot's invoices are to be for, so that it is never taken for somebody's decision."""
    owners = {case.ref: owner_attempted(record.customer.id) for case in cases
              if isinstance(record := records[case.ref], Invoice) and record.customer}  # fmt: skip
    links = [(case, link_of(case)) for case in cases if case.ref in owners and _moves(case)]
    announced = [(case, replace(link, attempted=(*link.attempted, owners[case.ref]))) for case, link in links
                 if owners[case.ref] not in link.attempted]  # fmt: skip
    store_links(context, announced)


def _moves(case: Case) -> bool:
    action = _change_at(case, System.HUBSPOT)
    return isinstance(action, Update) and "customer" in action.fields


def _write(context: Context, changing: Changing, records: Mapping[RecordRef, AnyRecord], target: System) -> None:
    writes = {
        ref: _write_of(context, case, action, records[ref])
        for ref, (case, action) in changing.items()
        if ref in records and case.event is None
    }
    results = context.systems[target].write(list(writes.values())) if writes else {}
    for ref, write in writes.items():
        (case, action), result = changing[ref], results[write.key]
        if isinstance(result, Failure):
            case.note(result)
        else:
            case.snapshots[target] = result
            case.acted = True
            case.room = None if "unapplied" in write.fields else case.room
            if isinstance(action, Void):
                case.done.append(reasons.VOIDED(system=target.brand))


def _write_of(context: Context, case: Case, action: Update | Void, record: AnyRecord) -> Write:
    source, link = case.snapshots[action.target.other], link_of(case)
    side, rule = case.pair.sides[action.target], context.connection.rule(case.kind)
    names = action.fields if isinstance(action, Update) else frozenset[str]()
    own = own_to_write(rule, source.fields, names | lost_with(rule, names, source.fields, action.target), action.target)
    return Write(
        key=write_key(context.connection.id, source.ref, fingerprint(source.fields), side.version),
        operation=Operation.UPDATE if isinstance(action, Update) else Operation.VOID,
        system=action.target,
        kind=case.kind,
        source=source.ref,
        record=placed(_as_there(record, side), case.pair, names, action.target),
        target=link.refs[action.target],
        version=side.version,
        fields=frozenset(name for name in names if not rule.own(name)),
        replaces=_agreed_customer(link, action) if isinstance(action, Update) else None,
        own={} if isinstance(own, Failure) else own,
    )


def _as_there(record: AnyRecord, target: Side) -> AnyRecord:
    """An invoice is written to HubSpot as what it is there: in QuickBooks the mark of where it was made may be gone, or was
    never set on one that was found.
    """
    if not isinstance(record, Invoice) or target.ref.system is not System.HUBSPOT:
        return record
    return replace(record, origin=Origin(target.fields["origin"]))


def _agreed_customer(link: Link, action: Update) -> RecordRef | None:
    """Whom the target was for when both sides last agreed, where that is to change."""
    customer = link.agreements[action.target].fields.get("customer", "") if "customer" in action.fields else ""
    return RecordRef(action.target, EntityKind.CUSTOMER, customer) if customer else None
