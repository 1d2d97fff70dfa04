"""What records are associated with, as far as a filter asks for it: two calls for each sort of associate, however many."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, DEALS, INVOICES, LINE_ITEMS, OBJECTS
from counterfoil.adapters.hubspot.related import associated
from counterfoil.domain.errors import Failure
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Record, Values
from counterfoil.domain.snapshot import Snapshot

_ASSOCIATES = {
    Holder.CONTACT: CONTACTS,
    Holder.COMPANY: COMPANIES,
    Holder.DEAL: DEALS,
    Holder.INVOICE: INVOICES,
    Holder.LINE: LINE_ITEMS,
}


class AssociateReader:
    """Reads what records of one portal are associated with."""

    def __init__(self, client: HubSpotClient) -> None:
        self._client = client

    def read(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        """`RecordSystem.associated`. One that cannot be read fails only the records that it belongs to."""
        found: dict[str, dict[Holder, Sequence[Record]]] = {one.ref.id: {} for one in snapshots}
        failed: dict[str, Failure] = {}
        objects = OBJECTS[snapshots[0].ref.kind] if snapshots else ""
        for holder, names in wanted.items():
            ids = associated(self._client, objects, _ASSOCIATES[holder], sorted(found))
            some = self._client.read(_ASSOCIATES[holder], [one for others in ids.values() for one in others], sorted(names))
            shown = {wire.id: {name: wire.properties.get(name) or "" for name in names} for wire in some.objects}
            for record_id, others in ids.items():
                found[record_id][holder] = [shown[one] for one in others if one in shown]
                if failures := [some.failures[one] for one in others if one in some.failures]:
                    failed[record_id] = failures[0]
        return {**found, **failed}
