"""Invoices that people copy in QuickBooks, by hand or every month: the note goes with them, and our marker in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.identity import System
from counterfoil.domain.link import Link
from counterfoil.domain.records.invoice import Invoice, Origin
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case


def made_at(case: Case) -> datetime:
    """When the record of an unlinked case was made."""
    return min(one.created_at for one in case.snapshots.values())


def is_made_after(case: Case, ours: Iterable[Snapshot]) -> bool:
    """Whether its record may be a copy of ours: what was made before that may have been ours first."""
    return all(made_at(case) >= one.created_at for one in ours)


def may_be_copies(cases: Sequence[Case], link: Link, sources: Iterable[Snapshot]) -> bool:
    """Whether all of the marked invoices may be copies of what the link's create made: only a search for that can tell.

    The first may be a copy unless it was made before the create began, or has its source's number, which copies never get.
    """
    first = cases[0].snapshots.get(System.QUICKBOOKS)
    if first is None or not isinstance(first.record, Invoice) or link.reserved_at is None:
        return False
    return first.created_at >= link.reserved_at and any(
        isinstance(one.record, Invoice) and one.record.number != first.record.number for one in sources
    )


def tell_copies(cases: Iterable[Case]) -> None:
    """An invoice that a person copied is QuickBooks' own, whatever its marker says."""
    for case in cases:
        copy = case.snapshots.get(System.QUICKBOOKS)
        if copy and isinstance(copy.record, Invoice):
            record = replace(copy.record, origin=Origin.MIRRORED)
            case.snapshots[System.QUICKBOOKS] = replace(copy, source=None, record=record)


def is_told_already(case: Case) -> bool:
    """Whether its link starts in QuickBooks, so that it was found to be QuickBooks' own before."""
    return case.link is not None and case.link.source is System.QUICKBOOKS
