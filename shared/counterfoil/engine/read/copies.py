"""Invoices that people copy in QuickBooks, by hand or every month: the note goes with them, and our marker in it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.records.invoice import Invoice, Origin
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case


def made_at(case: Case) -> datetime:
    """When the record of an unlinked case was made."""
    return min(one.created_at for one in case.snapshots.values())


def is_made_after(case: Case, ours: Iterable[Snapshot]) -> bool:
    """Whether its record may be a copy of ours: what was made before that may have been ours first."""
    return all(made_at(case) >= one.created_at for one in ours)


def tell_copies(cases: Iterable[Case]) -> None:
    """An invoice that a person copied is QuickBooks' own, whatever its marker says."""
    for case in cases:
        for system, one in case.snapshots.items():
            if isinstance(one.record, Invoice):
                case.snapshots[system] = replace(one, source=None, record=replace(one.record, origin=Origin.MIRRORED))
