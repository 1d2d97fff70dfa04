"""What QuickBooks' payments no longer put to invoices, though they did when they were left out, failed or were only seen."""

from collections.abc import Container, Iterator
from dataclasses import replace

from counterfoil.domain.blockers import part_key
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.question import Question
from counterfoil.engine.read.readings import Reading


def taken_back(context: Context, question: Question, quickbooks: Reading, linked: Container[RecordRef]) -> list[Case]:
    """One case for each part that is known, not `linked`, and gone; one look-up for each payment that is gone or changed.

    One that is as it was made has never had another part, so that new payments are not looked up.
    """
    if question.kind is not EntityKind.PAYMENT:
        return []
    changed = _changed(question, quickbooks)
    gone = (part for whole, shown in changed for part in sorted(_known_parts(context, whole) - shown))
    return [_case(part) for part in gone if part not in linked]


def _changed(question: Question, quickbooks: Reading) -> Iterator[tuple[RecordRef, set[RecordRef]]]:
    """The payments that may have lost a part, with the parts that they have."""
    for whole in sorted({ref.whole for ref in question.refs if ref.system is System.QUICKBOOKS}):
        shown = quickbooks.found.get(whole.id, ())
        if whole.id in quickbooks.asked and not isinstance(shown, Failure) and not _is_as_made(shown):
            yield whole, {snapshot.ref for snapshot in shown}


def _is_as_made(shown: tuple[Snapshot, ...]) -> bool:
    return bool(shown) and all(one.modified_at <= one.created_at for one in shown)


def _known_parts(context: Context, whole: RecordRef) -> set[RecordRef]:
    """Those of which something was said, and those on invoices that were seen to be paid by it."""
    key = part_key(whole)
    found = [ref for blocker, ref in context.outcomes.blocked(context.connection.id, key) if blocker == key]
    return {ref if ref.kind is EntityKind.PAYMENT else replace(whole, part=ref.id) for ref in found}


def _case(part: RecordRef) -> Case:
    return Case(ref=part, gone={System.QUICKBOOKS}, ending=reasons.TAKEN_BACK())
