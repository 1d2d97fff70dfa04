"""The store of outcomes in memory, held to the contract suite of the real one."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.listing import sought
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome, as_listed
from counterfoil.domain.tally import Count, Day, Place, brought, moves
from counterfoil.engine.ports import (
    OutcomePage,
    OutcomeStore,
)


class InMemoryOutcomeStore(OutcomeStore):
    """Every record's history, and how each stands by it; calls are kept with the activity only, and what is shown is not."""

    def __init__(self) -> None:
        self._history: defaultdict[tuple[str, RecordRef], dict[datetime, SyncOutcome]] = defaultdict(dict)
        self._standing: defaultdict[str, dict[RecordRef, SyncOutcome]] = defaultdict(dict)

    def latest(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, SyncOutcome]:
        standing = self._standing[connection_id]
        return {ref: standing[ref] for ref in refs if ref in standing}

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        for outcome in outcomes:
            history = self._history[outcome.connection_id, outcome.ref]
            happened = replace(outcome, showing=None)
            if history.setdefault(outcome.at, happened) is happened and outcome.at == max(history):
                self._standing[outcome.connection_id][outcome.ref] = replace(outcome, calls=())

    def tally(self, connection_id: str) -> Mapping[Place, Count]:
        return moves((outcome, None) for outcome in self._current(connection_id))

    def days(self, connection_id: str, since: date) -> Sequence[Day]:
        histories = [one for (owner, _), one in self._history.items() if owner == connection_id]
        days = brought(pair for history in histories for pair in _successions(history))
        return [day for day in days.values() if day.day >= since]

    def page(
        self,
        connection_id: str,
        kind: EntityKind,
        status: OutcomeStatus,
        after: str,
        limit: int,
        *,
        category: ErrorCategory | None = None,
        since: datetime | None = None,
    ) -> OutcomePage:
        wanted = (one for one in self._current(connection_id) if (one.kind, one.status) == (kind, status))
        of_category = [one for one in wanted if category in {None, one.category}]
        return self._page(of_category, after, limit, since, newest_first=category is None)

    def open(
        self, connection_id: str, kind: EntityKind, after: str, limit: int, *, since: datetime | None = None
    ) -> OutcomePage:
        current = [one for one in self._current(connection_id) if one.kind is kind]
        return self._page(list(filter(self._is_open, current)), after, limit, since, newest_first=True)

    def _is_open(self, outcome: SyncOutcome) -> bool:
        return outcome.status in {OutcomeStatus.FAILING, OutcomeStatus.WAITING}

    def _page(
        self, outcomes: Sequence[SyncOutcome], after: str, limit: int, since: datetime | None, *, newest_first: bool
    ) -> OutcomePage:
        if after:
            RecordRef.parse(after.partition(" ")[2])
        standing = {_position(one): one for one in outcomes if since is None or one.at >= since}
        ordered = sorted(standing, reverse=newest_first)
        behind = [place for place in ordered if place != after and (not after or (place < after) is newest_first)]
        here = behind[:limit]
        return OutcomePage(tuple(standing[place] for place in here), here[-1] if len(behind) > limit else "")

    def longest_failing(self, connection_id: str, limit: int) -> Sequence[SyncOutcome]:
        failing = [one for one in self._current(connection_id) if one.status is OutcomeStatus.FAILING]
        return sorted(failing, key=_position)[:limit]

    def token_behind(self, outcome: SyncOutcome) -> str:
        return _position(outcome)

    def search(self, connection_id: str, kind: EntityKind, text: str, limit: int) -> Sequence[SyncOutcome]:
        beginning = sought(text)
        of_kind = [one for one in self._current(connection_id) if beginning and one.kind is kind]
        by_name = sorted((sought(one.listing.name), one.ref, one) for one in of_kind)
        by_detail = sorted((sought(one.listing.detail), one.ref, one) for one in of_kind)
        both = ([one for name, _, one in names if name.startswith(beginning)][:limit] for names in (by_name, by_detail))
        return list(dict.fromkeys(one for found in both for one in found))

    def history(self, connection_id: str, ref: RecordRef, limit: int) -> tuple[SyncOutcome | None, Sequence[SyncOutcome]]:
        return self.latest(connection_id, [ref]).get(ref), self.activity(connection_id, ref, limit)

    def payments(self, connection_id: str, invoice: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        paying = [one for one in self._current(connection_id) if one.paying and one.paying.invoice == invoice]
        return [as_listed(one) for one in sorted(paying, key=lambda one: str(one.ref))][:limit]

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        history = self._history.get((connection_id, ref), {})
        return [history[at] for at in sorted(history, reverse=True)[:limit]]

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        behind = [one for one in self._current(connection_id) if one.due_place > after]
        due = [one for one in behind if one.retry_at and one.retry_at <= now]
        return sorted(due, key=lambda one: one.due_place)[:limit]

    def waiting(self, connection_ids: Sequence[str], now: datetime) -> frozenset[str]:
        return frozenset(one for one in connection_ids if self.due(one, now, 1))

    def blocked(self, connection_id: str, beginnings: Collection[str]) -> Sequence[tuple[str, RecordRef]]:
        current, wanted = sorted(self._current(connection_id), key=lambda one: one.ref), tuple(beginnings)
        return sorted((key, one.ref) for one in current for key in one.blockers if key.startswith(wanted))

    def _current(self, connection_id: str) -> Collection[SyncOutcome]:
        return self._standing[connection_id].values()


def _successions(history: Mapping[datetime, SyncOutcome]) -> Iterator[tuple[SyncOutcome, SyncOutcome | None]]:
    """Each outcome with the one that it took the place of, as they were recorded; what came late took nobody's."""
    past: SyncOutcome | None = None
    for outcome in history.values():
        if past is None or past.at < outcome.at:
            yield outcome, past
            past = outcome


def _position(outcome: SyncOutcome) -> str:
    """Where an outcome stands among others, as text."""
    return f"{outcome.at.isoformat(timespec='microseconds')} {outcome.ref}"
