"""Contacts merged into others in HubSpot: their links follow them.

The id of a merged contact goes on answering with the one that it was merged into, which may be a new one
(https://developers.hubspot.com/changelog/updated-merge-functionality-for-contacts-and-companies).
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.parties import is_company
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import names, reasons
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.known import Merges

Survivors = Mapping[RecordRef, Snapshot]
"""The record that each merged one was merged into, as it is now."""


def survivors(answers: Iterable[tuple[RecordRef, Snapshot]]) -> Survivors:
    """What HubSpot's answers show of merges; `answers` are records as asked for, with what was answered."""
    into: dict[RecordRef, Snapshot] = {}
    for asked, snapshot in answers:
        merged = {asked, *(replace(snapshot.ref, id=one) for one in snapshot.merged)} - {snapshot.ref}
        into |= dict.fromkeys(merged, snapshot)
    return into


def find_merges(
    context: Context, into: Survivors, read: AbstractSet[RecordRef], known: Merges
) -> tuple[Merges, set[RecordRef]]:
    """The links that follow a merge to survivors that have none, and the records that have to be read as well for it.

    A survivor that has a link keeps it, and is read with it: the merged record's own is then read as well, and closed. A
    reservation for which nothing was made gives way. Of several links the one follows whose record was most like the
    survivor, for HubSpot keeps the values of the primary one.
    """
    if not into:
        return known, set()
    remaining = {snapshot.ref: snapshot for snapshot in into.values()}
    found = context.links.find(context.connection.id, sorted({*into, *remaining}))
    becoming, stored, refs = dict(known.becoming), dict(known.stored), set[RecordRef]()
    for ref, survivor in sorted(remaining.items()):
        merged = (one for one in sorted(into) if into[one].ref == ref)
        left = [link for one in merged for link in found.get(one, ()) if _is_of(link, one) and not known.replaces(link)]
        left.sort(key=partial(_rank, survivor))
        if left and all(link.made_nothing for link in found.get(ref, ())) and ref not in known.becoming:
            follows = left.pop(0)
            stored[ref] = follows
            becoming[ref] = _followed(follows, survivor)
            refs.add(ref)
        elif ref in found:
            refs |= {ref} - read
        refs |= {link.refs[System.HUBSPOT] for link in left if link.state is LinkState.LINKED} - read
    return Merges(becoming, stored), refs


def _followed(link: Link, survivor: Snapshot) -> Link:
    """The link of the survivor. Where another sort of record is the customer by the rule, what it lacks is no change.

    A company without a telephone number does not say that its contact's is wrong; merged contacts have what both had.
    """
    agreed, refs = link.agreements[System.HUBSPOT], {**link.refs, System.HUBSPOT: survivor.ref}
    if is_company(link.refs[System.HUBSPOT]) == is_company(survivor.ref):
        return replace(link, refs=refs)
    fields = {name: "" if survivor.fields.get(name) == "" else value for name, value in agreed.fields.items()}
    return replace(link, refs=refs, agreements={**link.agreements, System.HUBSPOT: replace(agreed, fields=fields)})


def explain_endings(context: Context, cases: Sequence[Case], into: Survivors) -> None:
    """Name both counterparts where a merged contact had one of its own."""
    ended = {case.ref: into[ref].ref for case in cases if (ref := _gone_contact(case)) in into and ref}
    found = context.links.find(context.connection.id, sorted(set(ended.values()))) if ended else {}
    for case in cases:
        survivor = ended.get(case.ref)
        if case.link is None or survivor is None:
            continue
        kept = next(iter(found.get(survivor, ())), None)
        case.ending = reasons.CONTACTS_MERGED(
            merged=_name(case.link, System.HUBSPOT),
            kept=_name(kept, System.QUICKBOOKS) if kept else names.OWN_CUSTOMER(),
            lost=_name(case.link, System.QUICKBOOKS),
        )


def _name(link: Link, system: System) -> str:
    ref, agreement = link.ref(system), link.agreements.get(system)
    return name_of(ref, agreement.fields if agreement else None) if ref else names.CUSTOMER_IN_THE_MAKING()


def _rank(survivor: Snapshot, link: Link) -> tuple[bool, int]:
    """Lower for the link that is to follow before others: open, and of the record most like the survivor."""
    agreed = link.agreements[System.HUBSPOT].fields
    alike = sum(agreed.get(name) == value for name, value in survivor.fields.items())
    return link.state is LinkState.CLOSED, -alike


def _is_of(link: Link, ref: RecordRef) -> bool:
    """Whether the link is still the merged record's own, and complete: a create under way is left to end by itself."""
    return link.ref(System.HUBSPOT) == ref and link.state is not LinkState.RESERVED


def _gone_contact(case: Case) -> RecordRef | None:
    return case.link.ref(System.HUBSPOT) if case.link and System.HUBSPOT in case.gone else None
