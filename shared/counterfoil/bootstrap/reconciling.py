"""What reconciler has."""

from functools import cached_property

from counterfoil.bootstrap.vendors import Vendors
from counterfoil.engine.compare.reconcile import Reconciler
from counterfoil.engine.compare.tie_out import TieOut


class ReconcilingBundle(Vendors):
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
            reported=self.deliveries,
            notifier=self.notifier,
            clock=self._clock,
            tie_out=self.tie_out,
        )

    @cached_property
    def tie_out(self) -> TieOut:
        return TieOut(
            links=self.links,
            outcomes=self.outcomes,
            choices=self.choices,
            ledgers=self.ledgers,
            cursors=self.cursors,
            queue=self.queue,
            clock=self._clock,
        )
