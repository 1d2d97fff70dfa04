"""What scheduled_poller has."""

from functools import cached_property

from counterfoil.bootstrap.ending import EndingBundle
from counterfoil.bootstrap.heralding import HeraldingBundle
from counterfoil.bootstrap.tying import TyingBundle
from counterfoil.engine.hints.rounds import Rounds


class SchedulingBundle(EndingBundle, HeraldingBundle, TyingBundle):
    """Has all connections polled, tells people what needs them, and ends what somebody began to end."""

    @cached_property
    def rounds(self) -> Rounds:
        return Rounds(
            connections=self.connections,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            polls=self.poll_queue,
            clock=self._clock,
        )
