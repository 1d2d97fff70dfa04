"""What an operator has who asks why a record stands as it does."""

from functools import cached_property

from counterfoil.bootstrap.addresses import addresses
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.engine.explain import Explainer


class ExplainingBundle(Vendors):
    """Reads both vendors, and what is stored."""

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(
            connections=self.connections,
            contexts=self.contexts(),
            addresses=addresses(self.settings),
        )
