"""A match that several records of one system could claim: a person says whose it is."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from counterfoil.domain.choices import Verb
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.keys import held_by
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.planning.eligibility import is_active, why_unfit
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion

type _Found = Sequence[tuple[Case, Snapshot]]


def doubt_contested(context: Context, key: MatchKey, found: _Found) -> None:
    """Let the only match of a product be uncertain where another one of its own system, that nobody has, is found by it.

    One search in the system of those that have a match. A contact has its address alone; of customers that share one the
    first gets the contact, and the others are told of it. Raises VendorError.
    """
    for system in System:
        here = [(case, one) for case, one in found if one.ref.system is system and one.ref.kind is EntityKind.PRODUCT]
        if here:
            _doubt(context, system, key, here)


def _doubt(context: Context, system: System, key: MatchKey, here: _Found) -> None:
    claims = {one.ref: [Criterion(key, value) for value in held_by(one.record, key)] for _, one in here}
    asked = tuple(dict.fromkeys(criterion for some in claims.values() for criterion in some))
    alike = context.systems[system].find(EntityKind.PRODUCT, asked)
    taken = _taken(context, {one.ref for some in alike.values() for one in some})
    for case, seeker in here:
        rivals = {one.ref for criterion in claims[seeker.ref] for one in alike.get(criterion, ()) if _may_claim(one)}
        case.uncertain = bool(rivals - {seeker.ref} - taken)


def _taken(context: Context, found: AbstractSet[RecordRef]) -> set[RecordRef]:
    """Those that want no counterpart: linked ones, and those that a person leaves out."""
    linked = context.links.find(context.connection.id, sorted(found))
    others = sorted(found - linked.keys())
    chosen = context.choices.of(context.connection.id, others) if others else {}
    return {*linked, *(ref for ref, made in chosen.items() if any(one.verb is Verb.LEFT_OUT for one in made.holding))}


def _may_claim(one: Snapshot) -> bool:
    return is_active(one.record) and not why_unfit(one.record)
