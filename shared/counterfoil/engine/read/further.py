"""Further customers of a contact, in other currencies or below others, and further contacts of a customer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.choices import Verb, the
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.rules import CustomerOptions
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case

_TAKEN = Failure(category=ErrorCategory.AMBIGUOUS_MATCH, cure=Cure.PERSON)


def put_further(case: Case, taken: Mapping[RecordRef, Sequence[Link]], connection: Connection) -> None:
    """Say of an unlinked customer with the address of a contact that is linked whose further customer it is, if it is one.

    `taken` are the links of the contacts that match it or are in its way; what was linked before several currencies were is
    in the company's own. A sub-customer often repeats the address of whom it is below. Of another one it is said who has the
    address: HubSpot has one contact for it, and would refuse a second one.
    """
    seeker = case.snapshots.get(System.QUICKBOOKS)
    if case.kind is not EntityKind.CUSTOMER or seeker is None or len(case.snapshots) > 1:
        return
    case.unfit, case.instead = "", None
    home, below = connection.company.home_currency, isinstance(seeker.record, Customer) and seeker.record.job
    currency = seeker.fields["currency"] or home
    contacts = sorted({*case.matches, *in_the_way(case)})
    linked = (link for contact in contacts for link in taken.get(contact, ()) if link.state is LinkState.LINKED)
    for link in linked:
        known = link.agreements[System.QUICKBOOKS].fields
        name, same = name_of(link.refs[System.QUICKBOOKS], known), (known.get("currency") or home) == currency
        if not same or below:
            told = reasons.SUB_CUSTOMER(name=name) if same else reasons.FURTHER_CUSTOMER(name=name, currency=currency)
            case.unfit, case.instead = told, link.refs[System.HUBSPOT]
            return
        if case.rival or _has_its_address(case, link.refs[System.HUBSPOT], connection):
            contact = name_of(link.refs[System.HUBSPOT], link.agreements[System.HUBSPOT].fields)
            refused = case.rival or replace(_TAKEN, existing=link.refs[System.HUBSPOT])
            case.rival = replace(refused, text=reasons.ADDRESS_TAKEN(one=contact, other=name))


def put_shared(case: Case, taken: Mapping[RecordRef, Sequence[Link]], connection: Connection) -> None:
    """Say of an unlinked contact which customer it shares with another contact, if it shares one.

    `taken` are the links of the customers with an address of the contact, of which none is free. Only one of them may be in
    use in its currency. Where companies are customers, a contact has one of its own below its company. Of a customer with
    one address it is only told: that may have gone from one person to another.
    """
    seeker, options = case.snapshots.get(System.HUBSPOT), connection.rule(case.kind).options
    of_companies = isinstance(options, CustomerOptions) and options.of_companies
    if seeker is None or len(case.snapshots) > 1 or of_companies or _has_its_own(case):
        return
    home = connection.company.home_currency
    currency = seeker.fields.get("currency") or home
    held = {
        ref: one for ref, one in case.matches.items() if _is_in_use(one) and (one.fields["currency"] or home) == currency
    }
    links = {ref: link for ref in held for link in taken.get(ref, ()) if link.state is LinkState.LINKED}
    several = [ref for ref, one in held.items() if is_shared(one)]
    if len(several) > 1 or not links or not {*several} <= links.keys():
        return
    ref = next(iter(several or links))
    contact = name_of(links[ref].refs[System.HUBSPOT], links[ref].agreements[System.HUBSPOT].fields)
    customer = name_of(ref, held[ref].fields)
    if several:
        case.unfit, case.instead = reasons.FURTHER_CONTACT(one=contact, other=customer), ref
    else:
        case.told = reasons.ADDRESS_OF_ANOTHER(one=contact, other=customer)


def _has_its_own(case: Case) -> bool:
    """Whether a record has or had a counterpart, perhaps one from which somebody has unlinked it."""
    return bool(case.link and not case.link.made_nothing) or the(Verb.UNLINKED, case.choices) is not None


def is_shared(match: Snapshot) -> bool:
    """Whether a customer may be several contacts': a single address may have gone from one person to another."""
    return _is_in_use(match) and isinstance(match.record, Customer) and len(match.record.emails) > 1


def _is_in_use(match: Snapshot) -> bool:
    customer = match.record
    return isinstance(customer, Customer) and customer.active and not customer.job


def _has_its_address(case: Case, contact: RecordRef, connection: Connection) -> bool:
    """Whether a contact has the address that the new one would have; a company has none."""
    seeker, holder = case.snapshots[System.QUICKBOOKS].record, case.matches.get(contact)
    if holder is None or not isinstance(seeker, Customer) or not isinstance(holder.record, Customer):
        return False
    options = connection.rule(EntityKind.CUSTOMER).options
    if isinstance(options, CustomerOptions) and options.of_companies and not is_person(seeker.fields()):
        return False
    return seeker.email in holder.record.emails


def in_the_way(case: Case) -> tuple[RecordRef, ...]:
    """The record for which a vendor has just refused to make another one; a search may not show it yet."""
    return (case.rival.existing,) if case.rival and case.rival.existing else ()
