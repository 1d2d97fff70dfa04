"""Reads all that decisions need, in bulk: links, both sides as far as necessary, possible counterparts. Never writes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.as_agreed import as_shown
from counterfoil.engine.links import held_for
from counterfoil.engine.read.admissions import find_admissions
from counterfoil.engine.read.begun_for_others import leave_to_others
from counterfoil.engine.read.chosen import choices_of_parts, find_chosen, led_by_hubspot, put_choices, read_choices
from counterfoil.engine.read.copies import is_told_already, tell_copies
from counterfoil.engine.read.currencies import put_currency
from counterfoil.engine.read.glimpses import glimpse, still_to_read
from counterfoil.engine.read.handovers import find_handovers
from counterfoil.engine.read.known import NO_MERGES, KnownLinks, Merges, known_links
from counterfoil.engine.read.matching import find_matches
from counterfoil.engine.read.merges import explain_endings, find_merges, survivors
from counterfoil.engine.read.paid_invoices import name_paid_invoices
from counterfoil.engine.read.question import Question
from counterfoil.engine.read.readings import (
    Readings,
    answered,
    doubtful_sources,
    is_echo,
    own_echoes,
    read_side,
    standings,
)
from counterfoil.engine.read.recognise import recognise
from counterfoil.engine.read.rooms import read_rooms
from counterfoil.engine.read.succession import predecessors
from counterfoil.engine.read.taken_back import taken_back


def gather(context: Context, question: Question, merges: Merges = NO_MERGES) -> list[Case]:
    """One case per pair that the refs belong to. Raises VendorError when a vendor cannot be read.

    `merges` are links whose record was merged into another: they count as links of the other record already.
    """
    known = known_links(context, question.refs, merges)
    stand = standings(context, question, known.links)
    known = replace(known, links=as_shown(known.links, stand))
    doubtful = doubtful_sources(context, question, known.links, stand)
    echoes = own_echoes(context, question, known.links, doubtful)
    question = replace(question, refs=tuple(ref for ref in question.refs if ref not in echoes))
    known = known.without(echoes)
    chosen = read_choices(context, question, known)
    if (led := led_by_hubspot(question, chosen)) != question:
        return gather(context, led, merges)
    quickbooks = read_side(context, System.QUICKBOOKS, question, known.links, doubtful)
    links = [link for link in known.links if link.source_ref in doubtful or not is_echo(context, link, question, quickbooks)]
    glimpses = glimpse(context, question, [link for link in links if link.source_ref not in doubtful], chosen)
    hubspot = read_side(context, System.HUBSPOT, *still_to_read(question, links, glimpses), doubtful)
    answers = list(answered(System.HUBSPOT, question.kind, hubspot))
    merged = {**survivors(answers), **predecessors(context, question, answers, chosen)}
    found, refs = find_merges(context, merged, known.refs | set(question.refs), merges)
    if refs:
        return gather(context, replace(question, refs=(*question.refs, *sorted(refs))), found)
    readings = {System.HUBSPOT: hubspot, System.QUICKBOOKS: quickbooks}
    cases = [_linked_case(context, link, readings, merges) for link in links]
    tell_copies(filter(is_told_already, cases))
    for case in cases:
        case.glimpses, case.doubtful = glimpses.get(case.ref, {}), case.ref in doubtful
    unlinked = _unlinked_cases(question, readings, known)
    put_choices([*cases, *unlinked], {**chosen, **choices_of_parts(context, question, unlinked)})
    cases += taken_back(context, question, quickbooks, known.refs)
    cases += recognise(context, unlinked, {case.ref for case in cases})
    explain_endings(context, cases, merged)
    _read_beside(context, question, cases)
    return cases + [Case(ref=link.source_ref, link=link) for link in known.custom if link.state is LinkState.LINKED]


def _read_beside(context: Context, question: Question, cases: list[Case]) -> None:
    """Put into the cases what decisions need beside both sides, and add those of creates that have to be finished first."""
    _admit(context, question, cases)
    find_chosen(context, cases)
    find_matches(context, context.connection.rule(question.kind), cases)
    begun = leave_to_others(context, cases)
    _admit(context, question, begun)
    cases += begun
    find_handovers(context, cases, partial(_shared_by, context))
    read_rooms(context, cases)
    name_paid_invoices(context, cases)


def _admit(context: Context, question: Question, cases: Sequence[Case]) -> None:
    """Put in what the question says of the cases, and what the rule's filters do."""
    for case in cases:
        case.needed, case.rival = question.needed, question.rivals.get(case.ref)
        put_currency(case, question.currencies.get(case.ref, ""))
    find_admissions(context, context.connection.rule(question.kind), cases)


def _shared_by(context: Context, contacts: Mapping[RecordRef, str]) -> dict[RecordRef, RecordRef]:
    """The customers that unlinked contacts share with others, each looked for in a currency. Raises VendorError."""
    question = Question(kind=EntityKind.CUSTOMER, refs=tuple(sorted(contacts)), needed=True, currencies=contacts)
    return {case.ref: case.instead for case in gather(context, question) if case.instead and not case.matches}


def _linked_case(context: Context, link: Link, readings: Readings, merges: Merges) -> Case:
    case = Case(ref=link.source_ref, link=link, merged=merges.before(link), held_for=held_for(link, context.clock()))
    for system, ref in link.refs.items():
        found = readings[system].found.get(ref.id, ())
        if isinstance(found, Failure):
            case.unreadable = found
        elif snapshot := _snapshot_of(link, ref, found):
            case.snapshots[system] = snapshot
        elif ref.id in readings[system].asked:
            case.gone.add(system)
            case.taken_off = bool(ref.part and found)
    return case


def _snapshot_of(link: Link, ref: RecordRef, found: Sequence[Snapshot]) -> Snapshot | None:
    """A voided payment is on no invoice any more: what it was on each of them is voided.

    One that is kept as credit is still the part that it was when nothing of it ever came to its invoice; otherwise that
    was taken off the invoice, and is gone.
    """
    if exact := next((snapshot for snapshot in found if snapshot.ref == ref), None):
        return exact
    whole = next((snapshot for snapshot in found if ref.part and snapshot.ref == ref.whole), None)
    if whole and (_is_voided(whole) or _was_never_applied(link, ref)):
        return replace(whole, ref=ref)
    return None


def _was_never_applied(link: Link, ref: RecordRef) -> bool:
    agreement = link.agreements.get(ref.system)
    return agreement is not None and agreement.fields.get("amount") == "0"


def _unlinked_cases(question: Question, readings: Readings, known: KnownLinks) -> list[Case]:
    """Cases of the records that no link knows; a payment that is taken apart has one for each new part."""
    cases: dict[RecordRef, Case] = {}
    for ref in dict.fromkeys(ref.whole for ref in question.refs):
        found = readings[ref.system].found.get(ref.id, ())
        if ref in known.refs:
            continue
        if isinstance(found, Failure):
            cases[ref] = Case(ref=ref, unreadable=found)
            continue
        taken_apart = any(one.whole == ref for one in known.refs)
        for snapshot in found:
            if snapshot.ref not in known.refs and not (taken_apart and snapshot.ref == ref):
                cases[snapshot.ref] = Case(ref=snapshot.ref, snapshots={ref.system: snapshot})
    return list(cases.values())


def _is_voided(snapshot: Snapshot) -> bool:
    return snapshot.ref.kind is EntityKind.PAYMENT and snapshot.fields["status"] == PaymentStatus.VOIDED
