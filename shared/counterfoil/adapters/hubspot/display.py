"""Shows on HubSpot's invoices how their sync stands, in custom properties."""

from collections.abc import Mapping

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot import properties
from counterfoil.adapters.hubspot.batches import write_each
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.errors import NO_SUCH_PROPERTY
from counterfoil.adapters.hubspot.mapping.common import INVOICES
from counterfoil.adapters.hubspot.mapping.shown import shown_properties
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.ports import ShownState, SyncStateDisplay


class HubSpotDisplay(SyncStateDisplay):
    """Custom properties of one portal's invoices."""

    def __init__(self, http: VendorHttp) -> None:
        self._client = HubSpotClient(http)

    def prepare(self) -> None:
        properties.prepare(self._client)

    def show(self, states: Mapping[RecordRef, ShownState]) -> Mapping[RecordRef, Failure]:
        """A property that is missing, since it is newer than the connection or was deleted, is made first."""
        refused = self._write(states)
        lacking = {ref: states[ref] for ref, failure in refused.items() if failure.code == NO_SUCH_PROPERTY}
        if not lacking:
            return refused
        try:
            self.prepare()
        except VendorError:
            return refused
        others = {ref: failure for ref, failure in refused.items() if ref not in lacking}
        return {**others, **self._write(lacking)}

    def _write(self, states: Mapping[RecordRef, ShownState]) -> dict[RecordRef, Failure]:
        refs = {ref.id: ref for ref in states}
        inputs = {ref.id: {"id": ref.id, "properties": shown_properties(state)} for ref, state in states.items()}
        written = write_each(self._client, INVOICES, "update", inputs)
        return {refs[key]: result for key, result in written.items() if isinstance(result, Failure)}
