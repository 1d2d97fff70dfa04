"""What a person has who looks at how records stand: the stores, and no vendor."""

from functools import cached_property

from counterfoil.bootstrap.addresses import addresses
from counterfoil.bootstrap.stores import Stores
from counterfoil.engine.browse.causes import CausesView
from counterfoil.engine.browse.health import HealthView
from counterfoil.engine.browse.latest import LatestView
from counterfoil.engine.browse.record import RecordView
from counterfoil.engine.browse.records import RecordsView
from counterfoil.engine.compare.wanted import WantedComparisons
from counterfoil.engine.ports import Addresses


class BrowsingBundle(Stores):
    """Shows how records stand."""

    @cached_property
    def addresses(self) -> Addresses:
        return addresses(self.settings)

    @cached_property
    def health(self) -> HealthView:
        return HealthView(self.outcomes, self.ledgers, self._clock)

    @cached_property
    def wanted_comparisons(self) -> WantedComparisons:
        return WantedComparisons(self.cursors, self._clock)

    @cached_property
    def causes(self) -> CausesView:
        return CausesView(self.outcomes)

    @cached_property
    def records(self) -> RecordsView:
        return RecordsView(self.outcomes)

    @cached_property
    def latest(self) -> LatestView:
        return LatestView(self.outcomes, self.links)

    @cached_property
    def record(self) -> RecordView:
        return RecordView(self.outcomes, self.links, self.choices)
