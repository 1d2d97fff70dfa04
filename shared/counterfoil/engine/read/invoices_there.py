"""Finds the counterparts of invoices that an earlier integration, or somebody by hand, has made already.

What is metered is only asked about invoices from before the connection, and about one that was in another's way.
"""

from collections.abc import Callable, Mapping, Sequence

from counterfoil.domain.choices import apart_from
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.planning.decision import Adopt
from counterfoil.domain.planning.likeness import same_and_similar
from counterfoil.domain.planning.pair import Counterpart
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.matching import criteria_of, seeker_of
from counterfoil.engine.read.references import References

type KnowCustomers = Callable[[Sequence[Invoice], System], References]
"""Finds out who the customers of some invoices are at a system."""

type _Seekers = Mapping[Case, tuple[Snapshot, Invoice]]


def match_invoices(context: Context, cases: Sequence[Case], know_customers: KnowCustomers) -> None:
    """Fill in `matches` of invoices that may be there already, once their customers are known. Raises VendorError.

    What was in the way of a create only counts if it is the same in everything: the refusal itself names it otherwise.
    """
    for target in System:
        seekers = _seekers(context, cases, target)
        found = _free(context, {case: _rivals(context, case, target) for case in seekers if case.rival})
        found |= _free(context, _looked_for(context, {case: one for case, one in seekers.items() if not case.rival}, target))
        seeking = {case: invoice for case, (_, invoice) in seekers.items() if found.get(case)}
        customers = know_customers(list(seeking.values()), target) if seeking else References()
        for case, invoice in seeking.items():
            same, similar = same_and_similar(invoice, _payer(customers, invoice, target), found[case])
            case.matches = {one.ref: one for one in same or ([] if case.rival else similar)}
            case.uncertain = not same


def _seekers(context: Context, cases: Sequence[Case], target: System) -> dict[Case, tuple[Snapshot, Invoice]]:
    rule = context.connection.rule(EntityKind.INVOICE)
    if MatchKey.NUMBER_CUSTOMER_TOTAL not in rule.matching.keys:
        return {}
    seekers = {}
    for case in cases:
        seeker = seeker_of(case, rule) if case.kind is EntityKind.INVOICE else None
        if seeker and seeker.ref.system is target.other and isinstance(seeker.record, Invoice):
            free = not context.systems[target].traits.metered
            if case.rival or free or _is_from_before(context, seeker):
                seekers[case] = (seeker, seeker.record)
    return seekers


def _is_from_before(context: Context, seeker: Snapshot) -> bool:
    """Whether an earlier integration may have carried it."""
    began = max(context.connection.created_at, context.connection.rule(EntityKind.INVOICE).switched_on_at)
    return seeker.created_at < began


def _rivals(context: Context, case: Case, target: System) -> list[Snapshot]:
    """The invoice that was in the way of this one's create."""
    rival = case.rival.existing if case.rival else None
    answer = context.systems[target].read(EntityKind.INVOICE, [rival.id]).get(rival.id, ()) if rival else ()
    return [] if isinstance(answer, Failure) else list(answer)


def _looked_for(context: Context, seekers: _Seekers, target: System) -> dict[Case, list[Snapshot]]:
    """By number; where nothing of the same total has it, from before the connection, by the day as well."""
    found: dict[Case, list[Snapshot]] = {case: [] for case in seekers}
    _search(context, seekers, target, MatchKey.NUMBER_CUSTOMER_TOTAL, found)
    left = {
        case: (seeker, invoice)
        for case, (seeker, invoice) in seekers.items()
        if _is_from_before(context, seeker) and all(one.fields["total"] != seeker.fields["total"] for one in found[case])
    }
    _search(context, left, target, MatchKey.DAY, found)
    return found


def _search(context: Context, seekers: _Seekers, target: System, key: MatchKey, found: dict[Case, list[Snapshot]]) -> None:
    criteria = {case: criteria_of(invoice, key) for case, (_, invoice) in seekers.items()}
    asked = tuple(dict.fromkeys(one for some in criteria.values() for one in some))
    answers = context.systems[target].find(EntityKind.INVOICE, asked) if asked else {}
    for case, some in criteria.items():
        found[case] += [snapshot for one in some for snapshot in answers.get(one, ()) if snapshot not in found[case]]


def _free(context: Context, found: Mapping[Case, Sequence[Snapshot]]) -> dict[Case, list[Snapshot]]:
    """Those that are nobody's counterpart, and that no person has said not to be this one's."""
    refs = sorted({one.ref for some in found.values() for one in some})
    taken = context.links.find(context.connection.id, refs) if refs else {}
    return {
        case: [one for one in some if one.ref not in taken and one.ref not in apart_from(case.choices)]
        for case, some in found.items()
    }


def _payer(customers: References, invoice: Invoice, target: System) -> RecordRef | None:
    """The counterpart of the invoice's customer, as it is or as it will be linked."""
    there = customers.customer(invoice, target)
    if isinstance(there, Counterpart):
        return there.ref
    case = customers.cases.get(invoice.customer) if invoice.customer else None
    actions = case.decision.actions if case and case.decision else ()
    return next((action.counterpart for action in actions if isinstance(action, Adopt)), None)
