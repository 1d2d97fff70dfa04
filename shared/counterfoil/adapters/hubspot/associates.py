"""What records are associated with, as far as a filter asks for it: two calls for each sort of associate, however many."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.ends import associated
from counterfoil.adapters.hubspot.mapping.common import (
    COMPANIES,
    CONTACTS,
    DEALS,
    INVOICES,
    LINE_ITEMS,
    OBJECTS,
    without_prefix,
)
from counterfoil.domain.errors import Failure
from counterfoil.domain.parties import COMPANY, is_company
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Record, Values
from counterfoil.domain.snapshot import Snapshot

ASSOCIATES = {
    Holder.CONTACT: CONTACTS,
    Holder.COMPANY: COMPANIES,
    Holder.DEAL: DEALS,
    Holder.INVOICE: INVOICES,
    Holder.LINE: LINE_ITEMS,
}
"""The types of object that filters may ask about."""


class AssociateReader:
    """Reads what records of one portal are associated with."""

    def __init__(self, client: HubSpotClient) -> None:
        self._client = client

    def read(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        """`RecordSystem.associated`. One that cannot be read fails only the records that it belongs to."""
        companies = [one.ref.id for one in snapshots if is_company(one.ref)]
        others = [one.ref.id for one in snapshots if not is_company(one.ref)]
        read = self._read(OBJECTS[snapshots[0].ref.kind], others, wanted) if others else {}
        of_companies = self._read(COMPANIES, [without_prefix(one) for one in companies], wanted) if companies else {}
        return {**read, **{COMPANY + one: shown for one, shown in of_companies.items()}}

    def _read(
        self, objects: str, asked: Sequence[str], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> dict[str, Values | Failure]:
        found: dict[str, dict[Holder, Sequence[Record]]] = {one: {} for one in asked}
        failed: dict[str, Failure] = {}
        for holder, names in wanted.items():
            ids = self._ids(objects, ASSOCIATES[holder], sorted(found))
            some = self._client.read(ASSOCIATES[holder], [one for others in ids.values() for one in others], sorted(names))
            shown = {wire.id: {name: wire.properties.get(name) or "" for name in names} for wire in some.objects}
            for record_id, others in ids.items():
                found[record_id][holder] = [shown[one] for one in others if one in shown]
                if failures := [some.failures[one] for one in others if one in some.failures]:
                    failed[record_id] = failures[0]
        return {**found, **failed}

    def _ids(self, objects: str, others: str, asked: Sequence[str]) -> dict[str, list[str]]:
        """Of a company that is a customer, the company is the company itself."""
        return {one: [one] for one in asked} if objects == others else associated(self._client, objects, others, asked)
