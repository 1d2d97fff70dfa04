"""Unlinked records that bear our own marker were made by a create that never finished: they belong to its source.

But for those that a person has unlinked from it.
"""

from collections.abc import Iterable, Mapping

from counterfoil.domain.choices import apart_from
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def recognise(context: Context, cases: list[Case]) -> list[Case]:
    """The cases; those of marked records become the cases of the reservations that they finish, read in bulk."""
    sources = {
        source: case
        for case in cases
        for snapshot in case.snapshots.values()
        if (source := snapshot.source) is not None and source not in apart_from(case.choices)
    }
    if not sources:
        return cases
    found = context.links.find(context.connection.id, tuple(sources))
    links = {source: link for source in sources if (link := next(iter(found.get(source, ())), None))}
    unlinked = {source for source in sources if source not in links}
    reserved = {source for source, link in links.items() if link.state is LinkState.RESERVED}
    shown = _read(context, unlinked | reserved)
    for source in unlinked:
        sources[source].matches.update(shown.get(source, {}))
    for source in reserved:
        _join(sources[source], links[source], shown.get(source, {}))
    return cases


def _join(case: Case, link: Link, shown: Mapping[RecordRef, Snapshot]) -> None:
    (made,) = case.snapshots.values()
    case.ref, case.link = link.source_ref, link
    case.snapshots = {made.ref.system: made, **{ref.system: snapshot for ref, snapshot in shown.items()}}
    case.gone = {ref.system for ref in (link.source_ref, made.ref) if ref.system not in case.snapshots}


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
