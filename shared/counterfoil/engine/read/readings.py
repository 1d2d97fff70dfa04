"""What both systems answered, and how much of each has to be asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.values import dataclass
from counterfoil.engine.context import Context
from counterfoil.engine.read.question import Question


@dataclass(frozen=True, slots=True)
class Reading:
    """What one system answered: `found` by id; an id in `asked` but not in `found` does not exist."""

    asked: frozenset[str]
    found: Mapping[str, tuple[Snapshot, ...] | Failure]


Readings = Mapping[System, Reading]


def standings(context: Context, question: Question, links: Sequence[Link]) -> Mapping[RecordRef, SyncOutcome]:
    """How the pairs stand, by source, where that decides about what is read of them."""
    sources = [link.source_ref for link in links]
    return context.outcomes.latest(context.connection.id, sources) if sources and not question.read_both else {}


def doubtful_sources(
    context: Context, question: Question, links: Sequence[Link], stand: Mapping[RecordRef, SyncOutcome]
) -> set[RecordRef]:
    """The pairs, by source, of which both sides must be read: their agreement may not be how QuickBooks is by now.

    What is remarked on an invoice is known from the payments that QuickBooks itself shows on it. A payment that comes to
    something else on each side, as a person may have accepted, does so against the agreement. A pair that was linked before
    a mapping was made has no agreement about it; one side alone may lack what it maps.
    """
    if question.read_both:
        return {link.source_ref for link in links}
    certain = {ref for ref, outcome in stand.items() if _is_certain(outcome)}
    own = {one.id for one in context.connection.rule(question.kind).own_mappings}
    return {link.source_ref for link in links if link.source_ref not in certain or not _is_agreed(link, own)}


def _is_agreed(link: Link, own: AbstractSet[str]) -> bool:
    known = {name for agreement in link.agreements.values() for name in agreement.fields}
    return link.state is LinkState.LINKED and own <= known


def _is_certain(outcome: SyncOutcome) -> bool:
    remarked = outcome.kind is EntityKind.INVOICE and outcome.remarks
    differs = outcome.kind is EntityKind.PAYMENT and outcome.listing.counterpart_amount not in {None, outcome.listing.amount}
    return outcome.status is OutcomeStatus.IN_SYNC and not (remarked or differs)


def read_side(
    context: Context, system: System, question: Question, links: Iterable[Link], doubtful: AbstractSet[RecordRef]
) -> Reading:
    """A system that is free to read is always read; a metered one only where it moved or the agreement is in doubt."""
    ids = {ref.id for ref in question.refs if ref.system is system}
    for link in links:
        ref = link.ref(system)
        if ref and (not context.systems[system].traits.metered or link.source_ref in doubtful):
            ids.add(ref.id)
    return Reading(frozenset(ids), context.systems[system].read(question.kind, sorted(ids)) if ids else {})


def answered(system: System, kind: EntityKind, reading: Reading) -> Iterator[tuple[RecordRef, Snapshot]]:
    """What was answered, each with the record that was asked for: a merged one answers with its survivor."""
    for asked, shown in reading.found.items():
        if not isinstance(shown, Failure):
            yield from ((RecordRef(system, kind, asked), snapshot) for snapshot in shown)


def own_echoes(
    context: Context, question: Question, links: Sequence[Link], doubtful: AbstractSet[RecordRef]
) -> set[RecordRef]:
    """The asked-for records that nobody but we ourselves had changed when they were announced.

    QuickBooks shows times in whole seconds, so that what somebody does in the very second of our write is taken for it:
    the next poll finds that, for it compares versions.
    """
    pairs: dict[RecordRef, list[Link]] = {ref: [] for ref in question.refs}
    for link in links:
        for ref in link.refs.values():
            if ref.whole in pairs:
                pairs[ref.whole].append(link)
    return {
        ref
        for ref, its in pairs.items()
        if its and all(link.source_ref not in doubtful and _is_of_our_write(context, link, ref, question) for link in its)
    }


def _is_of_our_write(context: Context, link: Link, asked: RecordRef, question: Question) -> bool:
    """A record that its pair started from is always read: its outcome may be waiting under that very record."""
    agreement = link.agreements.get(asked.system)
    if link.source is asked.system or link.source_ref in question.refs:
        return False
    moved, ours = context.announced.get(asked), agreement.modified_at if agreement else None
    if moved is None or ours is None:
        return False
    return (moved.replace(microsecond=0) if context.systems[asked.system].traits.whole_seconds else moved) <= ours


def is_echo(context: Context, link: Link, question: Question, quickbooks: Reading) -> bool:
    """Whether only QuickBooks announced a move, and it shows just the version and balance that our own write left there.

    A pair that started in QuickBooks is always read: its outcome may be waiting under that very record. So is one that was
    called for by ourselves: whatever settles an invoice may leave its version as it is.
    """
    ref, agreement = link.ref(System.QUICKBOOKS), link.agreements.get(System.QUICKBOOKS)
    if link.source is System.QUICKBOOKS or link.source_ref in question.refs or ref is None:
        return False
    if ref.whole not in context.announced:
        return False
    found = quickbooks.found.get(ref.id, ())
    shown = () if isinstance(found, Failure) else [one for one in found if one.ref == ref]
    return agreement is not None and any(_is_as_agreed(one, agreement) for one in shown)


def _is_as_agreed(shown: Snapshot, agreement: Agreement) -> bool:
    """What settles an invoice may leave its version as it was."""
    owes, owed = shown.fields.get("balance"), agreement.fields.get("balance")
    return shown.version == agreement.version and owes == owed
