"""Further customers of a contact, in other currencies: they get its invoices, and no contact of their own."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case


def further_customer(case: Case, taken: Mapping[RecordRef, Sequence[Link]], home: str) -> str:
    """The sentence that says so of an unlinked customer with the address of a contact that is linked; "" of any other.

    `taken` are the links of the contacts that match it; what was linked before several currencies were is in `home`.
    """
    seeker = case.snapshots.get(System.QUICKBOOKS)
    if case.kind is not EntityKind.CUSTOMER or seeker is None or len(case.snapshots) > 1:
        return ""
    currency = seeker.fields["currency"] or home
    linked = (link for contact in sorted(case.matches) for link in taken.get(contact, ()) if link.state is LinkState.LINKED)
    for link in linked:
        known = link.agreements[System.QUICKBOOKS].fields
        if (known.get("currency") or home) != currency:
            name = name_of(link.refs[System.QUICKBOOKS], known)
            return reasons.FURTHER_CUSTOMER(name=name, currency=currency)
    return ""
