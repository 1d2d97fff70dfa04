"""Exports, and plans over older records."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from counterfoil.domain.names import day
from counterfoil.domain.plan_job import PlanJob, PlanState
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.words import STANDING
from counterfoil_console.domain.exports import ExportJob, ExportScope, ExportSort, ExportState
from counterfoil_console.pages.jobs import JobLine, JobSort, JobsPage, JobState
from counterfoil_console.pages.parts import By
from counterfoil_console.presenting.kinds import several_of_each
from counterfoil_console.telling import told_with

_STATES = {
    ExportState.WORKING: JobState.WORKING,
    ExportState.READY: JobState.READY,
    ExportState.FAILED: JobState.FAILED,
    ExportState.CANCELLED: JobState.CANCELLED,
}
_BACKFILLS = {
    PlanState.PLANNING: JobState.WORKING,
    PlanState.COUNTING: JobState.WORKING,
    PlanState.STOPPED: JobState.FAILED,
    PlanState.DISCARDED: JobState.CANCELLED,
}
"""Any other plan is ready: it can be looked at, also when it was applied."""


def jobs_page(
    exports: Sequence[ExportJob], plans: Sequence[PlanJob], zone: ZoneInfo, texts: NullTranslations, now: datetime
) -> JobsPage:
    """Both, the newest first."""
    lines = [
        *(_export(job, texts, now) for job in exports),
        *(_backfill(plan, zone) for plan in plans if plan.scope.since),
    ]
    return JobsPage(jobs=tuple(sorted(lines, key=lambda one: one.by.at, reverse=True)))


def job_title(scope: ExportScope, texts: NullTranslations) -> str:
    """What is exported, in a few words."""
    _ = texts.gettext
    if scope.sort is ExportSort.PLAN:
        return _("the plan %(plan)s") % {"plan": scope.plan}
    if scope.sort is ExportSort.HISTORY:
        return _("what people did")
    return several_of_each(texts)[scope.kind] if scope.kind else _("all records")


def _export(job: ExportJob, texts: NullTranslations, now: datetime) -> JobLine:
    title = job_title(job.scope, texts)
    is_gone = job.state is ExportState.READY and job.until is not None and job.until <= now
    return JobLine(
        id=job.id,
        sort=JobSort.EXPORT,
        state=JobState.GONE if is_gone else _STATES[job.state],
        by=By(job.who, job.at),
        title=title[:1].upper() + title[1:],
        filters=tuple(_filters(job.scope, texts)),
        form=job.form,
        done=job.done,
        of=job.of,
        size=job.size,
        until=job.until,
        trouble=job.trouble,
    )


def _filters(scope: ExportScope, texts: NullTranslations) -> Iterator[str]:
    if scope.status:
        yield STANDING[scope.status]
    if scope.category:
        yield ERROR_TEXTS[scope.category].title
    if scope.since:
        yield texts.gettext("changed since %(day)s") % {"day": told_with(texts, day(scope.since.date().isoformat()))}
    if scope.text:
        yield scope.text


def _backfill(plan: PlanJob, zone: ZoneInfo) -> JobLine:
    return JobLine(
        id=plan.id,
        sort=JobSort.BACKFILL,
        state=_BACKFILLS.get(plan.state, JobState.READY),
        by=By("", plan.created_at),
        since=plan.scope.since.astimezone(zone).date() if plan.scope.since else None,
        done=plan.planned,
        plan=plan.id,
        trouble=plan.trouble,
    )
