"""Whether what an earlier try left is still its own: another record may be linked with it by now."""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.context import Context

_Found = Mapping[RecordRef, Snapshot]
_Others = Mapping[RecordRef, list[Link]]


def keep_own(context: Context, found: _Found) -> dict[RecordRef, Snapshot]:
    """What was found for each source, but for what stays another record's.

    A contact that two were merged into is free for whom it was made, once the other's link is closed: that link goes back
    to the contact that it had before. So is what has only a reservation of its own, for which nothing was made, as after
    somebody linked it with another by mistake: that ends.
    """
    others = _others(context, found)
    ended = [link for link, before in _returning(context, found, others) if context.links.hand_over(link, before)]
    ended += [link for link in _idle(others) if context.links.free(link, link.source_ref)]
    return {source: one for source, one in found.items() if all(link in ended for link in others[source])}


def _others(context: Context, found: _Found) -> _Others:
    """For each source the links of others with what was found for it."""
    links = context.links.find(context.connection.id, [one.ref for one in found.values()]) if found else {}
    return {source: [link for link in links.get(one.ref, ()) if link.source_ref != source] for source, one in found.items()}


def _idle(others: _Others) -> list[Link]:
    return [link for held in others.values() for link in held if link.made_nothing]


def _returning(context: Context, found: _Found, others: _Others) -> list[tuple[Link, RecordRef]]:
    """The closed links of customers that led to the same link before a merge, each with the contact that it had then."""
    closed = [(source, link) for source, held in others.items() for link in held if _is_closed(link)]
    merged = {source: [replace(found[source].ref, id=one) for one in found[source].merged] for source, _ in closed}
    asked = sorted({ref for refs in merged.values() for ref in refs})
    leading = context.links.find(context.connection.id, asked) if asked else {}
    before = [(link, [ref for ref in merged[source] if link in leading.get(ref, ())]) for source, link in closed]
    return [(link, refs[0]) for link, refs in before if refs]


def _is_closed(link: Link) -> bool:
    return link.kind is EntityKind.CUSTOMER and link.state is LinkState.CLOSED
