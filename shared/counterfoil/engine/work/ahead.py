"""What is planned together, and carried out slice by slice.

HubSpot tells in one call what a thousand invoices are associated with, and QuickBooks of a thousand addresses whose they
are. What is carried out between two looks at the time is much less.
"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice, takewhile

from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.plan import Plan, plan
from counterfoil.engine.ports import Clock
from counterfoil.engine.read.chosen import is_decided_since
from counterfoil.engine.read.question import Question
from counterfoil.engine.work.slices import (
    LARGEST_SLICE,
    LONGEST,
    MOST_LINES,
    WIDER_SLICE,
    Slice,
    belong_together,
    joined,
    lines_of,
    recut,
)

MOST_AHEAD = 1_000
"""So many invoices are planned together: HubSpot tells of their associations in one call for each type, QuickBooks of
itself in one metered read."""

HOLDS = 3 * LONGEST
"""So long a slice may still be begun as it was planned, which is as long as QuickBooks takes for a thousand; afterwards it
is planned anew."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A plan and what it was made of; `records` are all that it is about, `left` those asked for that no slice has had."""

    plan: Plan
    context: Context
    at: datetime
    records: frozenset[RecordRef]
    left: frozenset[RecordRef]

    def serves(self, context: Context, refs: Slice, now: datetime) -> bool:
        """Whether these records are planned, under the very same rules, not too long ago, and as people decided by now."""
        holds = context is self.context and self.left.issuperset(refs) and now - self.at <= HOLDS
        return holds and not is_decided_since(context, self.divided(refs)[0].every())

    def has_wider_slice(self, refs: Slice) -> bool:
        """Whether a slice of the usual size may be carried out with more of what is planned: nothing is made before them."""
        needs = (case.decision for need in self.plan.needs for case in need.every())
        return len(self.left) > len(refs) == LARGEST_SLICE and not any(one and one.actions for one in needs)

    def divided(self, refs: Slice) -> tuple[Plan, Plan]:
        """The plan of these records, and that of the others which are left."""
        left = self.left.difference(refs)
        return self.plan.divided({case for case in self.plan.cases if _is_later(case, refs, left)})


class Ahead:
    """Plans what one worker works on for a connection.

    Where planning takes long, invoices have many lines (or had lately), an error was raised or a vendor failed, slices are
    planned `alone`. They are `paced` where it is known how many are carried out in time, as it is after the first.
    """

    def __init__(self, clock: Clock, *, alone: bool, paced: bool = False) -> None:
        self._clock, self._alone, self._paced = clock, alone, paced
        self._taken: _Taken | None = None

    def stop(self) -> None:
        """From now on each slice is planned alone."""
        self._alone, self._taken = True, None

    def plan_of(self, context: Context, slices: deque[Slice]) -> tuple[Context, Plan]:
        """What to do about the first slice, and the context to do it in. What follows is planned with it, if that can be.

        The slice is cut to what is planned of it, and the very first grows where nothing has to be made before its records.
        Raises VendorError when a vendor cannot be read.
        """
        self._cut(slices)
        taken = self._taken
        if taken is None or not taken.serves(context, slices[0], self._clock()):
            taken = self._take(context, slices[0], islice(slices, 1, None))
            if taken.has_wider_slice(slices[0]) and not (self._alone or self._paced):
                recut(slices, slices[0], WIDER_SLICE)
            self._paced = True
        refs = slices[0]
        now, later = taken.divided(refs)
        left = taken.left.difference(refs)
        self._taken = replace(taken, plan=later, left=left) if left else None
        beside = taken.records.difference(*map(_records_of, now.cases))
        return replace(context, beside=beside), replace(now, question=replace(now.question, refs=refs))

    def _cut(self, slices: deque[Slice]) -> None:
        """Let the next slice have no more than is planned, if any of it is: nothing is planned twice."""
        left = self._taken.left if self._taken else frozenset[RecordRef]()
        planned, others = (tuple(ref for ref in slices[0] if (ref in left) is known) for known in (True, False))
        if planned and others:
            slices[0] = others
            slices.appendleft(planned)

    def _take(self, context: Context, refs: Slice, following: Iterable[Slice]) -> _Taken:
        began, together = self._clock(), refs if self._alone else _together(refs, following)
        context.systems.calls.begin()
        try:
            planned = _plan(context, together)
        except VendorError:
            raise
        except Exception:  # one odd record among many: it is looked for slice by slice
            if together == refs:
                raise
            self.stop()
            return self._take(context, refs, following)
        slow, long = self._clock() - began > LONGEST / 2, sum(map(lines_of, planned.cases)) > MOST_LINES
        self._alone = self._alone or slow or long
        records = frozenset().union(*map(_records_of, planned.cases))
        return _Taken(planned, context, began, records, frozenset(together))


def _plan(context: Context, refs: Slice) -> Plan:
    return plan(context, Question(kind=refs[0].kind, refs=refs))


def _together(refs: Slice, following: Iterable[Slice]) -> Slice:
    """The records of a slice and of those that follow, as many as are planned together."""
    if refs[0].kind is not EntityKind.INVOICE:
        return refs
    alike = joined(takewhile(partial(belong_together, refs), following))
    return (*refs, *alike[: max(0, MOST_AHEAD - len(refs))])


def _is_later(case: Case, refs: Slice, left: Collection[RecordRef]) -> bool:
    """Whether a case is a later slice's: it goes with the record that it started from, else with another of its pair."""
    if case.ref.whole in refs or case.ref.whole in left:
        return case.ref.whole in left
    records = _records_of(case)
    return records.isdisjoint(refs) and not records.isdisjoint(left)


def _records_of(case: Case) -> frozenset[RecordRef]:
    linked = [link for link in (case.link, case.merged) if link]
    return frozenset((case.ref.whole, *(ref.whole for link in linked for ref in link.refs.values())))
