"""Unlinked records that bear our own marker were made by a create that never finished: they belong to its source.

But for those that a person has unlinked from it, and for copies of what it was linked with or is now.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from counterfoil.domain.choices import Verb, apart_from
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


def recognise(context: Context, cases: list[Case]) -> list[Case]:
    """The cases; those of marked records become the cases of the reservations that they finish, read in bulk.

    Of several with one marker the first that was made is ours. Where only the create can tell which it made, they wait, and
    its own case is added.
    """
    marked = _marked(cases)
    if not marked:
        return cases
    found = context.links.find(context.connection.id, tuple(marked))
    links = {source: link for source in marked if (link := next(iter(found.get(source, ())), None))}
    unlinked, begun = marked.keys() - links.keys(), _begun(context, links)
    shown = _read(context, unlinked | begun)
    for source in unlinked:
        marked[source][0].matches.update(shown.get(source, {}))
    waiting = {source for source in begun if may_be_copies(marked[source], links[source], shown.get(source, {}).values())}
    for source in begun - waiting:
        _join(marked[source][0], links[source], shown.get(source, {}))
        marked[source][0].held_for = held_for(links[source], context.clock())
    for source in (unlinked | begun) - waiting:
        tell_copies(marked[source][1:])
    _tell_copies_of_known(context, {source: links[source] for source in links.keys() - begun}, marked)
    return cases + [_looking(context, links[source], shown[source], marked[source]) for source in sorted(waiting)]


def _begun(context: Context, links: Mapping[RecordRef, Link]) -> set[RecordRef]:
    """The sources whose create may have made what bears their mark.

    Nothing was made for a person who has unlinked the source, or leaves it out, where nothing was under way.
    """
    reserved = {source: link for source, link in links.items() if link.state is LinkState.RESERVED}
    idle = [source for source, link in reserved.items() if not link.key]
    chosen = context.choices.of(context.connection.id, idle) if idle else {}
    apart = {Verb.UNLINKED, Verb.LEFT_OUT}
    return reserved.keys() - {one for one, kept in chosen.items() if any(each.verb in apart for each in kept.holding)}


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


def _looking(context: Context, link: Link, shown: Mapping[RecordRef, Snapshot], marked: Sequence[Case]) -> Case:
    """The case of a create that looks for what it made; the marked cases wait until it has."""
    looking = Case(ref=link.source_ref, link=link, held_for=held_for(link, context.clock()))
    looking.snapshots = {ref.system: snapshot for ref, snapshot in shown.items()}
    for case in marked:
        case.matches.update(shown)
        case.held_for = max(looking.held_for, UNTIL_FINISHED)
    return looking


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
