"""Unlinked records that bear our own marker were made by a create that never finished: they belong to its source.

But for those that a person has unlinked from it, and for copies of what it was linked with or is now.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from counterfoil.domain.choices import Choices, Verb, apart_from
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import held_for
from counterfoil.engine.read.copies import is_made_after, made_at, may_be_copies, tell_copies

UNTIL_FINISHED = timedelta(seconds=1)
"""How long what waits for another record's create waits at least."""


def recognise(context: Context, cases: list[Case], known: AbstractSet[RecordRef] = frozenset()) -> list[Case]:
    """The cases; those of marked records become the cases of the reservations that they finish, read in bulk.

    Of several with one marker the first that was made is ours. Where only the create can tell which it made, they wait, and
    its own case is added unless that is `known`.
    """
    marked = _marked(cases)
    if not marked:
        return cases
    found = context.links.find(context.connection.id, tuple(marked))
    links = {source: link for source in marked if (link := next(iter(found.get(source, ())), None))}
    reserved = {source: link for source, link in links.items() if link.state is LinkState.RESERVED}
    chosen = context.choices.of(context.connection.id, sorted(reserved)) if reserved else {}
    unlinked, begun = marked.keys() - links.keys(), _begun(reserved, chosen)
    shown = _read(context, unlinked | begun)
    for source in unlinked:
        marked[source][0].matches.update(shown.get(source, {}))
    waiting = {source for source in begun if may_be_copies(marked[source], links[source], shown.get(source, {}).values())}
    for source in begun - waiting:
        _join(marked[source][0], links[source], shown.get(source, {}))
    for source in (unlinked | begun) - waiting:
        tell_copies(marked[source][1:])
    _tell_copies_of_known(context, {source: links[source] for source in links.keys() - begun}, marked)
    looking = {source: _looking(links[source], shown[source]) for source in sorted(waiting)}
    for source in begun:
        _tell_standing(context, looking.get(source, marked[source][0]), chosen.get(source))
    for source, case in looking.items():
        _let_wait(marked[source], case)
    return cases + [case for case in looking.values() if case.ref not in known]


def _begun(reserved: Mapping[RecordRef, Link], chosen: Mapping[RecordRef, Choices]) -> set[RecordRef]:
    """The sources whose create may have made what bears their mark.

    Nothing was made for a person who has unlinked the source, or leaves it out, where nothing was under way.
    """
    apart = {Verb.UNLINKED, Verb.LEFT_OUT}
    idle = [kept for source, kept in chosen.items() if not reserved[source].key]
    return reserved.keys() - {kept.ref for kept in idle if any(each.verb in apart for each in kept.holding)}


def _tell_standing(context: Context, case: Case, kept: Choices | None) -> None:
    """Let the case of a create know who may be at work on it, and what people decided about its source."""
    if case.link:
        case.held_for = held_for(case.link, context.clock())
    if kept:
        case.choices, case.decided = (*case.choices, *kept.holding), case.decided + kept.revision


def _tell_copies_of_known(context: Context, links: Mapping[RecordRef, Link], marked: Mapping[RecordRef, list[Case]]) -> None:
    """Of what is linked, what was made after its counterpart; of what a person keeps without one, all."""
    ours = {source: there for source, link in links.items() if (there := link.ref(source.system.other))}
    others = {source: [case for case in marked[source] if case.ref != there] for source, there in ours.items()}
    made = _read(context, {ours[source] for source, some in others.items() if some})
    for source, some in others.items():
        tell_copies([case for case in some if is_made_after(case, made.get(ours[source], {}).values())])
    for source, link in links.items():
        if link.state is LinkState.RESERVED:
            tell_copies(marked[source])


def _marked(cases: Sequence[Case]) -> dict[RecordRef, list[Case]]:
    """The cases of marked records by their sources, those first that were made first."""
    marked: dict[RecordRef, list[Case]] = {}
    for case in sorted((one for one in cases if one.snapshots), key=made_at):
        for source in {snapshot.source for snapshot in case.snapshots.values()}:
            if source is not None and source not in apart_from(case.choices):
                marked.setdefault(source, []).append(case)
    return marked


def _join(case: Case, link: Link, shown: Mapping[RecordRef, Snapshot]) -> None:
    (made,) = case.snapshots.values()
    case.ref, case.link = link.source_ref, link
    case.snapshots = {made.ref.system: made, **{ref.system: snapshot for ref, snapshot in shown.items()}}
    case.gone = {ref.system for ref in (link.source_ref, made.ref) if ref.system not in case.snapshots}


def _looking(link: Link, shown: Mapping[RecordRef, Snapshot]) -> Case:
    """The case of a create that looks for what it made."""
    return Case(ref=link.source_ref, link=link, snapshots={ref.system: snapshot for ref, snapshot in shown.items()})


def _let_wait(marked: Sequence[Case], looking: Case) -> None:
    """Until it has looked, nobody knows which of these it made."""
    for case in marked:
        case.matches |= {one.ref: one for one in looking.snapshots.values()}
        case.held_for = max(looking.held_for, UNTIL_FINISHED)


def _read(context: Context, refs: Iterable[RecordRef]) -> dict[RecordRef, dict[RecordRef, Snapshot]]:
    """The records as they are now, by the ref asked for; one read for each system and kind."""
    shown: dict[RecordRef, dict[RecordRef, Snapshot]] = {}
    by_place: dict[tuple[object, object], list[RecordRef]] = {}
    for ref in refs:
        by_place.setdefault((ref.system, ref.kind), []).append(ref)
    for some in by_place.values():
        found = context.systems[some[0].system].read(some[0].kind, sorted({ref.id for ref in some}))
        for ref in some:
            answer = found.get(ref.id, ())
            if not isinstance(answer, Failure):
                shown[ref] = {snapshot.ref: snapshot for snapshot in answer if snapshot.ref == ref}
    return shown
