"""The objects of one company: ids, sync tokens, times, tombstones, and an index of numbers and names."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.wire import Document, wire_time

Watch = Callable[[str, Document | None, Document | None], None]  # kind, version before, version after


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to one object, as webhooks tell it."""

    entity: str
    identifier: str
    operation: str  # Create, Update, Delete, Void, Merge, Emailed
    at: datetime
    merged_into: str | None = None


class Records:
    """Keeps every object as plain members; callers never change one in place, they put a new version."""

    def __init__(self, now: Callable[[], datetime], announce: Callable[[Change], None], watch: Watch) -> None:
        self._now, self._announce, self._watch = now, announce, watch
        self._objects: dict[str, dict[str, Document]] = defaultdict(dict)
        self._counters: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))
        self._index: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.tombstones: dict[str, dict[str, Document]] = defaultdict(dict)

    def get(self, entity: str, identifier: str) -> Document | None:
        """One object, or None."""
        return self._objects[entity].get(identifier)

    def all(self, entity: str) -> list[Document]:
        """Every object of a kind, oldest first."""
        return list(self._objects[entity].values())

    def next_id(self, family: str) -> str:
        """The next id of a family; kinds of one family never share an id."""
        return str(next(self._counters[family]))

    def _free_id(self, entity: str) -> str:
        key = self.next_id(ENTITIES[entity].family)
        while key in self._objects[entity]:
            key = self.next_id(ENTITIES[entity].family)
        return key

    def indexed(self, entity: str, value: str) -> list[Document]:
        """The objects of a kind whose indexed member (number or name) equals `value`, case ignored."""
        return [self._objects[entity][key] for key in sorted(self._index[entity, value.casefold()], key=_by_number)]

    def create(self, entity: str, members: Document, *, identifier: str | None = None) -> Document:
        """Store a new object and announce it."""
        now = self._now()
        at = wire_time(now)
        key = identifier or self._free_id(entity)
        stored = {**members, "Id": key, "SyncToken": "0", "MetaData": {"CreateTime": at, "LastUpdatedTime": at}}
        self._store(entity, stored)
        self._announce(Change(entity, key, "Create", now))
        return stored

    def update(
        self, entity: str, members: Document, operation: str = "Update", *, bump: bool = True, merged_into: str | None = None
    ) -> Document:
        """Store the next version of an object and announce it as `operation`; a merged one names its survivor."""
        now = self._now()
        before = self._objects[entity][members["Id"]]
        token = str(int(before["SyncToken"]) + 1) if bump else before["SyncToken"]
        times = {**before["MetaData"], "LastUpdatedTime": wire_time(now)}
        stored = {**members, "SyncToken": token, "MetaData": times}
        self._store(entity, stored)
        self._announce(Change(entity, stored["Id"], operation, now, merged_into))
        return stored

    def amend(self, entity: str, members: Document) -> Document:
        """Store calculated members without a new version, time or announcement."""
        self._store(entity, members)
        return members

    def delete(self, entity: str, identifier: str) -> None:
        """Forget an object, leave its tombstone and announce the deletion."""
        now = self._now()
        before = self._objects[entity].pop(identifier)
        self._unindex(entity, before)
        self.tombstones[entity][identifier] = {
            "status": "Deleted",
            "Id": identifier,
            "MetaData": {"LastUpdatedTime": wire_time(now)},
        }
        self._watch(entity, before, None)
        self._announce(Change(entity, identifier, "Delete", now))

    def _store(self, entity: str, stored: Document) -> None:
        before = self._objects[entity].get(stored["Id"])
        if before:
            self._unindex(entity, before)
        self._objects[entity][stored["Id"]] = stored
        if value := self._indexed_value(entity, stored):
            self._index[entity, value].add(stored["Id"])
        self._watch(entity, before, stored)

    def _unindex(self, entity: str, stored: Document) -> None:
        if value := self._indexed_value(entity, stored):
            self._index[entity, value].discard(stored["Id"])

    def _indexed_value(self, entity: str, stored: Document) -> str | None:
        member = ENTITIES[entity].indexed
        value = stored.get(member) if member else None
        return str(value).casefold() if value else None


def _by_number(key: str) -> tuple[int, str]:
    return len(key), key
