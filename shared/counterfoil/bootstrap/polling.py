"""What scheduled_poller has."""

from functools import cached_property

from counterfoil.bootstrap.ending import EndingBundle
from counterfoil.bootstrap.heralding import HeraldingBundle
from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.engine.hints.polling import Poller


class PollingBundle(ProfilesBundle, EndingBundle, HeraldingBundle):
    """Asks both vendors what changed, tells people what needs them, and ends what somebody began to end."""

    @cached_property
    def poller(self) -> Poller:
        return Poller(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            profiles=self.profiles,
            clock=self._clock,
        )
