"""What an unfinished create made for one record is no other's counterpart: that create is finished first, the others wait.

An answer may be lost and the rule changed before anybody looks for what was made; then somebody else may be looking for a
counterpart, and find just that.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from counterfoil.domain.choices import Verb, the
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.links import held_for
from counterfoil.engine.read.chosen import put_choices
from counterfoil.engine.read.recognise import UNTIL_FINISHED, recognise


def leave_to_others(context: Context, cases: Sequence[Case]) -> list[Case]:
    """Let the cases wait whose match bears the marker of another record's reservation; the cases of these reservations.

    Those that are among the cases already are left as they are. What a person has unlinked from its source is not left to
    that. Raises VendorError.
    """
    marked = [(case, match, source) for case in cases for match, source in _marked(case)]
    reserved = _reservations(context, {source for _, _, source in marked})
    begun = {match.ref: _case_of(match) for _, match, source in marked if source in reserved}
    if not begun:
        return []
    put_choices(begun.values(), context.choices.of(context.connection.id, sorted(begun)))
    finished = {case.ref: case for case in recognise(context, list(begun.values())) if case.link}
    for case, _, source in marked:
        if source in finished:
            case.held_for = max(held_for(reserved[source], context.clock()), UNTIL_FINISHED)
    known = {case.ref for case in cases}
    return [case for ref, case in finished.items() if ref not in known]


def _marked(case: Case) -> Iterator[tuple[Snapshot, RecordRef]]:
    """The matches that were made for another record than the case's, unless a person chose one of them."""
    if not the(Verb.LINKED, case.choices):
        known = {case.ref, *(one.ref for one in case.snapshots.values())}
        yield from ((one, one.source) for one in case.matches.values() if one.source and one.source not in known)


def _case_of(made: Snapshot) -> Case:
    return Case(ref=made.ref, snapshots={made.ref.system: made})


def _reservations(context: Context, sources: AbstractSet[RecordRef]) -> Mapping[RecordRef, Link]:
    found = context.links.find(context.connection.id, sorted(sources)) if sources else {}
    return {source: link for source, links in found.items() for link in links if link.state is LinkState.RESERVED}
