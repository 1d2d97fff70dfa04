"""Finds counterparts: customers by e-mail or display name, items by SKU or name. Every statement is a metered read."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES, INACTIVE_SUFFIX, is_of, plain_name
from counterfoil.adapters.quickbooks.reading import RecordReader, any_state, columns
from counterfoil.adapters.quickbooks.statements import one_of
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.ports import Criterion, MatchKey

_VALUES_PER_QUERY = 100
_FIELDS: Mapping[tuple[EntityKind, MatchKey], str] = {
    (EntityKind.CUSTOMER, MatchKey.EMAIL): "PrimaryEmailAddr",
    (EntityKind.CUSTOMER, MatchKey.NAME): "DisplayName",
    (EntityKind.PRODUCT, MatchKey.SKU): "Sku",
    (EntityKind.PRODUCT, MatchKey.NAME): "Name",
}


class RecordFinder:
    """Looks through the lists of one company."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader) -> None:
        self._client, self._reader = client, reader

    def find(
        self, kind: EntityKind, criteria: Sequence[Criterion], *, inactive: bool = False
    ) -> dict[Criterion, tuple[Snapshot, ...]]:
        """See `RecordSystem.find`; `inactive` finds inactive customers and items as well.

        Letter case does not count, whatever QuickBooks does; a blank value finds nothing.
        """
        found: dict[Criterion, dict[str, Snapshot]] = {criterion: {} for criterion in criteria}
        for key in MatchKey:
            wanted = [criterion for criterion in criteria if criterion.key is key and _held(criterion)]
            for chunk in batched(wanted, _VALUES_PER_QUERY, strict=False):
                for snapshot in self._meeting(kind, key, chunk, inactive=inactive):
                    for criterion in chunk:
                        if _held(criterion).casefold() in _values(snapshot, key):
                            found[criterion][snapshot.ref.id] = snapshot
        return {criterion: tuple(matches.values()) for criterion, matches in found.items()}

    def _meeting(self, kind: EntityKind, key: MatchKey, criteria: Iterable[Criterion], *, inactive: bool) -> list[Snapshot]:
        values = [_held(criterion) for criterion in criteria]
        if inactive and key is MatchKey.NAME:
            values += [value + INACTIVE_SUFFIX for value in values]
        spellings = dict.fromkeys(spelling for value in values for spelling in (value, value.lower()))
        conditions = [one_of(_FIELDS[kind, key], spellings), *(any_state(kind) if inactive else [])]
        rows = self._client.query_all(ENTITIES[kind], *conditions, what=columns(kind))
        found = (self._reader.understood(kind, row) for row in rows if is_of(kind, row))
        return [snapshot for some in found if not isinstance(some, Failure) for snapshot in some]


def _held(criterion: Criterion) -> str:
    """The value as QuickBooks can hold it: names lose what it forbids in them."""
    return plain_name(criterion.value) if criterion.key is MatchKey.NAME else criterion.value


def _values(snapshot: Snapshot, key: MatchKey) -> set[str]:
    match snapshot.record:
        case Customer() as customer:
            values = customer.emails if key is MatchKey.EMAIL else (customer.display_name,)
        case Product() as product:
            values = (product.sku,) if key is MatchKey.SKU else (product.name,)
        case _:
            values = ()
    return {value.casefold() for value in values}
