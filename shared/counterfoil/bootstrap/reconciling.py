"""What reconciler has."""

from functools import cached_property

from counterfoil.bootstrap.tying import TyingBundle
from counterfoil.engine.compare.reconcile import Reconciler
from counterfoil.languages import say_in


class ReconcilingBundle(TyingBundle):
    """Compares both ledgers with the links."""

    @cached_property
    def reconciler(self) -> Reconciler:
        return Reconciler(
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            reported=self.reported,
            notifier=self.notifier,
            clock=self._clock,
            tie_out=self.tie_out,
            languages=say_in,
        )
