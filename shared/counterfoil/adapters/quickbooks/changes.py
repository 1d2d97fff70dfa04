"""Finds what changed: one change-data-capture call for all entities, queries where that cannot tell everything.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
"""

from collections.abc import Iterable, Iterator, Sequence
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
from counterfoil.adapters.quickbooks.reported import OVERLAP, Place
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
        first = None if now - place.start > LOOK_BACK else self._captured(kinds, place.start)
        if first is None:
            records = [one for kind in kinds for one in self._queried(kind, place.start)]
            return ChangedPage(tuple(records), now.isoformat(), more=False, touched=(PREFERENCES,))
        names, changes = first
        if not any(changes.rows.values()) and now - place.start < STANDS:
            return ChangedPage((), cursor, more=False)
        captured = list(self._parts(names, changes, place.start))
        parts, until = self._with_left_out(captured, place.start, _known_until(changes, now))
        records = [one for part in parts for kind in kinds for one in _all_changed(kind, part.rows.get(ENTITIES[kind], ()))]
        touched = tuple(key for part in parts for key in keys_in(part.rows))
        following = place.after(until, records)
        later = until < _known_until(changes, now)
        return ChangedPage(tuple(place.news(records)), str(following), more=False, touched=touched, later=later)

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

    def _with_left_out(self, captured: list[Changes], start: datetime, now: datetime) -> tuple[list[Changes], datetime]:
        """What was captured, with what answers have left out that are full of one kind each; until when this is everything.

        Rows are queried; deletions only show in later answers. Which thousand QuickBooks tells is not documented. If they
        are the oldest, asking on from the newest of them tells the others. The next poll does so, unless deletions are among
        them or its answer would be full again. If not, deletions beyond a thousand are found by the next full compare.
        """
        full = {name: part for part in captured if self._is_full(part) for name, rows in part.rows.items() if rows}
        parts = [*captured, *(self._behind(name, part, start) for name, part in full.items() if name in KINDS)]
        end = min(map(_end, full.values()), default=start)
        if end <= start:
            return parts, now
        if any(map(_has_deletions, full.values())) or len(_changed_since(parts, end)) >= self._most_captured:
            return [*parts, *self._onwards([*full], end)], now
        return parts, min(now, end + OVERLAP)

    def _behind(self, name: str, captured: Changes, start: datetime) -> Changes:
        """The rows that an answer full of this kind has left out.

        They are queried in the order of time, from the place of the last captured one on. If that one alone was captured of
        them, all before it were; else the first page is read, too, which reaches that place.
        """
        told = {row.get("Id") for row in captured.rows[name] if not _is_deleted(row)}
        rows = tuple(self._rows_changed(KINDS[name], start, first=min(max(1, len(told)), LARGEST_PAGE)))
        if sum(row["Id"] in told for row in rows) != min(1, len(told)):
            rows = (*islice(self._rows_changed(KINDS[name], start), LARGEST_PAGE), *rows)
        return Changes({name: rows}, time="")

    def _onwards(self, names: Sequence[str], end: datetime) -> Iterator[Changes]:
        """What was captured of these kinds since then, answer by answer."""
        after = _LONG_AGO
        while end > after:
            after, changes = end, self._client.changes(names, end)
            yield changes
            end = _newest(changes) if self._is_full(changes) else after

    def _is_full(self, changes: Changes) -> bool:
        return sum(len(rows) for rows in changes.rows.values()) >= self._most_captured

    def _queried(self, kind: EntityKind, start: datetime) -> Iterator[ChangedRecord]:
        return _all_changed(kind, self._rows_changed(kind, start))

    def _rows_changed(self, kind: EntityKind, start: datetime, first: int = 1) -> Iterator[Document]:
        """By time of the last change, which shows everything but deletions; from the first position on."""
        conditions = since("MetaData.LastUpdatedTime", start), *any_state(kind)
        return self._client.query_all(ENTITIES[kind], *conditions, order="MetaData.LastUpdatedTime", first=first)


def _newest(changes: Changes) -> datetime:
    return max(_modified_at(row) for rows in changes.rows.values() for row in rows)


def _end(full: Changes) -> datetime:
    """From when on more may have been left out of a full answer; of one that is full of a single moment, after that."""
    newest = _newest(full)
    oldest = min(_modified_at(row) for rows in full.rows.values() for row in rows)
    return newest if oldest < newest else newest + _A_MOMENT


def _has_deletions(changes: Changes) -> bool:
    return any(_is_deleted(row) for rows in changes.rows.values() for row in rows)


def _changed_since(parts: Iterable[Changes], moment: datetime) -> set[tuple[str, str]]:
    """What changed at that moment or later, each object once."""
    return {
        (name, str(row.get("Id")))
        for part in parts
        for name, rows in part.rows.items()
        for row in rows
        if _modified_at(row) >= moment
    }


def _all_changed(kind: EntityKind, rows: Iterable[Document]) -> Iterator[ChangedRecord]:
    return (_changed(kind, row) for row in rows if is_of(kind, row) and row.get("Id"))


def _changed(kind: EntityKind, row: Document) -> ChangedRecord:
    version = "" if _is_deleted(row) else str(row.get("SyncToken", ""))
    return ChangedRecord(ref(kind, str(row["Id"])), version, _modified_at(row), _balance(row))


def _is_deleted(row: Document) -> bool:
    return str(row.get("status", "")).lower() == "deleted"


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
