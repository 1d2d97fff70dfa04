"""What connection_poller has."""

from functools import cached_property

from counterfoil.adapters.aws.poll_queue import decode_slice
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.engine.hints.polling import Poller
from counterfoil.engine.hints.turns import Turns
from counterfoil.engine.ports import PollSlice


class PollingBundle(ProfilesBundle):
    """Asks both vendors what changed."""

    @cached_property
    def poller(self) -> Poller:
        return Poller(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            polls=self.poll_queue,
            profiles=self.profiles,
            turns=Turns(self.cursors, self._clock),
            clock=self._clock,
        )

    @cached_property
    def poller_messages(self) -> SqsReceivedMessages:
        return SqsReceivedMessages(self._client("sqs"), [self.settings.poll_queue_url])

    def decode_slice(self, text: str) -> PollSlice:
        """Whom to poll. Raises InvalidValueError."""
        return decode_slice(text)
