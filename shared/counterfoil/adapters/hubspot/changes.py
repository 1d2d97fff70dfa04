"""Finds what changed in a portal, through HubSpot's search, whatever its limits.

Search sorts by one property, shows 200 records a page and refuses to go beyond 10,000
(https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm), and its index runs up to half a minute
behind. So no result list is ever paged: each page starts anew from the last moment seen, without those of that moment
that were shown, records that share one moment are walked by id, and every poll begins well before the moment at which
the one before began.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import simplejson

from counterfoil.adapters.hubspot.answers import CrmObject, SearchAnswer
from counterfoil.adapters.hubspot.client import Document, FilterGroup, HubSpotClient, is_full
from counterfoil.adapters.hubspot.filters import MOST_VALUES
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, INVOICES, OBJECTS, ref
from counterfoil.adapters.hubspot.mapping.looks import INVOICE_PROPERTIES, looks_of
from counterfoil.adapters.hubspot.narrowing import Types, narrowed, types_of
from counterfoil.adapters.hubspot.reported import Reported, State
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import ChangedPage, ChangedRecord

OVERLAP = timedelta(minutes=2)
STANDS = timedelta(days=1)
"""So long the place in what changed stands while nothing does: each time it moves it has to be stored."""
LARGEST_ANSWER = 2000
OBJECT_ID = "hs_object_id"
_LONGEST = 2_400
"""Characters of properties and ids: the whole question may have 3,000."""
_QUOTED = 4
_MILLISECOND = timedelta(milliseconds=1)
_OVERLAP, _STANDS = OVERLAP // _MILLISECOND, STANDS // _MILLISECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Position:
    """How far a kind has been reported, in epoch milliseconds: everything modified before `since`.

    While a sweep runs, `sweep` is when it began. While records that share the moment `since` are walked, `tie` is the
    id of the last one reported. `reported` is what was reported of what the next sweep will ask for again.
    """

    since: int
    sweep: int = 0
    tie: str = ""
    reported: str = ""

    def begun(self, now: int) -> "_Position":
        """This position with a sweep running."""
        return self if self.sweep else replace(self, since=self.since - _OVERLAP, sweep=now)


@dataclass(frozen=True, slots=True)
class _Stream:
    """Records of one type of object, as one kind of record. `prefix` is what their ids begin with here."""

    kind: EntityKind
    objects: str
    prefix: str = ""

    @property
    def last_modified(self) -> str:
        """The property that says when a record was last modified."""
        return "lastmodifieddate" if self.objects == CONTACTS else "hs_lastmodifieddate"


_COMPANIES = "company"
"""The stream of companies in a cursor; the others are called as their kinds are."""
_STREAMS: Mapping[str, _Stream] = {
    **{str(kind): _Stream(kind, objects) for kind, objects in OBJECTS.items()},
    _COMPANIES: _Stream(EntityKind.CUSTOMER, COMPANIES, COMPANY),
}


class ChangeFinder:
    """Polls one portal; `companies` says whether they are customers as well.

    `further` are the properties of invoices that the rules name.
    """

    def __init__(self, client: HubSpotClient, *, companies: bool = False, further: Sequence[str] = ()) -> None:
        self._client, self._companies, self._types = client, companies, dict[str, Types]()
        self._further = further

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """`RecordSystem.changed_since`; deletions are not reported, because search never shows archived records."""
        moment = _milliseconds(now)
        streams = [str(kind) for kind in kinds]
        streams += [_COMPANIES] if self._companies and EntityKind.CUSTOMER in kinds else []
        positions = {name: position for name, position in _parse_cursor(cursor).items() if name in streams}
        records: list[ChangedRecord] = []
        for name in streams:
            position = positions.get(name)
            if position is None:
                positions[name] = _Position(moment)
                continue
            room = LARGEST_ANSWER - len(records)
            page, positions[name] = self._sweep(_STREAMS[name], position, moment, room)
            records += page
        running = any(position.sweep for position in positions.values())
        return ChangedPage(tuple(records), _cursor(positions), running)

    def page(self, kind: EntityKind, after: str, narrowing: Narrowing | None = None) -> ChangedPage:
        """`RecordSystem.page`, by record id; companies come after contacts, where they are customers."""
        stream = _STREAMS[_COMPANIES if after.startswith(COMPANY) else kind]
        further = [_filter(OBJECT_ID, "GT", after.removeprefix(COMPANY) or "0")]
        groups = narrowed(narrowing, self._types_of(stream), beside=1) if narrowing else []
        found = self._search(stream, [[*further, *group] for group in groups or [[]]], OBJECT_ID)
        records = tuple(self._changed(stream, wire) for wire in found.results)
        if is_full(found):
            return ChangedPage(records, records[-1].ref.id, more=True)
        turns = self._companies and stream.objects == CONTACTS
        return ChangedPage(records, COMPANY if turns else "", more=turns)

    def _sweep(self, stream: _Stream, before: _Position, now: int, room: int) -> tuple[list[ChangedRecord], _Position]:
        """The next part of a sweep, some `room` records: what is news among them, and where the sweep goes on."""
        position = before.begun(now)
        reported, found, seen = Reported(position.reported), dict[RecordRef, ChangedRecord](), 0
        shown: Sequence[str] = ()
        while position.sweep and seen < room:
            page, position, shown = self._step(stream, position, shown)
            news = reported.news(_state(record) for record in page)
            found |= {record.ref: record for record in page if _state(record) in news}
            seen += len(page)
        if not seen and not before.sweep and now - before.since < _STANDS:
            return [], before
        asked_again = min(position.since, (position.sweep or position.since) - _OVERLAP)
        return list(found.values()), replace(position, reported=reported.text(asked_again))

    def _step(
        self, stream: _Stream, position: _Position, shown: Sequence[str]
    ) -> tuple[list[ChangedRecord], _Position, Sequence[str]]:
        """One page of a sweep, and where the next one begins; a position without a sweep when this was the last.

        `shown` are the ids that the page before has shown of the moment at which this one begins. Where those are too many
        to be named, the next page begins with the first of that moment.
        """
        name = stream.last_modified
        if position.tie:
            found = self._search(
                stream, [[_filter(name, "EQ", position.since), _filter(OBJECT_ID, "GT", position.tie)]], OBJECT_ID
            )
            return [self._changed(stream, wire) for wire in found.results], _after_ties(position, found), ()
        found = self._search(stream, _onwards(name, position.since, shown), name)
        following = _after_page(position, found, name)
        of_moment = _of_moment(found.results, name, following.since)
        if following.sweep and not self._can_be_named(stream, of_moment):
            following, of_moment = replace(following, tie="0"), ()
        return [self._changed(stream, wire) for wire in found.results], following, of_moment

    def _can_be_named(self, stream: _Stream, ids: Sequence[str]) -> bool:
        return len(ids) <= MOST_VALUES and _length((*self._looked_at(stream), *ids)) <= _LONGEST

    def _types_of(self, stream: _Stream) -> Types:
        if stream.objects not in self._types:
            self._types[stream.objects] = types_of(self._client.properties(stream.objects))
        return self._types[stream.objects]

    def _search(self, stream: _Stream, groups: Sequence[FilterGroup], sort: str) -> SearchAnswer:
        return self._client.search(stream.objects, groups, self._looked_at(stream), sort=sort)

    def _looked_at(self, stream: _Stream) -> list[str]:
        further = (*INVOICE_PROPERTIES, *self._further) if stream.objects == INVOICES else ()
        return [stream.last_modified, *further]

    def _changed(self, stream: _Stream, wire: CrmObject) -> ChangedRecord:
        looks = looks_of(wire, self._further) if stream.objects == INVOICES else ""
        record_id = stream.prefix + wire.id
        return ChangedRecord(ref(stream.kind, record_id), wire.updatedAt, _moment(wire.updatedAt), looks=looks)


def _after_ties(position: _Position, found: SearchAnswer) -> _Position:
    if is_full(found):
        return replace(position, tie=found.results[-1].id)
    return replace(position, since=position.since + 1, tie="")


def _after_page(position: _Position, found: SearchAnswer, name: str) -> _Position:
    if not is_full(found):
        return replace(position, since=position.sweep, sweep=0)
    newest = _last_modified(found.results[-1], name)
    return replace(position, since=newest) if newest > position.since else replace(position, tie="0")


def _last_modified(one: CrmObject, name: str) -> int:
    return _milliseconds(_moment(one.properties.get(name) or one.updatedAt))


def _of_moment(found: Sequence[CrmObject], name: str, moment: int) -> tuple[str, ...]:
    return tuple(one.id for one in found if _last_modified(one, name) == moment)


def _onwards(name: str, since: int, shown: Sequence[str]) -> list[FilterGroup]:
    """What was modified since then, without what was shown of that moment."""
    if not shown:
        return [[_filter(name, "GTE", since)]]
    others = {"propertyName": OBJECT_ID, "operator": "NOT_IN", "values": list(shown)}
    return [[_filter(name, "GT", since)], [_filter(name, "EQ", since), others]]


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) + _QUOTED for text in texts)


def _state(record: ChangedRecord) -> State:
    return State(_milliseconds(record.modified_at), record.ref.id)


def _moment(text: str) -> datetime:
    """A time as HubSpot spells it; an odd record, of which nobody can say when it changed, may have changed at any time."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return _EPOCH


def _filter(name: str, operator: str, value: str | int) -> Document:
    return {"propertyName": name, "operator": operator, "value": str(value)}


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def _cursor(positions: Mapping[str, _Position]) -> str:
    text: str = simplejson.dumps({kind: asdict(position) for kind, position in positions.items()}, separators=(",", ":"))
    return text


def _parse_cursor(cursor: str) -> dict[str, _Position]:
    try:
        document: dict[str, dict[str, Any]] = simplejson.loads(cursor or "{}")
        return {name: _Position(**position) for name, position in document.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidValueError("cursor: not one of this system's") from error
