"""Further customers of a contact, in other currencies or below others: no contact of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case


def put_further(case: Case, taken: Mapping[RecordRef, Sequence[Link]], home: str) -> None:
    """Say of an unlinked customer with the address of a contact that is linked whose further customer it is, if it is one.

    `taken` are the links of the contacts that match it or are in its way; what was linked before several currencies were is
    in `home`. A sub-customer often repeats the address of whom it is below. Of another one it is said who has the address.
    """
    case.unfit, case.contact = "", None
    seeker = case.snapshots.get(System.QUICKBOOKS)
    if case.kind is not EntityKind.CUSTOMER or seeker is None or len(case.snapshots) > 1:
        return
    below = isinstance(seeker.record, Customer) and seeker.record.job
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
        if case.rival:
            contact = name_of(link.refs[System.HUBSPOT], link.agreements[System.HUBSPOT].fields)
            case.rival = replace(case.rival, text=reasons.ADDRESS_TAKEN(one=contact, other=name))


def in_the_way(case: Case) -> tuple[RecordRef, ...]:
    """The record for which a vendor has just refused to make another one; a search may not show it yet."""
    return (case.rival.existing,) if case.rival and case.rival.existing else ()
