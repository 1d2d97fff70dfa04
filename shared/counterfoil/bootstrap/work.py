"""What the synchronisers of all kinds have."""

from datetime import timedelta
from functools import cached_property

from counterfoil.adapters.aws import messages
from counterfoil.adapters.aws.passing import is_passing
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.change import ChangeBatch
from counterfoil.engine.ports import QueueError
from counterfoil.engine.work.worker import Worker

LEASE = timedelta(seconds=260)
"""Longer than a sync function may run, so that a reserved create whose lease has ended has no worker left.

With the round of due records that follows it still ends within ten minutes of a worker's death.
"""


class WorkBundle(Vendors):
    """Works through the queues."""

    @cached_property
    def worker(self) -> Worker:
        return Worker(
            connections=self.connections,
            contexts=self.contexts(LEASE),
            plans=self.plan_jobs,
            is_passing=lambda error: isinstance(error, QueueError) or is_passing(error),
        )

    @cached_property
    def received(self) -> SqsReceivedMessages:
        return SqsReceivedMessages(self._client("sqs"), self._queue_urls.values())

    def decode(self, text: str) -> ChangeBatch:
        """A queue message. Raises InvalidValueError."""
        return messages.decode(text)
