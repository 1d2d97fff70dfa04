"""What needs a person, cause by cause."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.telling import entries_in_the_way, in_the_way, particulars_of, record_of
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.sentence import capital
from counterfoil.engine.browse.causes import Cause
from counterfoil.engine.browse.health import summed
from counterfoil.engine.ports import Addresses
from counterfoil_console.pages import needs_you as page
from counterfoil_console.pages.needs_you import CandidateLine, Holder, NeedsYouPage, VanishedSide
from counterfoil_console.pages.parts import InTheWay, VendorLink
from counterfoil_console.presenting.sums import amount_of, sum_of

if TYPE_CHECKING:
    from counterfoil.engine.compare.acceptance import Acceptance

_MOST_IN_THE_WAY = 3


def needs_you_page(causes: Sequence[Cause], connection: Connection, addresses: Addresses, now: datetime) -> NeedsYouPage:
    """Every cause, the one of most records first."""
    records: Counter[EntityKind] = Counter()
    for cause in causes:
        records.update(cause.records)
    return NeedsYouPage(
        causes=tuple(_cause(cause, connection, addresses) for cause in causes),
        all=sum_of(records, summed(cause.money for cause in causes)),
        looked_at=now,
    )


def vanished_in(acceptance: "Acceptance", connection_id: str) -> tuple[VanishedSide, ...]:
    """What halted the last check, side by side."""
    return tuple(
        VanishedSide(system=one.system, known=one.known, vanished=one.vanished, is_accepted=acceptance.covers(one))
        for one in acceptance.halted(connection_id)
    )


def candidates_of(outcome: SyncOutcome, connection: Connection, addresses: Addresses) -> tuple[CandidateLine, ...]:
    """The records between which a person may choose."""
    return tuple(
        CandidateLine(one.ref, capital(one.name), _link(one.ref, connection, addresses)) for one in outcome.candidates
    )


def others_of(outcome: SyncOutcome, connection: Connection, addresses: Addresses) -> tuple[InTheWay, ...]:
    """Where the first records can be opened that keep this one from being carried; candidates are shown by themselves."""
    apart = {outcome.ref, outcome.counterpart, *(one.ref for one in outcome.candidates)}
    records = (InTheWay(ref.kind, addresses(connection, ref)) for ref in in_the_way(outcome) if ref not in apart)
    entries = (InTheWay(one.of_list, addresses(connection, one)) for one in entries_in_the_way(outcome))
    return tuple(islice((one for one in chain(records, entries) if one.address), _MOST_IN_THE_WAY))


def _link(ref: RecordRef, connection: Connection, addresses: Addresses) -> VendorLink | None:
    address = addresses(connection, ref)
    return VendorLink(ref.system, address) if address else None


def _cause(cause: Cause, connection: Connection, addresses: Addresses) -> page.Cause:
    text = ERROR_TEXTS[cause.category]
    only = cause.longest[0] if cause.total == 1 and cause.longest else None
    told = particulars_of(only) if only else ""
    return page.Cause(
        category=cause.category,
        title=text.title,
        cause=told or text.cause,
        steps=text.steps,
        records=sum_of(cause.records, cause.money),
        since=cause.since,
        ref=only.ref if only else None,
        holders=_holders(cause, only, connection, addresses),
        others=others_of(only, connection, addresses) if only else (),
        candidates=candidates_of(only, connection, addresses) if only else (),
        has_versions=bool(only and only.versions),
        may_retry=cause.category is not ErrorCategory.AMBIGUOUS_MATCH or only is None,
    )


def _holders(cause: Cause, only: SyncOutcome | None, connection: Connection, addresses: Addresses) -> tuple[Holder, ...]:
    """What the cause says of just one record is not said beside it once more, but whom it is for."""
    if only is None:
        return tuple(_holder(one, connection, addresses) for one in cause.longest)
    return (replace(_holder(only, connection, addresses), note=only.listing.detail, others=()),)


def _holder(outcome: SyncOutcome, connection: Connection, addresses: Addresses) -> Holder:
    """One of its records, by name, with what happened there and where it can be opened."""
    listing = outcome.listing
    return Holder(
        name=record_of(outcome),
        note=particulars_of(outcome),
        ref=outcome.ref,
        amount=amount_of(listing.amount, listing.currency),
        link=_link(outcome.ref, connection, addresses),
        others=others_of(outcome, connection, addresses),
    )
