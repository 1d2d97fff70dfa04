"""Shows on HubSpot's invoices how their sync stands, and on payments where they are, in custom properties."""

from collections.abc import Callable, Mapping

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot import properties
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import OBJECTS
from counterfoil.adapters.hubspot.mapping.shown import shown_on_payment, shown_properties
from counterfoil.adapters.hubspot.preparing import write_preparing
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.engine.ports import Displayed, ShownState, SyncStateDisplay


class HubSpotDisplay(SyncStateDisplay):
    """Custom properties of one portal's invoices and payments."""

    def __init__(self, http: VendorHttp) -> None:
        self._client = HubSpotClient(http)

    def prepare(self) -> None:
        properties.prepare(self._client)

    def show(self, states: Mapping[RecordRef, ShownState]) -> Displayed:
        refused: dict[RecordRef, Failure] = {}
        versions: dict[RecordRef, str] = {}
        for kind, told in _TOLD.items():
            refs = {ref.id: ref for ref in states if ref.kind is kind}
            inputs = {key: {"id": key, "properties": told(states[ref])} for key, ref in refs.items()}
            written = write_preparing(self._client, OBJECTS[kind], "update", inputs) if inputs else {}
            refused |= {refs[key]: result for key, result in written.items() if isinstance(result, Failure)}
            versions |= {refs[key]: result.updatedAt for key, result in written.items() if not isinstance(result, Failure)}
        return Displayed(refused, versions)


_TOLD: Mapping[EntityKind, Callable[[ShownState], Mapping[str, str]]] = {
    EntityKind.INVOICE: shown_properties,
    EntityKind.PAYMENT: shown_on_payment,
}
