"""Plans before and after they are applied."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.ledgers import Ledgers
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanState, RowAction, Tally
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.plans import BECAME
from counterfoil.domain.texts.sentence import joined
from counterfoil.engine.browse.health import summed
from counterfoil.engine.preview.listed import ListedRows, Results
from counterfoil_console.pages.parts import By, Sum
from counterfoil_console.pages.plan import Applying, PlanFilter, PlanGroup, PlanHead, PlanLine, PlanPage, Tile
from counterfoil_console.pages.plan_applied import ChangedLine, DoneLine, PlanAppliedPage
from counterfoil_console.pages.plans import PlanEntry, PlansPage
from counterfoil_console.presenting.ledgers import ledgers_of
from counterfoil_console.presenting.sums import amount_of, sum_of

GROUPS: Mapping[RowAction, PlanGroup] = {
    RowAction.CREATE: PlanGroup.CREATE,
    RowAction.UPDATE: PlanGroup.UPDATE,
    RowAction.VOID: PlanGroup.UPDATE,
    RowAction.CLOSE: PlanGroup.UPDATE,
    RowAction.LINK: PlanGroup.LINK,
    RowAction.LEAVE_OUT: PlanGroup.LEAVE_OUT,
    RowAction.CONFLICT: PlanGroup.NEEDS_YOU,
    RowAction.FAILURE: PlanGroup.NEEDS_YOU,
    RowAction.NOTHING: PlanGroup.IN_STEP,
}
type Opened = Callable[[RecordRef], str]
"""Where a record can be opened, \"\" for nowhere."""
_WRITES = (PlanGroup.CREATE, PlanGroup.UPDATE, PlanGroup.LINK)


def plans_page(jobs: Iterable[PlanJob]) -> PlansPage:
    """All plans, the newest first."""
    entries = (PlanEntry(head=_head(job), state=job.state, writes=_sum(job.tallies, *_WRITES)) for job in jobs)
    return PlansPage(plans=tuple(entries))


def plan_page(
    job: PlanJob, shown: PlanFilter, listed: ListedRows, first: int, opened: Opened, *, starts: bool = False
) -> PlanPage:
    """A plan that is being made, or can be applied; one of everything `starts` a connection that carries nothing yet.

    Before it is applied, most of its records are known to nobody but the vendor: they are `opened` there.
    """
    tallies = job.tallies
    lines = tuple(_line(row, opened(row.ref) if job.applied_at is None else "") for row in listed.rows)
    return PlanPage(
        head=_head(job),
        state=job.state,
        tiles=tuple(Tile(group, _sum(tallies, group)) for group in PlanGroup),
        filter=shown,
        kinds=tuple(kind for kind in EntityKind if _of_kind(tallies, kind)),
        lines=lines,
        saying=_sum(tallies, *(one for one in PlanGroup if one is not PlanGroup.IN_STEP)).count,
        total=_total(tallies, shown, listed, first),
        first=first,
        older=f"{first + len(lines)}~{listed.last}" if listed.last else "",
        applying=_applying(job, starts=starts and job.scope.is_everything),
        open=job.may_be_discarded,
        applied=job.applied_at is not None,
        outcomes=BECAME if job.applied_at else {},
        starts=starts,
        trouble=job.trouble,
    )


def _total(tallies: Sequence[Tally], shown: PlanFilter, listed: ListedRows, first: int) -> int | None:
    """How many rows the filter finds; of a search, or of what became of them, that is known at their end."""
    if not shown.q and not shown.became:
        return _sum(_of_kind(tallies, shown.kind), *_groups(shown)).count
    return None if listed.last else first + len(listed.rows) - 1


def wants(shown: PlanFilter) -> Callable[[PlanRow], bool]:
    """Which rows a filter of the page lists; without an action those that have something to say, or of which that became."""
    groups, text = set(_groups(shown)), shown.q.strip().casefold()
    return lambda row: (
        GROUPS[row.action] in groups
        and shown.kind in {None, row.ref.kind}
        and any(text in one.casefold() for one in (row.name, row.party, _reason(row)))
    )


def applied_page(job: PlanJob, results: Results, who: str, at: datetime, compared: Ledgers | None = None) -> PlanAppliedPage:
    """A plan whose application has begun; `compared` is the newest comparison of the ledgers, whenever it was."""
    changed = tuple(_changed_line(row) for row in results.changed)
    finished_at = _finished_at(job, results)
    lines = tuple(_done_line((group,), job, results) for group in _WRITES)
    return PlanAppliedPage(
        head=_head(job),
        state=job.state,
        applied=By(who, at),
        target=_target(job.tallies),
        lines=tuple(line for line in lines if line.planned.count),
        total=_done_line(_WRITES, job, results),
        finished_at=finished_at,
        is_moving=job.state is PlanState.APPLYING or results.under_way > 0,
        trouble=job.trouble,
        changed=changed,
        changed_sum=_sum(results.moved, *PlanGroup),
        refused=_sum(results.refused, *PlanGroup),
        waiting=_sum(results.waiting, *PlanGroup).count,
        left_out=_sum(job.tallies, PlanGroup.LEAVE_OUT),
        needs_you=_sum(job.tallies, PlanGroup.NEEDS_YOU),
        ledgers=ledgers_of(compared) if compared and finished_at and compared.at > finished_at else None,
    )


def _finished_at(job: PlanJob, results: Results) -> datetime | None:
    """When the last of its rows was worked through, or began to wait; None while rows are under way."""
    is_over = job.state is PlanState.APPLIED and not results.under_way
    return (results.last_at or job.applied_at) if is_over else None


def _done_line(groups: Sequence[PlanGroup], job: PlanJob, results: Results) -> DoneLine:
    return DoneLine(
        group=groups[0],
        planned=_sum(job.tallies, *groups),
        done=_sum(results.done, *groups),
        waiting=_sum(results.waiting, *groups).count,
        refused=_sum(results.refused, *groups),
        changed=_sum(results.moved, *groups).count,
    )


def _changed_line(row: PlanRow) -> ChangedLine:
    return ChangedLine(
        ref=row.ref,
        number=row.title or row.name,
        customer=row.party,
        group=GROUPS[row.action],
        moved=row.result.moved if row.result else (),
        why=row.result.why if row.result else (),
        at=row.result.at if row.result else None,
        amount=amount_of(row.amount, row.currency),
    )


def _head(job: PlanJob) -> PlanHead:
    """Of one rule's draft, or of everything."""
    draft = job.scope.drafts[0] if len(job.scope.drafts) == 1 else None
    return PlanHead(
        id=job.id,
        made_at=job.created_at,
        looked_at=_looked_at(job),
        kind=draft.kind if draft else None,
        version=draft.version if draft else 0,
    )


def _looked_at(job: PlanJob) -> Sum:
    """What was counted by kind; while it is being made, only how many there were in all is known."""
    is_made = job.applied_at is not None or job.state in {PlanState.PLANNED, PlanState.DISCARDED}
    counted = _sum(job.tallies if is_made else (), *PlanGroup)
    return counted if counted.count else sum_of({EntityKind.INVOICE: job.planned}, {})


def _line(row: PlanRow, address: str) -> PlanLine:
    group = GROUPS[row.action]
    return PlanLine(
        group=group,
        ref=row.ref,
        number=row.title or row.name,
        customer=row.party,
        what=ERROR_TEXTS[row.category].title if row.category else "",
        targets=row.targets,
        address=address,
        changes=row.changes if group is PlanGroup.UPDATE else (),
        reason=_reason(row),
        amount=amount_of(row.amount, row.currency),
        became=row.result.state if row.result else None,
    )


def _reason(row: PlanRow) -> str:
    return joined((*row.reasons, *row.remarks))


def _applying(job: PlanJob, *, starts: bool) -> Applying | None:
    """None while it cannot be applied, or nothing would come of it."""
    tallies, version = job.tallies, _head(job).version
    if job.state is not PlanState.PLANNED or not (_sum(tallies, *_WRITES).count or version or starts):
        return None
    return Applying(
        create=_sum(tallies, PlanGroup.CREATE),
        update=_sum(tallies, PlanGroup.UPDATE).count,
        link=_sum(tallies, PlanGroup.LINK).count,
        targets=tuple(system for system in System if any(tally.writes.get(system) for tally in tallies)),
        left_out=_sum(tallies, PlanGroup.LEAVE_OUT).count,
        needs_you=_sum(tallies, PlanGroup.NEEDS_YOU).count,
        version=version,
        starts=starts,
    )


def _target(tallies: Sequence[Tally]) -> System:
    """Where most of it is written."""
    writes = {system: sum(tally.writes.get(system, 0) for tally in tallies) for system in System}
    return max(reversed(System), key=lambda system: writes[system])


def _groups(shown: PlanFilter) -> tuple[PlanGroup, ...]:
    if shown.action:
        return (shown.action,)
    return tuple(group for group in PlanGroup if shown.became or group is not PlanGroup.IN_STEP)


def _of_kind(tallies: Sequence[Tally], kind: EntityKind | None) -> Sequence[Tally]:
    return [tally for tally in tallies if kind in {None, tally.kind}]


def _sum(tallies: Sequence[Tally], *groups: PlanGroup) -> Sum:
    """The records of these groups by kind, and their money by currency."""
    own = [tally for tally in tallies if GROUPS[tally.action] in groups]
    counts = {kind: sum(tally.count for tally in own if tally.kind is kind) for kind in EntityKind}
    return sum_of(counts, summed(tally.money for tally in own))
