"""What error_reporter has."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from counterfoil.adapters.aws.images import read_images
from counterfoil.bootstrap.addresses import addresses
from counterfoil.bootstrap.stores import Stores
from counterfoil.domain.connection import Connection
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.engine.notices.report import Reporter
from counterfoil.languages import say_in


class ReportingBundle(Stores):
    """Tells people what the table's stream shows; it calls no vendor."""

    @cached_property
    def reporter(self) -> Reporter:
        return Reporter(
            memory=self.reports,
            reported=self.reported,
            notifier=self.notifier,
            connections=self.connections,
            addresses=addresses(self.settings),
            languages=say_in,
        )

    def read_images(self, images: Sequence[Mapping[str, Any]]) -> tuple[list[SyncOutcome], list[Connection]]:
        """The outcomes and connections among the new images of the table's stream."""
        return read_images(images)
