"""Finds counterparts: customers by e-mail or display name, items by SKU or name, invoices by number or day.

Every statement is a metered read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched

from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.errors import is_refusal
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES, INACTIVE_SUFFIX, is_of, plain_name
from counterfoil.adapters.quickbooks.reading import RecordReader, any_state, columns
from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE, like, one_of
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.keys import held_by
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.ports import Criterion, MatchKey

_VALUES_PER_QUERY = LARGEST_PAGE
_SURELY_TAKEN = 150
"""How long a statement may be is not documented: with more values than this, a refused one is asked in halves."""
_FIELDS: Mapping[tuple[EntityKind, MatchKey], str] = {
    (EntityKind.CUSTOMER, MatchKey.EMAIL): "PrimaryEmailAddr",
    (EntityKind.CUSTOMER, MatchKey.NAME): "DisplayName",
    (EntityKind.PRODUCT, MatchKey.SKU): "Sku",
    (EntityKind.PRODUCT, MatchKey.NAME): "Name",
    (EntityKind.INVOICE, MatchKey.NUMBER_CUSTOMER_TOTAL): "DocNumber",
    (EntityKind.INVOICE, MatchKey.DAY): "TxnDate",
}

# Several e-mail addresses in one field are separated by commas. Who has one of many addresses among others cannot be asked
# in one question, for there is no OR; who has several at all can, and who has a single one of them.
_ADDRESSES = _FIELDS[EntityKind.CUSTOMER, MatchKey.EMAIL]
_SEVERAL_ADDRESSES = like(_ADDRESSES, "%,%")


class RecordFinder:
    """Looks through the lists of one company."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader) -> None:
        self._client, self._reader = client, reader
        self._any_case: bool | None = None

    def find(
        self, kind: EntityKind, criteria: Sequence[Criterion], *, inactive: bool = False
    ) -> dict[Criterion, tuple[Snapshot, ...]]:
        """See `RecordSystem.find`; `inactive` finds inactive customers and items as well.

        Letter case does not count, whatever QuickBooks does; a blank value finds nothing. One metered read for a thousand
        values of one kind; where one of several e-mail addresses found nobody, one more for a thousand customers who have
        several.
        """
        found: dict[Criterion, dict[str, Snapshot]] = {criterion: {} for criterion in criteria}
        for candidates in self._candidates(kind, found, inactive=inactive):
            _sort_in(candidates, found)
        return {criterion: tuple(matches.values()) for criterion, matches in found.items()}

    def _candidates(
        self, kind: EntityKind, found: Mapping[Criterion, Mapping[str, Snapshot]], *, inactive: bool
    ) -> Iterator[list[Snapshot]]:
        """The answers to what is asked, one after the other; whoever was found meanwhile is in `found`."""
        for key in MatchKey:
            wanted = [one for one in found if one.key is key and _held(one)]
            if key is MatchKey.EMAIL and len(wanted) == 1 and self._takes_any_case(wanted[0]):
                yield self._shown(kind, like(_ADDRESSES, f"%{wanted[0].value}%"), inactive=inactive)
                continue
            for chunk in batched(wanted, _VALUES_PER_QUERY, strict=False):
                yield self._having(kind, key, chunk, inactive=inactive)
            if key is MatchKey.EMAIL and any(not found[address] for address in wanted):
                yield self._shown(kind, _SEVERAL_ADDRESSES, inactive=inactive)

    def _takes_any_case(self, address: Criterion) -> bool:
        """Whether letter case does not count for QuickBooks, as the address of some customer proves. Asked for only once."""
        if self._any_case is None:
            capitals = f".{_held(address).rpartition('.')[2].upper()}"
            rows = self._client.page("Customer", like(_ADDRESSES, f"%{capitals}"), start=1, limit=1)
            self._any_case = any(capitals not in str(row.get("PrimaryEmailAddr")) for row in rows if row)
        return self._any_case

    def _having(self, kind: EntityKind, key: MatchKey, criteria: Sequence[Criterion], *, inactive: bool) -> list[Snapshot]:
        """Whoever has one of the values, which are asked for in halves where they are too many for one statement."""
        spellings = dict.fromkeys(_spellings(key, criteria, inactive=inactive))
        try:
            return self._shown(kind, one_of(_FIELDS[kind, key], spellings), inactive=inactive)
        except VendorError as error:
            if not is_refusal(error.failure) or len(criteria) <= _SURELY_TAKEN:
                raise
        middle = len(criteria) // 2
        halves = criteria[:middle], criteria[middle:]
        return [one for half in halves for one in self._having(kind, key, half, inactive=inactive)]

    def _shown(self, kind: EntityKind, condition: str, *, inactive: bool) -> list[Snapshot]:
        """The candidates. One that cannot be understood is nobody's counterpart."""
        conditions = [condition, *(any_state(kind) if inactive else [])]
        rows = self._client.query_all(ENTITIES[kind], *conditions, what=columns(kind))
        found = (self._reader.understood(kind, row) for row in rows if is_of(kind, row))
        return [snapshot for some in found if not isinstance(some, Failure) for snapshot in some]


def _spellings(key: MatchKey, criteria: Iterable[Criterion], *, inactive: bool) -> Iterator[str]:
    """How QuickBooks may have the values: letter case may count there."""
    values = [_held(criterion) for criterion in criteria]
    if inactive and key is MatchKey.NAME:
        values += [value + INACTIVE_SUFFIX for value in values]
    return (spelling for value in values for spelling in (value, value.lower()))


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
