"""What people decided about the records at hand, and the counterparts that they chose, read in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.choices import Choice, Choices, Verb, the
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.planning.chosen import is_alone
from counterfoil.domain.planning.eligibility import is_active
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.known import KnownLinks
from counterfoil.engine.read.matching import usable
from counterfoil.engine.read.question import Question

Chosen = Mapping[RecordRef, Choices]


def read_choices(context: Context, question: Question, known: KnownLinks) -> Chosen:
    """What people decided about the records of a question and their counterparts; parts of a payment and the whole."""
    linked = {ref for link in known.links for ref in link.refs.values()}
    refs = {one for ref in {*question.refs, *linked} for one in (ref, ref.whole)}
    return context.choices.of(context.connection.id, sorted(refs)) if refs else {}


def choices_of_parts(context: Context, question: Question, cases: Iterable[Case]) -> Chosen:
    """What people decided about those parts of payments that no link knows, and that only reading the payment has shown."""
    parts = {case.ref for case in cases if case.ref.part} - set(question.refs)
    return context.choices.of(context.connection.id, sorted(parts)) if parts else {}


def led_by_hubspot(question: Question, chosen: Chosen) -> Question:
    """A record of QuickBooks' that a person linked with one of HubSpot's is that one's case, even before it is linked."""
    led = {ref: linked.other for ref in question.refs if (linked := the(Verb.LINKED, _of(ref, chosen))) and linked.other}
    refs = (led[ref] if ref in led and ref.system is System.QUICKBOOKS else ref for ref in question.refs)
    return replace(question, refs=tuple(dict.fromkeys(refs)))


def put_choices(cases: Iterable[Case], chosen: Chosen) -> None:
    """Let each case know what was decided about its records."""
    for case in cases:
        concerned = _records_of(case) & chosen.keys()
        case.choices = tuple(choice for ref in sorted(concerned) for choice in chosen[ref].holding)
        case.decided = sum(chosen[ref].revision for ref in concerned)


def is_decided_since(context: Context, cases: Sequence[Case]) -> bool:
    """Whether somebody has decided something about the records of these cases since they were read. No vendor is asked."""
    refs = {ref for case in cases for ref in _records_of(case)}
    chosen = context.choices.of(context.connection.id, sorted(refs)) if refs else {}
    return any(case.decided != sum(chosen[ref].revision for ref in _records_of(case) & chosen.keys()) for case in cases)


def _records_of(case: Case) -> set[RecordRef]:
    refs = {case.ref, *(case.link.refs.values() if case.link else ()), *(one.ref for one in case.snapshots.values())}
    return {one for ref in refs for one in (ref, ref.whole)}


def find_chosen(context: Context, cases: Sequence[Case]) -> None:
    """Fill in `matches` of the records whose counterpart a person chose, if it can be that. Raises VendorError."""
    wanted = {case.ref: other for case in cases if is_alone(case.pair) and (other := _chosen_of(case))}
    taken = context.links.find(context.connection.id, sorted(set(wanted.values()))) if wanted else {}
    shown = _read(context, set(wanted.values()))
    for case in cases:
        if case.ref not in wanted:
            continue
        found = [one for one in shown[wanted[case.ref]] if is_active(one.record)]
        if len(found) == 1 and found[0].ref not in taken and wanted[case.ref] not in taken:
            case.matches = {one.ref: one for one in usable(found)}


def _chosen_of(case: Case) -> RecordRef | None:
    linked = the(Verb.LINKED, case.choices)
    return linked.other if linked else None


def _of(ref: RecordRef, chosen: Chosen) -> tuple[Choice, ...]:
    return chosen[ref].holding if ref in chosen else ()


def _read(context: Context, refs: set[RecordRef]) -> dict[RecordRef, list[Snapshot]]:
    """The records as they are now; a payment named without its part shows all of its parts."""
    shown: dict[RecordRef, list[Snapshot]] = {}
    for system in System:
        here = sorted(ref for ref in refs if ref.system is system)
        if not here:
            continue
        found = context.systems[system].read(here[0].kind, sorted({ref.id for ref in here}))
        for ref in here:
            answer = found.get(ref.id, ())
            some = () if isinstance(answer, Failure) else answer
            shown[ref] = [one for one in some if ref in {one.ref, one.ref.whole}]
    return shown
