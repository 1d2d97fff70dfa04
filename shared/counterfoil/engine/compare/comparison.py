"""The compare of one connection: first whether what is linked still exists on both sides, then what differs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.compare.compared_side import ComparedSide, Reconciled
from counterfoil.engine.compare.mass_disappearance import report
from counterfoil.engine.compare.progress import Stage
from counterfoil.engine.hints.as_agreed import is_as_agreed
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import (
    ChangedRecord,
    ChangeQueue,
    Clock,
    CursorStore,
    LinkStore,
    Notifier,
    OutcomeStore,
    ReportedLog,
)
from counterfoil.engine.ports.languages import Languages, english_only

_CHECKED_TOGETHER: Mapping[System, int] = {System.HUBSPOT: 100, System.QUICKBOOKS: 300}
"""Known records: what one read by id takes, so that a slow vendor is asked once between two looks at the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Compares the sides of one connection as far as their turn allows; `done` counts what was done."""

    links: LinkStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    reported: ReportedLog
    notifier: Notifier
    clock: Clock
    done: Reconciled
    languages: Languages = english_only

    def go_on(self, sides: Sequence[ComparedSide]) -> None:
        """Go on with both sides where each stopped, in the given order.

        Nothing is enqueued before both are checked, as far as they can be read; and nothing when too much has vanished.
        """
        readable = [side for side in sides if self._reads(side, self._check)]
        checked = [side for side in readable if side.progress.stage is Stage.CHECKED]
        if halted := [side for side in checked if self._is_not_believed(side)]:
            self._halt(sides, halted)
        elif all(side.progress.stage is not Stage.CHECKING for side in readable):
            for side in checked:
                self._enqueue_vanished(side)
            for side in readable:
                self._reads(side, self._walk)

    def _is_not_believed(self, side: ComparedSide) -> bool:
        return side.progress.is_suspicious and not Acceptance(self.cursors).covers(side.disappearance)

    def _reads(self, side: ComparedSide, work: Callable[[ComparedSide], None]) -> bool:
        """Do this work; whether the vendor could be read for it."""
        try:
            work(side)
        except VendorError as error:
            self.done.failures.append((side.connection.id, error.failure))
            side.keep(replace(side.progress, unreadable=True))
            return False
        return True

    # Whether what is known still exists

    def _check(self, side: ComparedSide) -> None:
        """Records of every status are checked, for whatever its outcome says, a record may have a link."""
        steps = [(kind, status) for kind in side.kinds for status in OutcomeStatus]
        while side.may_go_on(Stage.CHECKING):
            if side.progress.step < len(steps):
                self._check_page(side, *steps[side.progress.step])
            else:
                side.keep(side.progress.at(Stage.CHECKED))

    def _check_page(self, side: ComparedSide, kind: EntityKind, status: OutcomeStatus) -> None:
        limit = _CHECKED_TOGETHER[side.system]
        page = self.outcomes.page(side.connection.id, kind, status, side.progress.after, limit)
        links = self._links(side, [outcome.ref for outcome in page.outcomes])
        refs = _refs(side, [link for link in links if link.state is LinkState.LINKED])
        missing = side.pages.missing(kind, {ref.id for ref in refs})
        vanished = [ref for ref in refs if ref.id in missing]
        halved = side.pages.are_silent_about_deletions and status is OutcomeStatus.FAILING
        halves = _refs(side, [link for link in links if link.state is LinkState.CLOSED]) if halved else []
        checked = side.progress.with_checked(kind, len(refs), vanished).with_halves(halves)
        side.keep(checked.at_next_page(page.next_page))

    def _links(self, side: ComparedSide, refs: Sequence[RecordRef]) -> list[Link]:
        """The links of these outcomes."""
        found = self.links.find(side.connection.id, refs) if refs else {}
        return list({link.source_ref: link for some in found.values() for link in some}.values())

    def _enqueue_vanished(self, side: ComparedSide) -> None:
        """A worker reads each once more, closes its link and reports it. So it does with what was left of a pair.

        Only then an operator's confirmation is used up: stored too long, it covers no more than these records.
        """
        vanished = [RecordRef.parse(text) for text in side.progress.vanished_refs]
        halves = [RecordRef.parse(text) for text in side.progress.halves]
        self._enqueue(side, [(ref, self.clock()) for ref in dict.fromkeys((*vanished, *halves))])
        self.done.vanished += len(vanished)
        counted = side.disappearance
        side.keep(side.progress.at_walk())
        Acceptance(self.cursors).use(counted, len(vanished))

    def _halt(self, sides: Sequence[ComparedSide], halted: Sequence[ComparedSide]) -> None:
        """End the pass of the connection with nothing enqueued, and inform people, once a day."""
        disappearances = [side.disappearance for side in halted]
        connection = sides[0].connection
        say = self.languages(connection.language)
        report(connection, disappearances, self.reported, self.notifier, now=self.clock(), say=say)
        self.done.halted += disappearances
        for side in sides:
            side.keep(side.progress.at_end())

    # What differs

    def _walk(self, side: ComparedSide) -> None:
        while side.may_go_on(Stage.WALKING):
            if side.progress.step < len(side.kinds):
                self._walk_page(side, side.kinds[side.progress.step])
            else:
                side.keep(side.progress.at_end())

    def _walk_page(self, side: ComparedSide, kind: EntityKind) -> None:
        page = side.pages.page(kind, side.progress.after)
        links = self.links.find(side.connection.id, [one.ref for one in page.records]) if page.records else {}
        differing = [one for one in page.records if not _agrees(one, links.get(one.ref, ()))]
        self._enqueue(side, [(one.ref, one.modified_at) for one in differing if not _too_old(one, side.connection)])
        side.keep(side.progress.at_next_page(page.cursor if page.more else ""))

    def _enqueue(self, side: ComparedSide, moved: Sequence[tuple[RecordRef, datetime]]) -> None:
        now = self.clock().isoformat()
        events = [ChangeEvent(ref, at, f"reconcile:{ref}:{now}") for ref, at in moved]
        if events:
            self.queue.send(in_batches(side.connection.id, events))
        self.done.enqueued += len(events)


def _refs(side: ComparedSide, links: Sequence[Link]) -> list[RecordRef]:
    """The records of this side in these links."""
    return sorted({ref.whole for link in links if (ref := link.ref(side.system))})


def _agrees(record: ChangedRecord, links: Sequence[Link]) -> bool:
    agreements = [link.agreements.get(record.ref.system) for link in links if link.state is LinkState.LINKED]
    return bool(agreements) and all(is_as_agreed(record, one) for one in agreements)


def _too_old(record: ChangedRecord, connection: Connection) -> bool:
    """Whether a record was last changed before the sync was switched on, so that no rule would carry it."""
    return record.modified_at < connection.rule(record.ref.kind).switched_on_at
