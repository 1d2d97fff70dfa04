"""What a person has who decides: about records, about plans, and that something is tried again. No vendor is called."""

from functools import cached_property
from typing import TYPE_CHECKING

from counterfoil.bootstrap.stores import Stores

if TYPE_CHECKING:
    from counterfoil.engine.choose.choosing import Choosing
    from counterfoil.engine.compare.acceptance import Acceptance
    from counterfoil.engine.hints.retry import Retry
    from counterfoil.engine.preview.listed import PlanRows
    from counterfoil.engine.preview.plans import Plans


class DecidingBundle(Stores):
    """Retries on request, has plans made and applied, keeps what people decide, accepts what was deleted on purpose.

    Each is imported when it is asked for: most of what the console is asked only shows something.
    """

    @cached_property
    def retry(self) -> "Retry":
        from counterfoil.engine.hints.retry import Retry  # noqa: PLC0415 - as said

        return Retry(outcomes=self.outcomes, links=self.links, queue=self.queue, clock=self._clock)

    @cached_property
    def choosing(self) -> "Choosing":
        from counterfoil.engine.choose.choosing import Choosing  # noqa: PLC0415 - as said

        return Choosing(choices=self.choices, links=self.links, outcomes=self.outcomes, queue=self.queue, clock=self._clock)

    @cached_property
    def plans(self) -> "Plans":
        from counterfoil.engine.preview.plans import Plans  # noqa: PLC0415 - as said

        return Plans(
            connections=self.connections,
            plans=self.plan_jobs,
            outcomes=self.outcomes,
            wakes=self.plan_queue,
            clock=self._clock,
        )

    @cached_property
    def plan_rows(self) -> "PlanRows":
        from counterfoil.engine.preview.listed import PlanRows  # noqa: PLC0415 - as said

        return PlanRows(self.plan_jobs)

    @cached_property
    def acceptance(self) -> "Acceptance":
        from counterfoil.engine.compare.acceptance import Acceptance  # noqa: PLC0415 - as said

        return Acceptance(self.cursors)
