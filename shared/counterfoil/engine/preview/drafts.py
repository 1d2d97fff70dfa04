"""Drafts and plans together: a draft is previewed, and runs once somebody applies what was previewed."""

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.plan_job import PlanJob, PlanScope
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.texts import plans as texts
from counterfoil.domain.texts import words
from counterfoil.domain.values import dataclass
from counterfoil.engine.preview.plans import PlanRefusedError, Plans
from counterfoil.engine.rules.following import says_the_same
from counterfoil.engine.rules.keeper import Author, RuleKeeper
from counterfoil.engine.rules.standing import RuleStanding


@dataclass(frozen=True, slots=True)
class DraftPlans:
    """Previews drafts, and applies such plans."""

    keeper: RuleKeeper
    plans: Plans

    def make(self, connection_id: str, kind: EntityKind, author: Author, over: int | None = None) -> PlanJob:
        """Have a plan made of what the draft would change; under way when this returns.

        A connection that waits for its first plan carries nothing yet, and begins with a plan of everything: its draft runs
        at once. Without a draft that is the plan, too. Raises as `Plans.make` and `RuleKeeper.restore`.
        """
        standing = self.keeper.standing(connection_id, kind)
        draft = standing.draft
        if draft and standing.connection.state is ConnectionState.PLANNED:
            self.keeper.restore(connection_id, kind, draft.rule.version, author, over)
            draft = None
        return self.plans.make(connection_id, PlanScope(drafts=(draft.rule,)) if draft else PlanScope())

    def apply(self, connection_id: str, plan_id: str, who: str) -> PlanJob:
        """Let the drafts that a plan was made with run, all or none, and have its rows carried. `who` wants it so.

        Raises as `Plans.apply`, and as `RuleKeeper.restore`; PlanRefusedError when a draft has been changed since.
        """
        job = self.plans.applicable(connection_id, plan_id)
        author = Author(who=who, why=texts.APPLIED(plan=job.id))
        standing = [self._drafted(connection_id, draft) for draft in job.scope.drafts]
        for one in standing:
            if one and one.draft:
                self.keeper.restore(connection_id, one.kind, one.draft.rule.version, author, one.newest)
        return self.plans.apply(connection_id, job.id)

    def _drafted(self, connection_id: str, planned: SyncRule) -> RuleStanding | None:
        """How the rule stands whose draft is to run; None where it runs already."""
        standing = self.keeper.standing(connection_id, planned.kind)
        if says_the_same(standing.current.rule, planned):
            return None
        if standing.draft is None or not says_the_same(standing.draft.rule, planned):
            raise PlanRefusedError(texts.DRAFT_CHANGED(kinds=words.SEVERAL[planned.kind]))
        return standing
