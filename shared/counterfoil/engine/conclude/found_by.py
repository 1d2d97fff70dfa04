"""By which payments of QuickBooks something is found once they are taken back, where no link leads to it."""

from counterfoil.domain.blockers import part_key
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.case import Case

_MOST = 8
"""So many keys are kept for an invoice: of the payments that were made last."""


def found_by(case: Case) -> tuple[str, ...]:
    """The keys of the payments that a record is kept under as well: a part's own, and those of QuickBooks' invoice of which
    nothing is known yet, though what it owes is shown in HubSpot.
    """
    if case.ref.part:
        return (part_key(case.ref),) if case.link is None and case.snapshots else ()
    return tuple(map(part_key, only_seen(case)))


def only_seen(case: Case) -> list[RecordRef]:
    """QuickBooks' payments of its own invoice of which nothing is known yet: those that were made last."""
    ids = sorted(_unheard_of(case), key=lambda one: (len(one), one))[-_MOST:]
    return [RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, one) for one in ids]


def _unheard_of(case: Case) -> set[str]:
    """Where nobody asked how its payments stand, any of them may be."""
    shown, link = case.snapshots.get(System.QUICKBOOKS), case.link
    if shown is None or link is None or link.source is not System.QUICKBOOKS:
        return set()
    if case.payments is None:
        return set(shown.paid_by)
    asked = case.payments.items()
    return {ref.id for ref, one in asked if ref.system is System.QUICKBOOKS and not (one.outcome or one.agreed)}
