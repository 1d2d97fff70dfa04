"""Finds the counterparts of payments that were on both sides already when their invoices were found to be one."""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.domain.choices import apart_from
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.planning.chosen import is_alone
from counterfoil.domain.planning.decision import Adopt, Create, Recover
from counterfoil.domain.planning.likeness import is_contested, paired
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.references import References


def match_payments(context: Context, cases: Sequence[Case], references: References) -> None:
    """Fill in `matches` of payments that may be there already. Raises VendorError.

    Of each invoice all payments of both sides are compared at once, so that none is taken from another.
    """
    for target in System:
        seekers = {case: there for case in cases if (there := _invoice_there(case, references, target))}
        if not seekers:
            continue
        ours = _payments(context, target.other, {_invoice(case) for case in seekers}, theirs=False)
        theirs = _payments(context, target, set(seekers.values()), theirs=True)
        pairs = {there: paired(ours.get(_invoice(case), []), theirs.get(there, [])) for case, there in seekers.items()}
        for case, there in seekers.items():
            wanted = set(pairs[there].get(case.ref, ())) - apart_from(case.choices)
            case.matches = {one.ref: one for one in theirs.get(there, []) if one.ref in wanted}
            case.uncertain = is_contested(case.ref, pairs[there])


def _invoice_there(case: Case, references: References, target: System) -> RecordRef | None:
    """The counterpart of the invoice of a payment that is to be made, if the two were, or are just now, found to be one."""
    wanted = case.decision is not None and any(
        isinstance(action, Create | Recover) and action.target is target for action in case.decision.actions
    )
    if not wanted or case.kind is not EntityKind.PAYMENT or not is_alone(case.pair) or len(case.snapshots) != 1:
        return None
    (seeker,) = case.snapshots.values()
    link, planned = references.links.get(_invoice(case)), references.cases.get(_invoice(case))
    if link and link.adopted_at and seeker.created_at <= link.adopted_at:
        return link.ref(target)
    actions = planned.decision.actions if link is None and planned and planned.decision else ()
    return next((action.counterpart for action in actions if isinstance(action, Adopt)), None)


def _invoice(case: Case) -> RecordRef:
    """The invoice of a payment that is to be made; there is always one."""
    (seeker,) = case.snapshots.values()
    return RecordRef(seeker.ref.system, EntityKind.INVOICE, seeker.fields["invoice"])


def _payments(
    context: Context, system: System, invoices: Iterable[RecordRef], *, theirs: bool
) -> Mapping[RecordRef, list[Snapshot]]:
    """The payments of these invoices that have no counterpart yet, by invoice; of `theirs`, none is being carried either."""
    ids = sorted({ref.id for ref in invoices})
    wanted = {payment for some in context.systems[system].payments_of(ids).values() for payment in some}
    shown = context.systems[system].read(EntityKind.PAYMENT, sorted(wanted)) if wanted else {}
    found = [one for some in shown.values() if not isinstance(some, Failure) for one in some]
    links = context.links.find(context.connection.id, sorted({one.ref for one in found})) if found else {}
    by_invoice: dict[RecordRef, list[Snapshot]] = {}
    for one in found:
        free = all(link.state is LinkState.RESERVED and not theirs for link in links.get(one.ref, ()))
        if free and isinstance(one.record, Payment) and one.record.invoice:
            by_invoice.setdefault(one.record.invoice, []).append(one)
    return by_invoice
