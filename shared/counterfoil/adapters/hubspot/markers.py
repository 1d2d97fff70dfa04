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
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, MARKER, OBJECTS, PRODUCTS, Properties
from counterfoil.adapters.hubspot.preparing import write_preparing
from counterfoil.adapters.hubspot.properties import marker_is_unique, prepare_one
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.domain.errors import Cure, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write


class MarkedRecords:
    """Marked records of one portal."""

    def __init__(self, client: HubSpotClient, reader: RecordReader, *, companies: bool = False) -> None:
        """`companies` says whether companies are customers, which may then be what was made."""
        self._client, self._reader = client, reader
        self._objects = {kind: [OBJECTS[kind]] for kind in EntityKind}
        if companies:
            self._objects[EntityKind.CUSTOMER].append(COMPANIES)
        self._unique_products: bool | None = None
        self._has_companies = False

    def create(self, objects: str, properties: Mapping[str, Properties]) -> dict[str, Written]:
        """Create a record for each of `properties`, which hold the marker, or take the one that has it; by their keys.

        Raises VendorError while nothing has been written yet.
        """
        if objects == COMPANIES and not self._marks_companies():
            prepare_one(self._client, COMPANIES)
        if self._is_unique(objects):
            upserts = {
                key: {"id": each[MARKER], "idProperty": MARKER, "properties": each} for key, each in properties.items()
            }
            return write_preparing(self._client, objects, "upsert", upserts) if upserts else {}
        found = self.find(objects, [each[MARKER] for each in properties.values()])
        existing: dict[str, Written] = {
            key: found[each[MARKER]] for key, each in properties.items() if each[MARKER] in found
        }
        creates = {key: {"properties": each, "associations": []} for key, each in properties.items() if key not in existing}
        return existing | write_each(self._client, objects, "create", creates)

    def find(self, objects: str, markers: Iterable[str]) -> dict[str, CrmObject]:
        """The records that have one of these markers, by marker. Raises VendorError."""
        if self._is_unique(objects):
            read = self._client.read(objects, markers, (MARKER,), id_property=MARKER)
            for failure in read.failures.values():
                raise VendorError(failure)
            found = read.objects
        else:
            found = tuple(
                search_each(self._client, objects, markers, lambda some: [[one_of(MARKER, some)]], shown=(MARKER,))
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
        marked = self._ids(kind, [str(each.source) for each in writes])
        ids = {each.key: marked[str(each.source)] for each in writes if str(each.source) in marked}
        shown = self._reader.read(kind, list(ids.values()))
        found: dict[str, Snapshot | Failure] = {}
        for each in writes:
            result = shown.get(ids.get(each.key, ""), ())
            if isinstance(result, Failure):
                found[each.key] = replace(result, cure=Cure.WAITING)
            elif complete := [one for one in result if _is_complete(each, one)]:
                found[each.key] = complete[-1]
        return found

    def _ids(self, kind: EntityKind, markers: Sequence[str]) -> dict[str, str]:
        """The ids of the records that have these markers, as they are known here."""
        return {
            marker: COMPANY + wire.id if objects == COMPANIES else wire.id
            for objects in self._objects[kind]
            if objects != COMPANIES or self._marks_companies()
            for marker, wire in self.find(objects, markers).items()
        }

    def _marks_companies(self) -> bool:
        """Whether the portal's companies have our marker yet: until then none of them was made by us."""
        self._has_companies = self._has_companies or marker_is_unique(self._client, COMPANIES)
        return self._has_companies

    def _is_unique(self, objects: str) -> bool:
        """Products may not allow a unique property; every other type does."""
        if objects != PRODUCTS:
            return True
        if self._unique_products is None:
            self._unique_products = marker_is_unique(self._client, PRODUCTS)
        return self._unique_products


def _is_complete(write: Write, found: Snapshot) -> bool:
    match found.record, write.record:
        case Payment(invoice=None), Payment(invoice=RecordRef()):
            return False
    return True
