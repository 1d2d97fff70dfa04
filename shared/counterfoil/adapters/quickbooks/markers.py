"""Finds what an unanswered create left behind: by its marker, items by their names.

QuickBooks cannot search the notes that hold the markers, so all records created since are read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.finding import RecordFinder
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES, source_in
from counterfoil.adapters.quickbooks.payloads import member_snapshot
from counterfoil.adapters.quickbooks.reading import RecordReader, any_state
from counterfoil.adapters.quickbooks.statements import since
from counterfoil.domain.errors import Cure, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write
from counterfoil.engine.ports import Criterion, MatchKey

CLOCK_SKEW = timedelta(minutes=2)
"""How far QuickBooks' clock may be from ours."""

_NOTES = {
    EntityKind.CUSTOMER: "Notes",
    EntityKind.INVOICE: "PrivateNote",
    EntityKind.PAYMENT: "PrivateNote",
}
"""The member that holds the marker."""


class MarkedRecords:
    """Marked records of one company."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader, finder: RecordFinder) -> None:
        self._client, self._reader, self._finder = client, reader, finder

    def find_written(self, writes: Sequence[Write], since_moment: datetime) -> dict[str, Snapshot | Failure]:
        """See `RecordSystem.find_written`. Items have no marker; their names are unique.

        What somebody has made inactive meanwhile was made all the same.
        """
        found: dict[str, Snapshot | Failure] = {}
        earliest = since_moment - CLOCK_SKEW
        for kind in EntityKind:
            of_kind = [write for write in writes if write.kind is kind]
            if of_kind:
                found |= self._named(of_kind, earliest) if kind is EntityKind.PRODUCT else self._marked(of_kind, earliest)
        return found

    def _named(self, writes: Sequence[Write], earliest: datetime) -> dict[str, Snapshot]:
        """By the name; by the SKU where a person has renamed the item since."""
        wanted = {write.key: _known_by(write.record) for write in writes if isinstance(write.record, Product)}
        asked = [one for criteria in wanted.values() for one in criteria]
        found = self._finder.find(EntityKind.PRODUCT, asked, inactive=True)
        recent = {
            key: [one for criterion in criteria for one in found[criterion] if one.created_at >= earliest]
            for key, criteria in wanted.items()
        }
        return {key: snapshots[0] for key, snapshots in recent.items() if snapshots}

    def _marked(self, writes: Sequence[Write], earliest: datetime) -> dict[str, Snapshot | Failure]:
        """By the marker. A person's copy of a marked record has the marker as well: the first one is ours.

        A payment that pays the write's invoice goes first; one that somebody has applied to another is still the one made.
        What cannot be understood counts only where nothing else is found.
        """
        by_source = {write.source: write for write in writes}
        kind = writes[0].kind
        exact: dict[str, Snapshot] = {}
        moved: dict[str, Snapshot] = {}
        odd: dict[str, Failure] = {}
        for row in self._client.query_all(ENTITIES[kind], since("MetaData.CreateTime", earliest), *any_state(kind)):
            source = source_in(str(row.get(_NOTES[kind]) or ""))
            if source in by_source:
                write = by_source[source]
                shown = self._reader.understood(write.kind, row)
                if isinstance(shown, Failure):
                    odd.setdefault(write.key, replace(shown, cure=Cure.WAITING))
                    continue
                if isinstance(mine := member_snapshot(write, shown), Snapshot):
                    exact.setdefault(write.key, mine)
                for snapshot in shown:
                    moved.setdefault(write.key, snapshot)
        return {**odd, **moved, **exact}


def _known_by(product: Product) -> list[Criterion]:
    by_name = Criterion(MatchKey.NAME, product.name)
    return [by_name, Criterion(MatchKey.SKU, product.sku)] if product.sku else [by_name]
