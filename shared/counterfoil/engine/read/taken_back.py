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
    """One case for each part that is known, not `linked`, and gone; one look-up for all payments that are gone or changed.

    One that is as it was made has never had another part, so that new payments are not looked up.
    """
    if question.kind is not EntityKind.PAYMENT:
        return []
    changed = {part_key(whole): (whole, shown) for whole, shown in _changed(question, quickbooks)}
    known = context.outcomes.blocked(context.connection.id, changed) if changed else ()
    parts = ((_part_of(changed[key][0], ref), changed[key][1]) for key, ref in known if key in changed)
    return [_case(part) for part in sorted({part for part, shown in parts if part not in shown and part not in linked})]


def _changed(question: Question, quickbooks: Reading) -> Iterator[tuple[RecordRef, set[RecordRef]]]:
    """The payments that may have lost a part, with the parts that they have."""
    for whole in sorted({ref.whole for ref in question.refs if ref.system is System.QUICKBOOKS}):
        shown = quickbooks.found.get(whole.id, ())
        if whole.id in quickbooks.asked and not isinstance(shown, Failure) and not _is_as_made(shown):
            yield whole, {snapshot.ref for snapshot in shown}


def _is_as_made(shown: tuple[Snapshot, ...]) -> bool:
    return bool(shown) and all(one.modified_at <= one.created_at for one in shown)


def _part_of(whole: RecordRef, found: RecordRef) -> RecordRef:
    """What something was said of, or the part that was seen on the invoice that was found."""
    return found if found.kind is EntityKind.PAYMENT else replace(whole, part=found.id)


def _case(part: RecordRef) -> Case:
    return Case(ref=part, gone={System.QUICKBOOKS}, ending=reasons.TAKEN_BACK())
