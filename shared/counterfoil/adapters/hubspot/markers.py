"""Records that carry our marker: making them without doubling, and finding them again.

Where a portal keeps the marker unique, HubSpot itself makes a repeated create find the first one's record. Where it does
not (products), the marker is searched for before creating; the search index runs some seconds behind, so whoever lost an
answer must wait that long before trying again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.batches import Written, write_each
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.filters import one_of, search_each
from counterfoil.adapters.hubspot.mapping.common import MARKER, OBJECTS, Properties
from counterfoil.adapters.hubspot.properties import marker_is_unique
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.domain.errors import Cure, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write


class MarkedRecords:
    """Marked records of one portal."""

    def __init__(self, client: HubSpotClient, reader: RecordReader) -> None:
        self._client, self._reader = client, reader
        self._unique_products: bool | None = None

    def create(self, kind: EntityKind, properties: Mapping[str, Properties]) -> dict[str, Written]:
        """Create a record for each of `properties`, which hold the marker, or take the one that has it; by their keys.

        Raises VendorError while nothing has been written yet.
        """
        if self._is_unique(kind):
            upserts = {
                key: {"id": each[MARKER], "idProperty": MARKER, "properties": each} for key, each in properties.items()
            }
            return write_each(self._client, OBJECTS[kind], "upsert", upserts)
        found = self.find(kind, [each[MARKER] for each in properties.values()])
        existing: dict[str, Written] = {
            key: found[each[MARKER]] for key, each in properties.items() if each[MARKER] in found
        }
        creates = {key: {"properties": each, "associations": []} for key, each in properties.items() if key not in existing}
        return existing | write_each(self._client, OBJECTS[kind], "create", creates)

    def find(self, kind: EntityKind, markers: Iterable[str]) -> dict[str, CrmObject]:
        """The records that have one of these markers, by marker. Raises VendorError."""
        if self._is_unique(kind):
            read = self._client.read(OBJECTS[kind], markers, (MARKER,), id_property=MARKER)
            for failure in read.failures.values():
                raise VendorError(failure)
            found = read.objects
        else:
            found = tuple(
                search_each(self._client, OBJECTS[kind], markers, lambda some: [[one_of(MARKER, some)]], shown=(MARKER,))
            )
        return {wire.properties.get(MARKER) or "": wire for wire in found}

    def find_written(self, writes: Sequence[Write]) -> dict[str, Snapshot | Failure]:
        """`RecordSystem.find_written`, however long ago that was.

        A payment that is on no invoice yet counts as not written: writing it again completes it.
        """
        found: dict[str, Snapshot | Failure] = {}
        for kind in EntityKind:
            of_kind = [each for each in writes if each.kind is kind]
            found |= self._find_written(kind, of_kind) if of_kind else {}
        return found

    def _find_written(self, kind: EntityKind, writes: Sequence[Write]) -> dict[str, Snapshot | Failure]:
        marked = self.find(kind, [str(each.source) for each in writes])
        ids = {each.key: marked[str(each.source)].id for each in writes if str(each.source) in marked}
        shown = self._reader.read(kind, list(ids.values()))
        found: dict[str, Snapshot | Failure] = {}
        for each in writes:
            result = shown.get(ids.get(each.key, ""), ())
            if isinstance(result, Failure):
                found[each.key] = replace(result, cure=Cure.WAITING)
            elif complete := [one for one in result if _is_complete(each, one)]:
                found[each.key] = complete[-1]
        return found

    def _is_unique(self, kind: EntityKind) -> bool:
        """Products may not allow a unique property; every other type does."""
        if kind is not EntityKind.PRODUCT:
            return True
        if self._unique_products is None:
            self._unique_products = marker_is_unique(self._client, OBJECTS[kind])
        return self._unique_products


def _is_complete(write: Write, found: Snapshot) -> bool:
    match found.record, write.record:
        case Payment(invoice=None), Payment(invoice=RecordRef()):
            return False
    return True
