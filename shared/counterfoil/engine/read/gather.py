"""Reads all that decisions need, in bulk: links, both sides as far as necessary, possible counterparts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.matching import find_matches
from counterfoil.engine.read.merges import explain_endings, follow_merges, survivors

CUSTOM_LINE_ITEM = RecordRef(System.HUBSPOT, EntityKind.PRODUCT, "custom-line-item")
"""Stands for all that is sold without a product: linked to one QuickBooks item, in no vendor's list of products."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be looked at: records of one kind.

    `needed` says that another document needs their counterparts; `read_both` reads QuickBooks even where the agreement
    would do; it never does for a pair that is not known to be in sync.
    """

    kind: EntityKind
    refs: tuple[RecordRef, ...]
    needed: bool = False
    read_both: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one system answered: `found` by id; an id in `asked` but not in `found` does not exist."""

    asked: frozenset[str]
    found: Mapping[str, tuple[Snapshot, ...] | Failure]


_Readings = Mapping[System, _Reading]


def gather(context: Context, question: Question) -> list[Case]:
    """One case per pair that the refs belong to. Raises VendorError when a vendor cannot be read."""
    links, known = _links_of(context, question.refs)
    doubtful = _doubtful(context, question, links)
    quickbooks = _read(context, System.QUICKBOOKS, question, links, doubtful)
    linked = known | {ref for link in links for ref in link.refs.values()}
    links = [link for link in links if link.source_ref in doubtful or not _is_echo(link, question, quickbooks)]
    hubspot = _read(context, System.HUBSPOT, question, links, doubtful)
    merged = survivors(_answers(question.kind, hubspot))
    if anew := follow_merges(context, merged, linked | set(question.refs)):
        return gather(context, replace(question, refs=(*question.refs, *sorted(anew))))
    readings = {System.HUBSPOT: hubspot, System.QUICKBOOKS: quickbooks}
    cases = [_linked_case(link, readings) for link in links if link.source_ref != CUSTOM_LINE_ITEM]
    cases += _recognise(context, _unlinked_cases(question.refs, readings, linked))
    explain_endings(context, cases, merged)
    for case in cases:
        case.needed = question.needed
    find_matches(context, context.connection.rule(question.kind), cases)
    return cases


def _links_of(context: Context, refs: Sequence[RecordRef]) -> tuple[list[Link], set[RecordRef]]:
    """The links of the records, all their parts included, and the records that a link speaks for, once its own or still.

    One part is not looked at without the others; each part speaks for itself.
    """
    found = context.links.find(context.connection.id, list(dict.fromkeys(ref.whole for ref in refs)))
    known = {ref for ref in found if ref.kind is not EntityKind.PAYMENT}
    return list({link.source_ref: link for links in found.values() for link in links}.values()), known


def _answers(kind: EntityKind, reading: _Reading) -> Iterator[tuple[RecordRef, Snapshot]]:
    for asked, shown in reading.found.items():
        if not isinstance(shown, Failure):
            yield from ((RecordRef(System.HUBSPOT, kind, asked), snapshot) for snapshot in shown)


def _doubtful(context: Context, question: Question, links: Sequence[Link]) -> set[RecordRef]:
    """The pairs, by source, of which both sides must be read: what is agreed is not known to be how QuickBooks stands."""
    sources = [link.source_ref for link in links]
    latest = context.outcomes.latest(context.connection.id, sources) if sources else {}
    in_sync = {ref for ref, outcome in latest.items() if outcome.status is OutcomeStatus.IN_SYNC}
    certain = {link.source_ref for link in links if link.state is LinkState.LINKED and link.source_ref in in_sync}
    return set(sources) if question.read_both else set(sources) - certain


def _read(context: Context, system: System, question: Question, links: Iterable[Link], doubtful: set[RecordRef]) -> _Reading:
    """HubSpot, free to read, is always read; metered QuickBooks only where it moved or its state is in doubt."""
    ids = {ref.id for ref in question.refs if ref.system is system}
    for link in links:
        ref = link.ref(system)
        if ref and (system is System.HUBSPOT or link.source_ref in doubtful):
            ids.add(ref.id)
    ids.discard(CUSTOM_LINE_ITEM.id)
    return _Reading(frozenset(ids), context.systems[system].read(question.kind, sorted(ids)) if ids else {})


def _is_echo(link: Link, question: Question, quickbooks: _Reading) -> bool:
    """Whether only QuickBooks was said to have moved, and it shows just the version that our own write left there.

    A pair that started in QuickBooks is always looked at: its outcome may be waiting under that very record.
    """
    ref, agreement = link.ref(System.QUICKBOOKS), link.agreements.get(System.QUICKBOOKS)
    if link.source is System.QUICKBOOKS or link.source_ref in question.refs:
        return False
    found = quickbooks.found.get(ref.id, ()) if ref else ()
    shown = () if isinstance(found, Failure) else (one.version for one in found if one.ref == ref)
    return agreement is not None and agreement.version in shown


def _linked_case(link: Link, readings: _Readings) -> Case:
    case = Case(ref=link.source_ref, link=link)
    for system, ref in link.refs.items():
        reading = readings[system]
        found = reading.found.get(ref.id, ())
        if isinstance(found, Failure):
            case.failure = found
        elif snapshot := next((snapshot for snapshot in found if snapshot.ref == ref), None):
            case.snapshots[system] = snapshot
        elif ref.id in reading.asked:
            case.gone.add(system)
    return case


def _unlinked_cases(refs: Sequence[RecordRef], readings: _Readings, linked: set[RecordRef]) -> list[Case]:
    cases = []
    for ref in dict.fromkeys(ref.whole for ref in refs):
        found = readings[ref.system].found.get(ref.id, ())
        if isinstance(found, Failure):
            if ref not in linked:
                cases.append(Case(ref=ref, failure=found))
            continue
        if ref not in linked:
            new = [snapshot for snapshot in found if snapshot.ref not in linked]
            cases += [Case(ref=snapshot.ref, snapshots={ref.system: snapshot}) for snapshot in new]
    return list({case.ref: case for case in cases}.values())


def _recognise(context: Context, cases: list[Case]) -> list[Case]:
    """Unlinked records that bear our own marker were made by a create that never finished: they belong to its source."""
    sources = {
        source: case for case in cases for snapshot in case.snapshots.values() if (source := snapshot.source) is not None
    }
    if not sources:
        return cases
    links = context.links.find(context.connection.id, tuple(sources))
    for source, case in sources.items():
        (made,) = case.snapshots.values()
        link = next(iter(links.get(source, ())), None)
        if link is None:
            case.matches.update(_read_one(context, source))
        elif link.state is LinkState.RESERVED:
            case.ref, case.link = source, link
            case.snapshots = {
                made.ref.system: made,
                **{ref.system: found for ref, found in _read_one(context, source).items()},
            }
            case.gone = {system for system in System if system not in case.snapshots}
    return cases


def _read_one(context: Context, ref: RecordRef) -> dict[RecordRef, Snapshot]:
    found = context.systems[ref.system].read(ref.kind, [ref.id]).get(ref.id, ())
    return {} if isinstance(found, Failure) else {snapshot.ref: snapshot for snapshot in found if snapshot.ref == ref}
