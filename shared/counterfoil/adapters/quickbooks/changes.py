"""Finds what changed: one change-data-capture call for all entities, queries where that cannot tell everything.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

from counterfoil.adapters.quickbooks.beside import keys_in
from counterfoil.adapters.quickbooks.client import Changes, Document, QuickBooksClient
from counterfoil.adapters.quickbooks.errors import is_refusal, is_unsupported
from counterfoil.adapters.quickbooks.mapping.common import BESIDE, ENTITIES, KINDS, is_of, ref
from counterfoil.adapters.quickbooks.narrowing import narrowed
from counterfoil.adapters.quickbooks.paging import following, is_full, page_from
from counterfoil.adapters.quickbooks.reading import any_state
from counterfoil.adapters.quickbooks.reported import Place
from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE, since
from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import plain
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.engine.ports import ChangedPage, ChangedRecord

STANDS = timedelta(days=1)
"""So long the cursor stands while nothing changes: each time it moves it has to be stored."""

LOOK_BACK = timedelta(days=29)
"""Change data capture answers for 30 days; a little less is safe."""

MOST_CAPTURED = 1000
"""As many objects, of all kinds together, as one answer of change data capture tells."""

_MOMENTS = timedelta(minutes=1)
"""So near each other kinds have to end to be asked about together."""

_A_MOMENT = timedelta(seconds=1)
"""As exact as QuickBooks' times are."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class ChangeFinder:
    """Finds the changes of one company. The cursor is the moment up to which everything is known.

    An answer of `most_captured` objects may have left others out.
    """

    def __init__(self, client: QuickBooksClient, most_captured: int = MOST_CAPTURED) -> None:
        self._client, self._most_captured = client, most_captured

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """See `RecordSystem.changed_since`. One metered read, but after a burst of more than a thousand changes."""
        if not cursor:
            return ChangedPage((), now.isoformat(), more=False)
        place = Place.parse(cursor)
        captured = None if now - place.start > LOOK_BACK else self._captured(kinds, place.start)
        if captured is None:
            records = [one for kind in kinds for one in self._queried(kind, place.start)]
            return ChangedPage(tuple(records), now.isoformat(), more=False, touched=(PREFERENCES,))
        names, changes = captured
        if not any(changes.rows.values()) and now - place.start < STANDS:
            return ChangedPage((), cursor, more=False)
        parts = list(self._parts(names, changes, place.start))
        parts += self._left_out([part for part in parts if self._is_full(part)], place.start)
        records = [one for part in parts for kind in kinds for one in _all_changed(kind, part.rows.get(ENTITIES[kind], ()))]
        touched = tuple(key for part in parts for key in keys_in(part.rows))
        following = place.after(_known_until(changes, now), records)
        return ChangedPage(tuple(place.news(records)), str(following), more=False, touched=touched)

    def page(self, kind: EntityKind, after: str, narrowing: Narrowing | None = None) -> ChangedPage:
        """See `RecordSystem.page`. Ordered by id; the cursor is where the next page begins and the last id shown.

        Ids only grow, so a row is new when its id is greater. (Asking for greater ids itself is not safe: whether
        QuickBooks compares them as numbers is not documented.)
        """
        position, _, last_id = after.partition(":")
        last = int(last_id or 0)
        conditions = [*any_state(kind), *(narrowed(narrowing, kind) if narrowing else ())]
        start, rows = page_from(
            lambda start: self._client.page(ENTITIES[kind], *conditions, start=start),
            int(position or 1),
            lambda row: int(row["Id"]) <= last,
        )
        fresh = [row for row in rows if row and int(row["Id"]) > last]
        cursor = f"{following(start, rows)}:{max((int(row['Id']) for row in fresh), default=last)}"
        return ChangedPage(tuple(_all_changed(kind, fresh)), cursor, more=is_full(rows))

    def _captured(self, kinds: Sequence[EntityKind], start: datetime) -> tuple[Sequence[str], Changes] | None:
        """What change data capture was asked for and tells; None when QuickBooks says that it does not reach back so far.

        What is asked for beside the records must not keep them from being found: refused, it is left out.
        """
        entities = [ENTITIES[kind] for kind in kinds]
        try:
            return [*entities, *BESIDE], self._client.changes([*entities, *BESIDE], start)
        except VendorError as error:
            if not is_refusal(error.failure):
                raise
        try:
            return entities, self._client.changes(entities, start)
        except VendorError as error:
            if not is_unsupported(error.failure):
                raise
            return None

    def _parts(self, names: Sequence[str], changes: Changes, start: datetime) -> Iterator[Changes]:
        """What was captured, in answers that left nothing out, but for one of a single kind that is full by itself.

        A full answer may have left something out: each kind that is in it is then asked for alone, all others together. Of
        one that is in it by itself, no more would be answered.
        """
        if not self._is_full(changes):
            yield changes
            return
        seen = [name for name in names if changes.rows.get(name)]
        others = [name for name in names if name not in seen]
        if len(seen) == 1:
            yield changes
        else:
            yield from (self._client.changes([name], start) for name in seen)
        if others:
            yield from self._parts(others, self._client.changes(others, start), start)

    def _left_out(self, full: Sequence[Changes], start: datetime) -> Iterator[Changes]:
        """What answers have left out that are full of one kind each: rows are queried; deletions only show in later answers.

        Which thousand QuickBooks tells is not documented. If they are the oldest, asking on from the newest of them tells
        the rest; if not, that ends at once, and deletions beyond a thousand are found by the next full compare. Of a query
        the first page has the oldest rows for certain, so that asking on from its end tells the others as well.
        """
        ends, walks = dict[str, datetime](), dict[str, Iterator[Document]]()
        for name, captured in ((name, part) for part in full for name in part.rows if name in KINDS and part.rows[name]):
            walks[name] = self._rows_changed(KINDS[name], start)
            first = tuple(islice(walks[name], LARGEST_PAGE))
            known_until = _told_all_until(first) if len(first) >= LARGEST_PAGE else None
            rest = () if known_until else tuple(walks[name])
            yield Changes({name: (*first, *rest)}, time="")
            ends[name] = min(filter(None, (known_until, _newest(captured))))
        for names in _together({name: end for name, end in ends.items() if end > start}):
            yield from self._onwards(names, min(ends[name] for name in names), walks)

    def _onwards(self, names: Sequence[str], end: datetime, walks: Mapping[str, Iterator[Document]]) -> Iterator[Changes]:
        """What was captured of these kinds since then; the walks through their rows go on where that is too much again."""
        after, onwards = _LONG_AGO, end
        while onwards > after:
            after, changes = onwards, self._client.changes(names, onwards)
            yield changes
            if self._is_full(changes):
                yield from (Changes({name: tuple(walks[name])}, time="") for name in names)
                onwards = _newest(changes)

    def _is_full(self, changes: Changes) -> bool:
        return sum(len(rows) for rows in changes.rows.values()) >= self._most_captured

    def _queried(self, kind: EntityKind, start: datetime) -> Iterator[ChangedRecord]:
        return _all_changed(kind, self._rows_changed(kind, start))

    def _rows_changed(self, kind: EntityKind, start: datetime) -> Iterator[Document]:
        """By time of the last change, which shows everything but deletions."""
        condition = since("MetaData.LastUpdatedTime", start)
        return self._client.query_all(ENTITIES[kind], condition, *any_state(kind), order="MetaData.LastUpdatedTime")


def _newest(changes: Changes) -> datetime:
    return max(_modified_at(row) for rows in changes.rows.values() for row in rows)


def _told_all_until(page: Sequence[Document]) -> datetime | None:
    """Until when a full page in the order of time has every row; None for a page of a single moment, which may have more."""
    until = _modified_at(page[-1]) - _A_MOMENT
    return until if _modified_at(page[0]) < until else None


def _together(ends: Mapping[str, datetime]) -> Iterator[list[str]]:
    """The kinds that are asked about in one call: what pays an invoice changes it in the same moment."""
    left = sorted(ends, key=lambda name: ends[name])
    while left:
        names = [name for name in left if ends[name] - ends[left[0]] <= _MOMENTS]
        yield names
        left = left[len(names) :]


def _all_changed(kind: EntityKind, rows: Iterable[Document]) -> Iterator[ChangedRecord]:
    return (_changed(kind, row) for row in rows if is_of(kind, row) and row.get("Id"))


def _changed(kind: EntityKind, row: Document) -> ChangedRecord:
    deleted = str(row.get("status", "")).lower() == "deleted"
    version = "" if deleted else str(row.get("SyncToken", ""))
    return ChangedRecord(ref(kind, str(row["Id"])), version, _modified_at(row), _balance(row))


def _balance(row: Document) -> str | None:
    """What an invoice owes; None for anything else, and for an odd row."""
    owed = row.get("Balance")
    return plain(Decimal(owed)) if isinstance(owed, Decimal | int) and "TotalAmt" in row else None


def _modified_at(row: Document) -> datetime:
    """When a row was changed; an odd row, of which nobody can say so, may have been changed at any time."""
    times = row.get("MetaData") or {}
    try:
        return datetime.fromisoformat(str(times.get("LastUpdatedTime"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return _LONG_AGO


def _known_until(changes: Changes, now: datetime) -> datetime:
    """QuickBooks' own time of the answer, so that its clock alone counts."""
    return datetime.fromisoformat(changes.time).astimezone(UTC) if changes.time else now
