"""What planner has."""

from functools import cached_property

from counterfoil.adapters.aws.passing import is_passing
from counterfoil.adapters.aws.plan_queue import Wake, decode_wake
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.engine.ports import ConcurrentChangeError, QueueError
from counterfoil.engine.preview.planner import Planner


class PlanningBundle(Vendors):
    """Brings plans further."""

    @cached_property
    def planner(self) -> Planner:
        return Planner(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            choices=self.choices,
            outcomes=self.outcomes,
            plans=self.plan_jobs,
            queue=self.queue,
            wakes=self.plan_queue,
            clock=self._clock,
            is_passing=lambda error: isinstance(error, QueueError | ConcurrentChangeError) or is_passing(error),
        )

    @cached_property
    def planner_messages(self) -> SqsReceivedMessages:
        return SqsReceivedMessages(self._client("sqs"), [self.settings.plan_queue_url])

    def decode_wake(self, text: str) -> Wake:
        """Which plan is to go on. Raises InvalidValueError."""
        return decode_wake(text)
