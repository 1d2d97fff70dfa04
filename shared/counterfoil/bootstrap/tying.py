"""What whoever compares both ledgers has."""

from functools import cached_property

from counterfoil.bootstrap.vendors import Vendors
from counterfoil.engine.compare.on_request import ComparesOnRequest
from counterfoil.engine.compare.tie_out import TieOut
from counterfoil.engine.compare.wanted import WantedComparisons


class TyingBundle(Vendors):
    """Ties out the ledgers."""

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

    @cached_property
    def compares_on_request(self) -> ComparesOnRequest:
        return ComparesOnRequest(
            connections=self.connections,
            wanted=WantedComparisons(self.cursors, self._clock),
            open_systems=self.open_systems,
            tie_out=self.tie_out,
            clock=self._clock,
        )
