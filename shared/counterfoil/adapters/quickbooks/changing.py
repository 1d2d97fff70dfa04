"""Finds what changed: one change-data-capture call for all entities, queries where that cannot tell everything.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from counterfoil.adapters.quickbooks.client import Changes, Document, QuickBooksClient
from counterfoil.adapters.quickbooks.mapping import ENTITIES, ref
from counterfoil.adapters.quickbooks.reading import ANY_STATE
from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE, select, since
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ChangedPage, ChangedRecord

OVERLAP = timedelta(minutes=3)
"""Whether the lower bound is inclusive is not documented, and webhooks' and servers' clocks differ a little."""

LOOK_BACK = timedelta(days=29)
"""Change data capture answers for 30 days; a little less is safe."""

_NAME_LISTS = {EntityKind.CUSTOMER, EntityKind.PRODUCT}


class ChangeFinder:
    """Finds the changes of one company. The cursor is the moment up to which everything is known."""

    def __init__(self, client: QuickBooksClient) -> None:
        self._client = client

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """See `RecordSystem.changed_since`. One metered read, but after a burst of more than a thousand changes."""
        if not cursor:
            return ChangedPage((), now.isoformat(), more=False)
        start = datetime.fromisoformat(cursor) - OVERLAP
        if now - start > LOOK_BACK:
            records = [one for kind in kinds for one in self._queried(kind, start)]
            return ChangedPage(tuple(records), now.isoformat(), more=False)
        changes = self._client.changes([ENTITIES[kind] for kind in kinds], start)
        records = list(self._told(kinds, changes, start))
        return ChangedPage(tuple(records), _known_until(changes, now).isoformat(), more=False)

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """See `RecordSystem.page`. Ordered by id, from where the page before ended: ids only grow, so none is missed."""
        start = int(after or "1")
        statement = select(ENTITIES[kind], *_any_state(kind), order="Id", start=start)
        rows = self._client.query(statement, ENTITIES[kind])
        more = len(rows) == LARGEST_PAGE
        return ChangedPage(tuple(_changed(kind, row) for row in rows), str(start + len(rows)), more=more)

    def _told(self, kinds: Sequence[EntityKind], changes: Changes, start: datetime) -> Iterator[ChangedRecord]:
        """What was captured. A full answer may have left something out: each kind is then asked for alone, then queried."""
        if _size(changes.rows) < LARGEST_PAGE:
            yield from (_changed(kind, row) for kind in kinds for row in changes.rows.get(ENTITIES[kind], ()))
            return
        for kind in kinds:
            alone = changes if len(kinds) == 1 else self._client.changes([ENTITIES[kind]], start)
            yield from (_changed(kind, row) for row in alone.rows.get(ENTITIES[kind], ()))
            if _size(alone.rows) >= LARGEST_PAGE:
                yield from self._queried(kind, start)

    def _queried(self, kind: EntityKind, start: datetime) -> Iterator[ChangedRecord]:
        """By time of the last change, which shows everything but deletions."""
        condition = since("MetaData.LastUpdatedTime", start)
        rows = self._client.query_all(ENTITIES[kind], condition, *_any_state(kind), order="MetaData.LastUpdatedTime")
        return (_changed(kind, row) for row in rows)


def _any_state(kind: EntityKind) -> list[str]:
    return [ANY_STATE] if kind in _NAME_LISTS else []


def _size(rows: Mapping[str, Sequence[Document]]) -> int:
    return sum(len(some) for some in rows.values())


def _changed(kind: EntityKind, row: Document) -> ChangedRecord:
    deleted = str(row.get("status", "")).lower() == "deleted"
    modified = datetime.fromisoformat(str(row["MetaData"]["LastUpdatedTime"])).astimezone(UTC)
    return ChangedRecord(ref(kind, str(row["Id"])), "" if deleted else str(row.get("SyncToken", "")), modified)


def _known_until(changes: Changes, now: datetime) -> datetime:
    """QuickBooks' own time of the answer, so that its clock alone counts."""
    return datetime.fromisoformat(changes.time).astimezone(UTC) if changes.time else now
