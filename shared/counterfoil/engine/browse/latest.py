"""What a kind of record has at present, by the example of the one that came into step last."""

from collections.abc import Mapping

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.record import Fields
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import LinkStore, OutcomeStore


@dataclass(frozen=True, slots=True)
class LatestView:
    """Tells of the latest record of a kind. Two reads of the table, and none of a vendor."""

    outcomes: OutcomeStore
    links: LinkStore

    def agreed(self, connection_id: str, kind: EntityKind) -> Mapping[System, Fields]:
        """What both sides of it agreed on, each as it shows it; nothing where no record is in step."""
        page = self.outcomes.page(connection_id, kind, OutcomeStatus.IN_SYNC, "", 1)
        found = self.links.find(connection_id, [one.ref for one in page.outcomes])
        link = next((link for links in found.values() for link in links), None)
        return {system: agreement.fields for system, agreement in link.agreements.items()} if link else {}
