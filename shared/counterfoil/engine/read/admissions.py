"""Asks the rule's filters about records that were read. What they are associated with is read where a filter names it."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import System
from counterfoil.domain.link import LinkState
from counterfoil.domain.rules import Filter, Holder, SyncRule
from counterfoil.domain.rules.admission import admits
from counterfoil.domain.rules.clauses import Moment, Values
from counterfoil.domain.rules.defaults import of_linked
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def find_admissions(context: Context, rule: SyncRule, cases: Sequence[Case]) -> None:
    """Fill in which records a filter does not admit, and why. Raises VendorError.

    Asked is the filter of the system in which a pair started, as far as the rule carries from there: once linked, the
    counterpart is there because of that record, whenever that was made.
    """
    for system in System:
        chosen = rule.filter_of(system)
        if not (chosen.groups and rule.direction.carries_from(system)):
            continue
        asked = [(case, snapshot) for case in cases if (snapshot := _source(case, system))]
        around = _associated(context, system, chosen, [snapshot for _, snapshot in asked])
        for case, snapshot in asked:
            _ask(context, chosen, case, snapshot, around.get(snapshot.ref.id, {}))


def _source(case: Case, system: System) -> Snapshot | None:
    """The record in which a pair started, if it is of this system and was read."""
    started = case.link.source if case.link else next(iter(case.snapshots), None)
    return case.snapshots.get(system) if started is system else None


def _associated(
    context: Context, system: System, chosen: Filter, snapshots: Sequence[Snapshot]
) -> Mapping[str, Values | Failure]:
    wanted: dict[Holder, frozenset[str]] = {}
    for clause in chosen.clauses:
        if clause.on is not Holder.SELF:
            wanted[clause.on] = wanted.get(clause.on, frozenset()) | {clause.field}
    return context.systems[system].associated(snapshots, wanted) if wanted and snapshots else {}


def _ask(context: Context, chosen: Filter, case: Case, snapshot: Snapshot, around: Values | Failure) -> None:
    if isinstance(around, Failure):
        case.unreadable = around
        return
    zone = ZoneInfo(context.connection.portal.time_zone)
    moment = Moment(context.clock().astimezone(zone).date(), zone)
    asked = of_linked(chosen) if case.link and case.link.state is not LinkState.RESERVED else chosen
    case.unadmitted[snapshot.ref.system] = admits(asked, {**around, Holder.SELF: [snapshot.extra]}, moment).text
