"""What planner has."""

from functools import cached_property

from counterfoil.adapters.aws.passing import is_passing
from counterfoil.adapters.aws.plan_queue import Wake, decode_wake
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.ports import ConcurrentChangeError, QueueError
from counterfoil.engine.preview.planner import Planner


class PlanningBundle(ProfilesBundle):
    """Brings plans further."""

    @cached_property
    def planner(self) -> Planner:
        return Planner(
            accounts=self,
            connections=self.connections,
            cursors=self.cursors,
            contexts=self.contexts(),
            plans=self.plan_jobs,
            wakes=self.plan_queue,
            is_passing=lambda error: isinstance(error, QueueError | ConcurrentChangeError) or is_passing(error),
            note_odd=lambda *odd: self.oddly_planned.append(odd),
        )

    @cached_property
    def oddly_planned(self) -> list[tuple[str, RecordRef, Exception]]:
        """The records that could not be planned for a defect of our own, until somebody has logged and emptied it."""
        return []

    @cached_property
    def planner_messages(self) -> SqsReceivedMessages:
        return SqsReceivedMessages(self._client("sqs"), [self.settings.plan_queue_url])

    def decode_wake(self, text: str) -> Wake:
        """Which plan is to go on. Raises InvalidValueError."""
        return decode_wake(text)
