"""Lists of records: of a kind, by how they stand and why, or by what they are called; page by page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache

from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import sought
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Place
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import OutcomePage, OutcomeStore

PAGE = 50
MOST_FOUND = 50
"""So many records are found by name at once, and as many by detail; whoever needs more types more of it."""
FEW = 200
"""Of so many that stand as is wanted, each is looked at; one query reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records of a kind: those that stand so, for this category, since then or later, or whose name or detail begins
    with `text`.
    """

    kind: EntityKind = EntityKind.INVOICE
    status: OutcomeStatus | None = None
    category: ErrorCategory | None = None
    text: str = ""
    since: datetime | None = None

    @property
    def standing(self) -> OutcomeStatus | None:
        """How they stand: for a category they fail, unless something else is said."""
        return self.status or (OutcomeStatus.FAILING if self.category else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList:
    """A page of records, the newest first (of one category the oldest first). `total` is how many there are in all, None
    where that is not counted; `next_page` the token of the next page, "" at the end. `tally` is of every record that there
    is. Of what is looked up there `may_be_more` than was looked at, also where none of it is as wanted.
    """

    outcomes: tuple[SyncOutcome, ...]
    tally: Mapping[Place, Count]
    total: int | None
    next_page: str = ""
    may_be_more: bool = False


class _List(StrEnum):
    """What is shown together where no state is asked for. `OPEN` is what fails or waits."""

    IN_STEP = OutcomeStatus.IN_SYNC
    LEFT_OUT = OutcomeStatus.EXCLUDED
    OPEN = "open"


_Places = dict[_List, str]
"""Where the lists go on that are shown together, each by its token; one that is at its end is absent."""


@cache
def _token() -> TypeAdapter[_Places]:
    """Built once, when it is first wanted."""
    return TypeAdapter(_Places)


@dataclass(frozen=True, slots=True)
class RecordsView:
    """Lists records. At most four reads of the table a page, however many records there are."""

    outcomes: OutcomeStore

    def records(self, connection_id: str, wanted: Wanted, after: str = "", limit: int = PAGE) -> RecordList:
        """A page of what is wanted. Raises ValueError for an `after` that is no token of such a page."""
        tally = self.outcomes.tally(connection_id)
        if wanted.text.strip():
            return self._found(connection_id, wanted, tally)
        if wanted.standing:
            page = self._standing(connection_id, wanted, wanted.standing, after, limit)
        else:
            places = _parsed(after) if after else dict.fromkeys(_List, "")
            page = self._merged(connection_id, wanted, places, limit)
        total = None if wanted.since else _total(tally, wanted)
        return RecordList(outcomes=page.outcomes, tally=tally, total=total, next_page=page.next_page)

    def _standing(self, connection_id: str, wanted: Wanted, status: OutcomeStatus, after: str, limit: int) -> OutcomePage:
        return self.outcomes.page(
            connection_id, wanted.kind, status, after, limit, category=wanted.category, since=wanted.since
        )

    def _found(self, connection_id: str, wanted: Wanted, tally: Mapping[Place, Count]) -> RecordList:
        """Among the few that stand as wanted, else among the first that are called so."""
        if wanted.standing and _total(tally, wanted) <= FEW:
            few = self._standing(connection_id, wanted, wanted.standing, "", FEW)
            called = _called(wanted.text, few.outcomes)
            more = bool(few.next_page) or len(called) > MOST_FOUND
            return RecordList(outcomes=called[:MOST_FOUND], tally=tally, total=None, may_be_more=more)
        found = self.outcomes.search(connection_id, wanted.kind, wanted.text, MOST_FOUND)
        fitting = tuple(one for one in found if _fits(one, wanted))
        return RecordList(outcomes=fitting, tally=tally, total=None, may_be_more=len(found) >= MOST_FOUND)

    def _merged(self, connection_id: str, wanted: Wanted, places: _Places, limit: int) -> OutcomePage:
        """The newest of all lists; the token holds a position for each. What was left out long ago is in two of them."""
        pages = {one: self._of(connection_id, wanted, place, limit, one) for one, place in places.items()}
        every = {outcome.ref: outcome for page in pages.values() for outcome in page.outcomes}
        here = sorted(every.values(), key=lambda one: (one.at, str(one.ref)), reverse=True)[:limit]
        return OutcomePage(tuple(here), self._next(places, pages, here))

    def _of(self, connection_id: str, wanted: Wanted, place: str, limit: int, of: _List) -> OutcomePage:
        if of is _List.OPEN:
            return self.outcomes.open(connection_id, wanted.kind, place, limit, since=wanted.since)
        return self.outcomes.page(connection_id, wanted.kind, OutcomeStatus(of), place, limit, since=wanted.since)

    def _next(self, places: _Places, pages: Mapping[_List, OutcomePage], here: Sequence[SyncOutcome]) -> str:
        """Each list goes on behind the last of it that is shown, unless nothing of it is left."""
        shown = {one: [each for each in here if each in page.outcomes] for one, page in pages.items()}
        left = [one for one, page in pages.items() if page.next_page or len(shown[one]) < len(page.outcomes)]
        following = {one: self.outcomes.token_behind(shown[one][-1]) if shown[one] else places[one] for one in left}
        return _token().dump_json(following).decode() if following else ""


def _total(tally: Mapping[Place, Count], wanted: Wanted) -> int:
    return sum(
        count.records
        for place, count in tally.items()
        if place.kind is wanted.kind
        and wanted.standing in {None, place.status}
        and wanted.category in {None, place.category}
    )


def _called(text: str, outcomes: Iterable[SyncOutcome]) -> tuple[SyncOutcome, ...]:
    """Those whose name or detail begins so, in the order of a search."""
    beginning = sought(text)
    placed = ((one.listing.place_by(beginning), one) for one in outcomes)
    found = sorted((place, str(one.ref), one) for place, one in placed if place)
    return tuple(one for _, _, one in found)


def _fits(outcome: SyncOutcome, wanted: Wanted) -> bool:
    is_so = wanted.standing in {None, outcome.status} and wanted.category in {None, outcome.category}
    return is_so and (wanted.since is None or outcome.at >= wanted.since)


def _parsed(after: str) -> _Places:
    try:
        return _token().validate_json(after)
    except ValidationError as error:
        raise ValueError("not a page of records") from error
