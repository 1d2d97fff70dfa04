"""A match that several records of one system could claim: a person says whose it is."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from counterfoil.domain.choices import Verb
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.keys import held_by
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.planning.eligibility import is_active, why_unfit
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion

type _Claims = Sequence[tuple[Case, Snapshot, Snapshot]]
"""Cases with the record that seeks a counterpart, and its only match."""


def doubt_contested(context: Context, key: MatchKey, found: Sequence[tuple[Case, Snapshot]]) -> None:
    """Let the only match of a record be uncertain where another one of its own system, that nobody has, is found by it.

    That holds for products, and for QuickBooks' customers with the address of one contact: HubSpot's contacts have one each,
    and share a customer that has several. One search for each system and kind. Raises VendorError.
    """
    claims = [(case, one, match) for case, one in found for match in case.matches.values() if _is_contestable(one, key)]
    for system, kind in sorted({(one.ref.system, one.ref.kind) for _, one, _ in claims}):
        here = [claim for claim in claims if (claim[1].ref.system, claim[1].ref.kind) == (system, kind)]
        _doubt(context, system, key, here)


def _is_contestable(one: Snapshot, key: MatchKey) -> bool:
    """Sub-customers, which often repeat the address of whom they are below, yield to that one."""
    if isinstance(one.record, Customer):
        return one.ref.system is System.QUICKBOOKS and key is MatchKey.EMAIL and not one.record.job
    return one.ref.kind is EntityKind.PRODUCT


def _doubt(context: Context, system: System, key: MatchKey, here: _Claims) -> None:
    criteria = {match.ref: [Criterion(key, value) for value in held_by(match.record, key)] for _, _, match in here}
    asked = tuple(dict.fromkeys(criterion for some in criteria.values() for criterion in some))
    alike = context.systems[system].find(here[0][1].ref.kind, asked)
    taken = _taken(context, {one.ref for some in alike.values() for one in some})
    for case, seeker, match in here:
        rivals = [one for criterion in criteria[match.ref] for one in alike.get(criterion, ()) if one.ref not in taken]
        case.uncertain = any(_may_claim(one, seeker) for one in rivals if one.ref != seeker.ref)


def _taken(context: Context, found: AbstractSet[RecordRef]) -> set[RecordRef]:
    """Those that want no counterpart: linked ones, and those that a person leaves out."""
    linked = context.links.find(context.connection.id, sorted(found))
    others = sorted(found - linked.keys())
    chosen = context.choices.of(context.connection.id, others) if others else {}
    return {*linked, *(ref for ref, made in chosen.items() if any(one.verb is Verb.LEFT_OUT for one in made.holding))}


def _may_claim(one: Snapshot, seeker: Snapshot) -> bool:
    """A customer below another, or in another currency, is a further one of its contact."""
    if not is_active(one.record) or why_unfit(one.record):
        return False
    return not isinstance(one.record, Customer) or (
        not one.record.job and one.fields["currency"] == seeker.fields["currency"]
    )
