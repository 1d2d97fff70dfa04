"""Carries out decisions, in bulk: one pass per kind of action, every result on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.carried import information
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Adopt, Close, Create, Decision, Recover, Update, Void
from counterfoil.domain.planning.totals import difference
from counterfoil.domain.records.record import fingerprint
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.write import Operation, Write, write_key
from counterfoil.engine.carry.create import adopt, create, look, release, write_again
from counterfoil.engine.carry.prerequisites import Exclusion, Synchronise, in_target_terms
from counterfoil.engine.carry.reservations import link_of
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def apply(context: Context, cases: Sequence[Case], synchronise: Synchronise) -> None:
    """Do what every case's decision says. What goes wrong is noted on its case; nothing is raised for one record."""
    for case in cases:
        for action in _actions(case):
            if isinstance(action, Adopt):
                adopt(context, case, action.counterpart)
    for target in System:
        _make(context, cases, target, synchronise)
        _change(context, cases, target, synchronise)
    _settle(context, cases)
    _compare_totals(cases)


def _actions(case: Case) -> Sequence[object]:
    return case.decision.actions if case.decision and not case.failure else ()


def _make(context: Context, cases: Sequence[Case], target: System, synchronise: Synchronise) -> None:
    fresh = [case for case in cases if Create(target) in _actions(case)]
    begun = [case for case in cases if any(Recover(target, again) in _actions(case) for again in (True, False))]
    nothing_left = look(context, begun)
    wanted = [case for case in nothing_left if Recover(target) in _actions(case)]
    records = _told(context, [*fresh, *wanted], target, synchronise)
    create(context, [case for case in fresh if case.ref in records], records)
    write_again(context, [case for case in wanted if case.ref in records], records)
    release(context, [case for case in nothing_left if case.ref not in records])


def _told(
    context: Context, cases: Sequence[Case], target: System, synchronise: Synchronise
) -> Mapping[RecordRef, AnyRecord]:
    """The cases' records in the target's terms; a case that cannot be told so is marked and left out."""
    told = in_target_terms(context, cases, target, synchronise) if cases else {}
    for case in cases:
        match told[case.ref]:
            case Failure() as failure:
                case.failure = failure
            case Exclusion(reason):
                case.decision = Decision(status=OutcomeStatus.EXCLUDED, reasons=(reason,))
            case _:
                pass
    return {ref: record for ref, record in told.items() if not isinstance(record, Failure | Exclusion)}


def _change(context: Context, cases: Sequence[Case], target: System, synchronise: Synchronise) -> None:
    """Updates and voids at one system."""
    changing = {case.ref: (case, action) for case in cases if (action := _change_at(case, target))}
    referring = [case for case, action in changing.values() if _refers(case, action)]
    others = {
        case.ref: case.snapshots[target.other].record for case, action in changing.values() if not _refers(case, action)
    }
    records = {**others, **_told(context, referring, target, synchronise)}
    _announce(context, [case for case in referring if case.ref in records], target)
    writes = {
        ref: _write_of(context, case, action, records[ref])
        for ref, (case, action) in changing.items()
        if ref in records and case.failure is None
    }
    if not writes:
        return
    results = context.systems[target].write(list(writes.values()))
    for ref, write in writes.items():
        case, result = changing[ref][0], results[write.key]
        if isinstance(result, Failure):
            case.failure = result
        else:
            case.snapshots[target] = result
            case.acted = True


def _announce(context: Context, cases: Sequence[Case], target: System) -> None:
    """Remember beforehand which totals new lines would leave, so that they are never taken for somebody's edit."""
    announced = []
    for case in cases:
        link, total = link_of(case), case.snapshots[target.other].fields.get("total", "")
        if case.kind is EntityKind.INVOICE and total not in link.attempted:
            announced.append((case, replace(link, attempted=(*link.attempted, total))))
    _save(context, announced)


def _save(context: Context, changed: Sequence[tuple[Case, Link]]) -> None:
    for (case, _), stored in zip(changed, context.links.save([link for _, link in changed]), strict=True):
        case.link = stored or case.link
        if stored is None:
            case.failure = Failure(
                category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text="Its link was changed meanwhile."
            )


def _change_at(case: Case, target: System) -> Update | Void | None:
    for action in _actions(case):
        if isinstance(action, Update | Void) and action.target is target:
            return action
    return None


def _refers(case: Case, action: Update | Void) -> bool:
    """Whether what is written names other records, which must then be told in the target's terms."""
    return isinstance(action, Update) and (case.kind is EntityKind.PAYMENT or "lines" in action.fields)


def _write_of(context: Context, case: Case, action: Update | Void, record: AnyRecord) -> Write:
    source, link = case.snapshots[action.target.other], link_of(case)
    side = case.pair.sides[action.target]
    return Write(
        key=write_key(context.connection.id, source.ref, fingerprint(source.fields), side.version),
        operation=Operation.UPDATE if isinstance(action, Update) else Operation.VOID,
        system=action.target,
        kind=case.kind,
        source=source.ref,
        record=record,
        target=link.refs[action.target],
        version=side.version,
        fields=action.fields if isinstance(action, Update) else frozenset(),
    )


def _settle(context: Context, cases: Sequence[Case]) -> None:
    """Remember what is agreed from now on; a pair that needs a person keeps its old agreement."""
    changed = [(case, link) for case in cases if (link := _settled(case)) is not None]
    _save(context, changed)


def _settled(case: Case) -> Link | None:
    link, decision = case.link, case.decision
    if link is None or decision is None or case.failure or link.state is LinkState.RESERVED:
        return None
    if Close() in decision.actions:
        return replace(link, state=LinkState.CLOSED)
    if decision.failure or len(case.pair.sides) < len(System):
        return None
    agreements = {system: _agreement(case, link, decision, system) for system in System}
    settled = replace(link, state=LinkState.LINKED, agreements=agreements, attempted=())
    return settled if settled != link else None


def _agreement(case: Case, link: Link, decision: Decision, system: System) -> Agreement:
    """The old agreement with the settled fields, the ones just written, and all that merely informs brought up to date."""
    old, snapshot = link.agreements[system], case.snapshots.get(system)
    if snapshot is None:
        return old
    fresh = decision.settled.get(system, frozenset()) | information(case.kind, system)
    for action in decision.actions:
        if isinstance(action, Update) and action.target is system:
            fresh |= action.fields
    values = snapshot.fields
    return Agreement(snapshot.version, {**old.fields, **{name: values[name] for name in fresh}})


def _compare_totals(cases: Sequence[Case]) -> None:
    """Compare to the cent after every write; a difference is told with both figures, never accepted silently."""
    for case in cases:
        if case.acted and not case.failure:
            case.failure = difference(case.kind, {system: snapshot.fields for system, snapshot in case.snapshots.items()})
