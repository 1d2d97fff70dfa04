"""Where a rule comes from, and where its draft goes: its versions, and the plan of its draft."""

from collections.abc import Iterable

from counterfoil.domain.plan_job import PlanJob, PlanState
from counterfoil.domain.rules import RuleChange, RuleVersion
from counterfoil.engine.rules.following import says_the_same
from counterfoil.engine.rules.standing import RuleStanding
from counterfoil_console.pages.parts import By
from counterfoil_console.pages.rule_history import RuleHistoryPage, VersionLine
from counterfoil_console.pages.rule_preview import PlanLead, PreviewStep
from counterfoil_console.presenting.rule import steps_changed


def preview_step(standing: RuleStanding, plans: Iterable[PlanJob]) -> PreviewStep:
    """What the draft changes, and the newest of `plans` that was made of just this draft and not discarded."""
    draft = standing.draft
    if draft is None:
        return PreviewStep()
    own = (
        plan
        for plan in plans
        for one in plan.scope.drafts
        if plan.state is not PlanState.DISCARDED and one.kind is standing.kind and says_the_same(one, draft.rule)
    )
    plan = next(own, None)
    lead = PlanLead(id=plan.id, made_at=plan.created_at, state=plan.state) if plan else None
    return PreviewStep(changed=steps_changed(standing.current.rule, draft.rule), plan=lead)


def history_page(standing: RuleStanding, faults: tuple[str, ...] = ()) -> RuleHistoryPage:
    """Every version, each beside the one that ran before it."""
    lines = tuple(_line(standing, at, version) for at, version in enumerate(standing.versions))
    return RuleHistoryPage(kind=standing.kind, over=standing.newest, lines=lines, faults=faults)


def _line(standing: RuleStanding, at: int, version: RuleVersion) -> VersionLine:
    before = next((one for one in standing.versions[at + 1 :] if one.was_current), None)
    return VersionLine(
        number=version.rule.version,
        change=version.change,
        by=By(version.who, version.at),
        why=version.why,
        direction=version.rule.direction,
        changed=steps_changed(before.rule, version.rule) if before else (),
        is_current=version is standing.current,
        may_return=version not in (standing.current, standing.draft) and version.change is not RuleChange.DISCARDED,
    )
