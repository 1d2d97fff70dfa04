"""Further customers of a contact, in other currencies or below others: no contact of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.rules import CustomerOptions
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case

_TAKEN = Failure(category=ErrorCategory.AMBIGUOUS_MATCH, cure=Cure.PERSON)


def put_further(case: Case, taken: Mapping[RecordRef, Sequence[Link]], connection: Connection) -> None:
    """Say of an unlinked customer with the address of a contact that is linked whose further customer it is, if it is one.

    `taken` are the links of the contacts that match it or are in its way; what was linked before several currencies were is
    in the company's own. A sub-customer often repeats the address of whom it is below. Of another one it is said who has the
    address: HubSpot has one contact for it, and would refuse a second one.
    """
    case.unfit, case.contact = "", None
    seeker = case.snapshots.get(System.QUICKBOOKS)
    if case.kind is not EntityKind.CUSTOMER or seeker is None or len(case.snapshots) > 1:
        return
    home, below = connection.company.home_currency, isinstance(seeker.record, Customer) and seeker.record.job
    currency = seeker.fields["currency"] or home
    contacts = sorted({*case.matches, *in_the_way(case)})
    linked = (link for contact in contacts for link in taken.get(contact, ()) if link.state is LinkState.LINKED)
    for link in linked:
        known = link.agreements[System.QUICKBOOKS].fields
        name, same = name_of(link.refs[System.QUICKBOOKS], known), (known.get("currency") or home) == currency
        if not same or below:
            told = reasons.SUB_CUSTOMER(name=name) if same else reasons.FURTHER_CUSTOMER(name=name, currency=currency)
            case.unfit, case.contact = told, link.refs[System.HUBSPOT]
            return
        if case.rival or _has_its_address(case, link.refs[System.HUBSPOT], connection):
            contact = name_of(link.refs[System.HUBSPOT], link.agreements[System.HUBSPOT].fields)
            refused = case.rival or replace(_TAKEN, existing=link.refs[System.HUBSPOT])
            case.rival = replace(refused, text=reasons.ADDRESS_TAKEN(one=contact, other=name))


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
