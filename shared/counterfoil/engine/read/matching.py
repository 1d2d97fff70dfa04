"""Finds the possible counterparts of records that have none yet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from counterfoil.domain.choices import Verb, apart_from, the
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.keys import held_by
from counterfoil.domain.kinds import KINDS, MatchKey
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.parties import is_company
from counterfoil.domain.planning.eligibility import excluding_clause, why_unfit
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.rules import CustomerOptions, Direction, SyncRule
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.ports import Criterion
from counterfoil.engine.read.contested import doubt_contested
from counterfoil.engine.read.further import in_the_way, put_further, put_shared

Seekers = Sequence[tuple[Case, Snapshot]]
"""Cases with the record that seeks a counterpart."""


def find_matches(context: Context, rule: SyncRule, cases: Sequence[Case]) -> None:
    """Fill in `matches` of the customers and products that may get a counterpart, by the rule's keys, one after the other.

    One search per system and key, for all that were not found by the keys before it.
    Those are the unlinked ones, the ones of which it is known that an earlier try made nothing, and the needed ones whose
    counterpart is gone. A record that is already somebody else's counterpart is no match. Raises VendorError.
    """
    if KINDS[rule.kind].document:
        return
    seekers = [(case, seeker) for case in cases if (seeker := seeker_of(case, rule))]
    if rule.matching.keys:
        _try(context, MatchKey.NAME, [(case, seeker) for case, seeker in seekers if _goes_by_name(seeker, rule)])
    for key in rule.matching.keys:
        _try(context, key, seekers)
    if rule.kind is EntityKind.CUSTOMER:
        _match_rivals(context, rule, [(case, seeker) for case, seeker in seekers if not (case.matches or case.unfit)])
    if rule.direction is Direction.BOTH:
        for case, _ in seekers:
            _wait_for_search(case, context)


def _search(context: Context, system: System, key: MatchKey, seekers: Seekers) -> None:
    searching = [(case, criteria_of(seeker.record, key)) for case, seeker in seekers]
    asked = tuple(dict.fromkeys(one for _, criteria in searching for one in criteria))
    found = context.systems[system].find(seekers[0][1].ref.kind, asked) if asked else {}
    for case, criteria in searching:
        case.found |= {one: usable(found.get(one, ())) for one in criteria}
        matches = {match.ref: match for one in criteria for match in case.found[one]}
        case.matches = {ref: match for ref, match in matches.items() if ref not in apart_from(case.choices)}


def seeker_of(case: Case, rule: SyncRule) -> Snapshot | None:
    """The record that seeks a counterpart, if the case's does."""
    if case.unreadable or case.matches or the(Verb.LEFT_OUT, case.choices):
        return None
    if case.link and not case.link.made_nothing:  # what stood in a create's way may be the counterpart, as the remedy says
        return _left_behind(case, case.link)
    if len(case.snapshots) != 1 or the(Verb.LINKED, case.choices):
        return None
    (seeker,) = case.snapshots.values()
    (side,) = case.pair.sides.values()
    return seeker if case.needed or excluding_clause(side, rule, needed=False) is None else None


def _left_behind(case: Case, link: Link) -> Snapshot | None:
    """What is there of a pair of which a document needs the other record, which is inactive in QuickBooks or gone.

    Somebody may have chosen that other record: nobody chose that there be none.
    """
    if not case.needed or link.state is LinkState.RESERVED:
        return None
    there = case.pair.sides.get(System.QUICKBOOKS)
    if there is None or not there.active:
        return case.snapshots.get(System.HUBSPOT)
    return case.snapshots.get(System.QUICKBOOKS) if System.HUBSPOT in case.gone else None


def _try(context: Context, key: MatchKey, seekers: Seekers) -> None:
    """Fill in `matches` of those that have none yet, by one key."""
    left = [(case, seeker) for case, seeker in seekers if not case.matches and seeker in case.snapshots.values()]
    for system in System:
        _search(context, system, key, [(case, one) for case, one in left if one.ref.system is system.other])
    _drop_taken(context, key, [case for case, _ in left])
    for case, seeker in left:
        if is_company(seeker.ref):
            case.matches = called_alike(seeker, case.matches)
    doubt_contested(context, key, [(case, seeker) for case, seeker in left if len(case.matches) == 1])


def _match_rivals(context: Context, rule: SyncRule, seekers: Seekers) -> None:
    """The contact for whose address HubSpot has just refused another one: a search may not show it yet, or none was made.

    It is read where it is nobody's counterpart. Where addresses are no key it only may be the counterpart, and a person
    says so.
    """
    of_customers = [case for case, seeker in seekers if seeker.ref.system is System.QUICKBOOKS]
    rivals = [(case, contact) for case in of_customers for contact in in_the_way(case)]
    found = _contacts_of_nobody(context, sorted({contact for _, contact in rivals})) if rivals else {}
    for case, contact in rivals:
        if contact in found and contact not in apart_from(case.choices):
            case.matches, case.uncertain = {contact: found[contact]}, MatchKey.EMAIL not in rule.matching.keys


def _contacts_of_nobody(context: Context, contacts: Sequence[RecordRef]) -> dict[RecordRef, Snapshot]:
    linked = context.links.find(context.connection.id, contacts)
    free = [contact.id for contact in contacts if contact not in linked]
    answers = context.systems[System.HUBSPOT].read(EntityKind.CUSTOMER, free) if free else {}
    return {one.ref: one for answer in answers.values() if not isinstance(answer, Failure) for one in usable(answer)}


def _goes_by_name(seeker: Snapshot, rule: SyncRule) -> bool:
    """A company has no address of its own, so that it is looked for by its name first, and so is its customer."""
    firm = isinstance(seeker.record, Customer) and not (seeker.record.given_name or seeker.record.family_name)
    of_companies = isinstance(rule.options, CustomerOptions) and rule.options.of_companies
    return is_company(seeker.ref) or (firm and of_companies)


def called_alike(company: Snapshot, matches: dict[RecordRef, Snapshot]) -> dict[RecordRef, Snapshot]:
    """Of what was found for a company the one of its name, else what is not simply a person with one of its addresses."""
    name = company.fields["display_name"].casefold()
    named = {ref: one for ref, one in matches.items() if one.fields["display_name"].casefold() == name}
    return named or {ref: one for ref, one in matches.items() if not is_person(one.fields)}


def criteria_of(record: AnyRecord, key: MatchKey) -> tuple[Criterion, ...]:
    """What is looked for: all that this record has to be found by."""
    return tuple(Criterion(key, value) for value in held_by(record, key))


def _drop_taken(context: Context, key: MatchKey, cases: Sequence[Case]) -> None:
    refs = tuple({ref for case in cases for ref in (*case.matches, *in_the_way(case))})
    taken = context.links.find(context.connection.id, refs) if refs else {}
    for case in cases:
        if begun := _begun(case, taken):
            _join(case, begun)
            continue
        put_further(case, taken, context.connection)
        free = {ref: match for ref, match in case.matches.items() if _is_free(case, taken.get(ref, ()))}
        if key is MatchKey.EMAIL and not free:
            put_shared(case, taken, context.connection)
        case.matches = top_level_first(_in_currency(context, case, free))


def _wait_for_search(case: Case, context: Context) -> None:
    """A new item may have been made for a product that the other side's search does not show yet: it waits that long."""
    if case.kind is not EntityKind.PRODUCT or case.link or case.matches:
        return
    for system, snapshot in case.snapshots.items():
        shown_at = snapshot.created_at + context.systems[system.other].traits.search_lag
        case.unsearchable_for = max(shown_at - context.clock(), timedelta())


def _begun(case: Case, taken: Mapping[RecordRef, Sequence[Link]]) -> Link | None:
    """The reservation of an unlinked record's only match, whose create may have made it: an item bears no marker."""
    if case.link or case.kind is not EntityKind.PRODUCT or len(case.matches) != 1:
        return None
    (match,) = case.matches
    return next((one for one in taken.get(match, ()) if one.state is LinkState.RESERVED and one.source_ref == match), None)


def _join(case: Case, begun: Link) -> None:
    """Let the case be that of the reservation, with what was found on both sides."""
    case.snapshots |= {ref.system: match for ref, match in case.matches.items()}
    case.ref, case.link, case.matches = begun.source_ref, begun, {}


def _is_free(case: Case, holders: Sequence[Link]) -> bool:
    """Whether nobody else holds a record: it may be what the case itself was linked with before."""
    return all(case.link is not None and held.source_ref == case.link.source_ref for held in holders)


def _in_currency(context: Context, case: Case, matches: dict[RecordRef, Snapshot]) -> dict[RecordRef, Snapshot]:
    """Those in the currency in which a contact's customer is needed, if there are any; without a document the company's."""
    seeker = case.snapshots.get(System.HUBSPOT)
    wanted = (seeker.fields.get("currency") if seeker else "") or context.connection.company.home_currency
    return {ref: one for ref, one in matches.items() if one.fields.get("currency", "") in {"", wanted}} or matches


def usable(found: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """The records found that may be a counterpart at all: no projects, no bundles."""
    return tuple(snapshot for snapshot in found if not why_unfit(snapshot.record))


def top_level_first(matches: dict[RecordRef, Snapshot]) -> dict[RecordRef, Snapshot]:
    """Sub-customers, which often repeat their customer's address, count only where no customer of its own matches."""
    top_level = {
        ref: match for ref, match in matches.items() if not (isinstance(match.record, Customer) and match.record.job)
    }
    return top_level or matches
