"""Finds the possible counterparts of records that have none yet."""

from collections.abc import Iterable, Sequence

from counterfoil.domain.customer import Customer
from counterfoil.domain.eligibility import excluding_clause, why_unfit
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.product import Product
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion, MatchKey


def find_matches(context: Context, rule: SyncRule, cases: Sequence[Case]) -> None:
    """Fill in `matches` of the unlinked customers and products that may get a counterpart; one search per system.

    A record that is already somebody else's counterpart is no match. Raises VendorError.
    """
    searching = [case for case in cases if _may_match(case, rule)]
    criteria = {case.ref: _criteria(next(iter(case.snapshots.values())).record) for case in searching}
    for system in {case.ref.system.other for case in searching}:
        asked = tuple(dict.fromkeys(one for ref, wanted in criteria.items() if ref.system is system.other for one in wanted))
        if not asked:
            continue
        found = context.systems[system].find(rule.kind, asked)
        for case in searching:
            if case.ref.system is system.other:
                case.found = {one: usable(found.get(one, ())) for one in criteria[case.ref]}
                case.matches = {match.ref: match for matches in case.found.values() for match in matches}
    _drop_taken(context, searching)


def _may_match(case: Case, rule: SyncRule) -> bool:
    if case.link or case.failure or case.matches or len(case.snapshots) != 1:
        return False
    side = next(iter(case.pair.sides.values()))
    return case.needed or excluding_clause(side, rule, needed=False) is None


def _criteria(record: AnyRecord) -> tuple[Criterion, ...]:
    match record:
        case Customer():
            return tuple(Criterion(MatchKey.EMAIL, email) for email in record.emails)
        case Product() if record.sku:
            return (Criterion(MatchKey.SKU, record.sku),)
        case _:
            return ()


def _drop_taken(context: Context, cases: Sequence[Case]) -> None:
    refs = tuple({ref for case in cases for ref in case.matches})
    taken = context.links.find(context.connection.id, refs) if refs else {}
    for case in cases:
        case.matches = _top_level_first({ref: match for ref, match in case.matches.items() if ref not in taken})


def usable(found: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """The records found that may be a counterpart at all: no projects, no bundles."""
    return tuple(snapshot for snapshot in found if not why_unfit(snapshot.record))


def _top_level_first(matches: dict[RecordRef, Snapshot]) -> dict[RecordRef, Snapshot]:
    """Sub-customers, which often repeat their customer's address, count only where no customer of its own matches."""
    top_level = {
        ref: match for ref, match in matches.items() if not (isinstance(match.record, Customer) and match.record.job)
    }
    return top_level or matches
