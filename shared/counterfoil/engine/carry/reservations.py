"""Reservations: links of records whose counterpart is being made, and the create that each of them stands for.

A reservation keeps the key of its write and the source as it was then. The key stays the same while the write may still
be under way, and changes when the source changed, the vendor answered or a person decided about it, for a vendor may repeat
an old answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.planning.mirrored import as_meant
from counterfoil.domain.records.invoice import Origin
from counterfoil.domain.rules.own import filled, own_to_write
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.write import Operation, Write, write_key
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context

Records = Mapping[RecordRef, AnyRecord]
"""What to write for each case, in the target's terms, by the case's ref."""


def reservation(context: Context, case: Case) -> Link:
    """A link of an unlinked case's record, with a lease and the key of its first try; not stored yet."""
    source = case.snapshots[case.ref.system]
    agreement = Agreement(source.version, source.fields, source.modified_at)
    return Link(
        connection_id=context.connection.id,
        kind=case.kind,
        source=case.ref.system,
        state=LinkState.RESERVED,
        refs={case.ref.system: case.ref},
        agreements={case.ref.system: agreement},
        key=write_key(
            context.connection.id, case.ref, agreement.fingerprint, f"choice {case.decided}" if case.decided else ""
        ),
        reserved_at=context.clock(),
        lease_until=lease_end(context),
    )


def renewed(case: Case) -> Link:
    """The reservation with the source as it is now, and with a new key if the old one must not be used again."""
    link, source = link_of(case), case.snapshots[case.ref.system]
    now = Agreement(source.version, source.fields, source.modified_at)
    unchanged = link.agreements[case.ref.system].fingerprint == now.fingerprint
    if link.key and unchanged:
        return link
    return replace(link, key=another_key(link, now), agreements={case.ref.system: now})


def completed(link: Link, made: Snapshot) -> Link:
    """The link with the counterpart that was made or found."""
    agreements = {**link.agreements, made.ref.system: Agreement(made.version, made.fields, made.modified_at)}
    return link.completed(made.ref, agreements)


def recovered(link: Link, left: Snapshot) -> Link:
    """The link with what an earlier try left. An invoice in HubSpot may lack lines, or may have been edited already.

    What counts as agreed there is what QuickBooks said when it was made.
    """
    linked = completed(link, left)
    shows_another = left.fields.get("origin") == Origin.MIRRORED
    if (left.ref.system, left.ref.kind) != (System.HUBSPOT, EntityKind.INVOICE) or not shows_another:
        return linked
    meant = as_meant(left.fields, link.agreements[System.QUICKBOOKS].fields)
    return replace(
        linked, agreements={**linked.agreements, System.HUBSPOT: Agreement(left.version, meant, left.modified_at)}
    )


def with_another_key(context: Context, link: Link) -> Link:
    """The reservation for the next try after an answer that is of no use; it waits until a search shows what was made.

    Only products are searched for: everything else is found by its unique marker at once.
    """
    lag = context.systems[link.source.other].traits.search_lag if link.kind is EntityKind.PRODUCT else timedelta()
    lease = context.clock() + lag if lag else None
    return replace(link, key=another_key(link, link.agreements[link.source]), lease_until=lease)


def another_key(link: Link, source: Agreement) -> str:
    """A key that no earlier try had, for the link's create of `source`."""
    return write_key(link.connection_id, link.source_ref, source.fingerprint, f"try {link.revision}")


def create_of(context: Context, case: Case, records: Records) -> Write:
    """The create that the case's reservation stands for; after a refusal its key is only used to look, not to write."""
    link = link_of(case)
    return Write(
        key=link.key or write_key(link.connection_id, case.ref, "refused", str(link.revision)),
        operation=Operation.CREATE,
        system=case.ref.system.other,
        kind=case.kind,
        source=case.ref,
        record=records[case.ref],
        own=_own_values(context, case),
    )


def _own_values(context: Context, case: Case) -> Mapping[str, str]:
    """The values of own mappings for a new record; none where one does not fit, of which nothing is made then."""
    rule, target = context.connection.rule(case.kind), case.ref.system.other
    fields = case.snapshots[case.ref.system].fields
    written = own_to_write(rule, fields, filled(rule, fields, target), target)
    return {} if isinstance(written, Failure) else written


def lease_end(context: Context) -> datetime:
    """Until when nobody else works on what is taken now."""
    return context.clock() + context.lease


def link_of(case: Case) -> Link:
    """The link of a case that must have one. Raises ValueError."""
    if case.link is None:
        raise ValueError(f"{case.ref} has no link yet")
    return case.link
