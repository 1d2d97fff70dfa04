"""Records as rows."""

from collections.abc import Iterator
from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.listing import sought
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts.words import STANDING
from counterfoil.engine.ports import Clock, OutcomeStore
from counterfoil_console.domain.exports import ExportScope
from counterfoil_console.exporting.sheet import Cell, Column, Sheet
from counterfoil_console.presenting.kinds import one_of_each
from counterfoil_console.presenting.records import why
from counterfoil_console.telling import told_with

_TOGETHER = 500
_MOST_FOUND = 1_000
_MOST_PASSES = 5


def records_sheet(
    outcomes: OutcomeStore,
    connection_id: str,
    scope: ExportScope,
    *,
    zone: ZoneInfo,
    texts: NullTranslations,
    clock: Clock,
) -> Sheet:
    """One row for each record, both amounts beside each other."""
    _ = texts.gettext
    titles = (
        (_("Object"), 10),
        (_("Number or name"), 24),
        (_("Customer, e-mail or SKU"), 30),
        (_("State"), 12),
        ("HubSpot", 14),
        ("QuickBooks", 14),
        (_("Currency"), 9),
        (_("Why"), 50),
        (_("Last change"), 17),
        (_("Reference"), 28),
        (_("Counterpart"), 28),
    )
    found = Found(outcomes, connection_id, scope, clock)
    words = one_of_each(texts)
    rows = (_row(one, zone, words[one.kind], texts) for one in found.every())
    return Sheet(_("Records"), tuple(Column(*title) for title in titles), rows, found.expected())


def _row(outcome: SyncOutcome, zone: ZoneInfo, kind: str, texts: NullTranslations) -> tuple[Cell, ...]:
    listing, in_hubspot = outcome.listing, outcome.ref.system is System.HUBSPOT
    own, other = listing.amount, listing.counterpart_amount
    return (
        kind,
        listing.name,
        listing.detail,
        told_with(texts, STANDING[outcome.status]),
        own if in_hubspot else other,
        other if in_hubspot else own,
        listing.currency,
        told_with(texts, why(outcome)),
        outcome.at.astimezone(zone).replace(tzinfo=None),
        str(outcome.ref),
        str(outcome.counterpart or ""),
    )


class Found:
    """The records that a scope names, each once, also while records come to stand otherwise."""

    def __init__(self, outcomes: OutcomeStore, connection_id: str, scope: ExportScope, clock: Clock) -> None:
        self._outcomes, self._connection_id, self._scope, self._clock = outcomes, connection_id, scope, clock
        self._kinds = [scope.kind] if scope.kind else list(EntityKind)
        self._statuses = [scope.status] if scope.status else list(OutcomeStatus)

    def expected(self) -> int:
        """About how many, 0 where nobody counts them."""
        scope = self._scope
        if scope.text or scope.since:
            return 0
        return sum(
            count.records
            for place, count in self._outcomes.tally(self._connection_id).items()
            if place.kind in self._kinds and place.status in self._statuses and scope.category in {None, place.category}
        )

    def every(self) -> Iterator[SyncOutcome]:
        """Those that are looked up; else all, status by status, and then those that changed meanwhile and may have slipped
        from one that was still to come into one that was done, until there are none.
        """
        if self._scope.text.strip():
            yield from self._sought()
        else:
            yield from self._passes()

    def _passes(self) -> Iterator[SyncOutcome]:
        seen, since = set[str](), self._scope.since
        for number in range(_MOST_PASSES):
            began, known = self._clock(), len(seen)
            for one in self._listed(since):
                if (place := str(one.ref)) not in seen:
                    seen.add(place)
                    yield one
            if number and known == len(seen):
                return
            since = began

    def _listed(self, since: datetime | None) -> Iterator[SyncOutcome]:
        for kind in self._kinds:
            for status in self._statuses:
                yield from self._pages(kind, status, since)

    def _pages(self, kind: EntityKind, status: OutcomeStatus, since: datetime | None) -> Iterator[SyncOutcome]:
        after, more = "", True
        while more:
            page = self._outcomes.page(
                self._connection_id, kind, status, after, _TOGETHER, category=self._scope.category, since=since
            )
            yield from page.outcomes
            after, more = page.next_page, bool(page.next_page)

    def _sought(self) -> Iterator[SyncOutcome]:
        """As a search finds them; where that cannot find all, by looking at each that stands as is wanted."""
        text = self._scope.text
        found = [self._outcomes.search(self._connection_id, kind, text, _MOST_FOUND) for kind in self._kinds]
        if max(map(len, found)) < _MOST_FOUND:
            yield from (one for each in found for one in each if self._fits(one))
        else:
            yield from (one for one in self._passes() if one.listing.place_by(sought(text)))

    def _fits(self, outcome: SyncOutcome) -> bool:
        scope = self._scope
        is_so = outcome.status in self._statuses and scope.category in {None, outcome.category}
        return is_so and (scope.since is None or outcome.at >= scope.since)
