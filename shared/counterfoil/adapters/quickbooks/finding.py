"""Finds counterparts: customers by e-mail or display name, items by SKU or name, invoices by number or day.

Every statement is a metered read.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES, INACTIVE_SUFFIX, is_of, plain_name
from counterfoil.adapters.quickbooks.reading import RecordReader, any_state, columns
from counterfoil.adapters.quickbooks.statements import like, one_of
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.keys import held_by
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.ports import Criterion, MatchKey

_VALUES_PER_QUERY = 100
_FIELDS: Mapping[tuple[EntityKind, MatchKey], str] = {
    (EntityKind.CUSTOMER, MatchKey.EMAIL): "PrimaryEmailAddr",
    (EntityKind.CUSTOMER, MatchKey.NAME): "DisplayName",
    (EntityKind.PRODUCT, MatchKey.SKU): "Sku",
    (EntityKind.PRODUCT, MatchKey.NAME): "Name",
    (EntityKind.INVOICE, MatchKey.NUMBER_CUSTOMER_TOTAL): "DocNumber",
    (EntityKind.INVOICE, MatchKey.DAY): "TxnDate",
}

# Several e-mail addresses in one field are separated by commas. Who has one of a hundred addresses among others cannot be
# asked in one question, for there is no OR; who has several at all can.
_SEVERAL_ADDRESSES = like("PrimaryEmailAddr", "%,%")


class RecordFinder:
    """Looks through the lists of one company."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader) -> None:
        self._client, self._reader = client, reader

    def find(
        self, kind: EntityKind, criteria: Sequence[Criterion], *, inactive: bool = False
    ) -> dict[Criterion, tuple[Snapshot, ...]]:
        """See `RecordSystem.find`; `inactive` finds inactive customers and items as well.

        Letter case does not count, whatever QuickBooks does; a blank value finds nothing. One metered read for a hundred
        values of one kind; where an e-mail address found nobody, one more for a thousand customers with several addresses.
        """
        found: dict[Criterion, dict[str, Snapshot]] = {criterion: {} for criterion in criteria}
        for key in MatchKey:
            wanted = [criterion for criterion in criteria if criterion.key is key and _held(criterion)]
            for chunk in batched(wanted, _VALUES_PER_QUERY, strict=False):
                _sort_in(self._shown(kind, self._having(kind, key, chunk, inactive=inactive), inactive=inactive), found)
        if any(criterion.key is MatchKey.EMAIL and _held(criterion) and not some for criterion, some in found.items()):
            _sort_in(self._shown(kind, _SEVERAL_ADDRESSES, inactive=inactive), found)
        return {criterion: tuple(matches.values()) for criterion, matches in found.items()}

    def _having(self, kind: EntityKind, key: MatchKey, criteria: Iterable[Criterion], *, inactive: bool) -> str:
        """The condition that a row has one of the values."""
        values = [_held(criterion) for criterion in criteria]
        if inactive and key is MatchKey.NAME:
            values += [value + INACTIVE_SUFFIX for value in values]
        return one_of(_FIELDS[kind, key], dict.fromkeys(spelling for value in values for spelling in (value, value.lower())))

    def _shown(self, kind: EntityKind, condition: str, *, inactive: bool) -> list[Snapshot]:
        """The candidates. One that cannot be understood is nobody's counterpart."""
        conditions = [condition, *(any_state(kind) if inactive else [])]
        rows = self._client.query_all(ENTITIES[kind], *conditions, what=columns(kind))
        found = (self._reader.understood(kind, row) for row in rows if is_of(kind, row))
        return [snapshot for some in found if not isinstance(some, Failure) for snapshot in some]


def _sort_in(snapshots: Iterable[Snapshot], found: Mapping[Criterion, dict[str, Snapshot]]) -> None:
    """Add to what each criterion found the snapshots that meet it: what counts is decided on the records themselves."""
    values = [
        (snapshot, {key: {one.casefold() for one in held_by(snapshot.record, key)} for key in MatchKey})
        for snapshot in snapshots
    ]
    for criterion, matches in found.items():
        held = _held(criterion).casefold()
        matches.update({snapshot.ref.id: snapshot for snapshot, by_key in values if held and held in by_key[criterion.key]})


def _held(criterion: Criterion) -> str:
    """The value as QuickBooks can hold it: names lose what it forbids in them."""
    return plain_name(criterion.value) if criterion.key is MatchKey.NAME else criterion.value
