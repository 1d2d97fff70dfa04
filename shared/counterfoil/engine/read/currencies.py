"""Customers by currency: in QuickBooks a customer has one for ever, so that a contact may have a customer for each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.planning.decision import Adopt
from counterfoil.domain.planning.pair import Counterpart, ResolvedReference, Unavailable
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import reasons
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case, candidate_name
from counterfoil.engine.context import Context
from counterfoil.engine.ports import MatchKey
from counterfoil.engine.read.further import is_shared
from counterfoil.engine.read.matching import criteria_of, top_level_first, usable

type Wanted = tuple[RecordRef, str]
"""A contact, and the currency in which its customer is needed."""


NO_CURRENCIES: Mapping[RecordRef, str] = MappingProxyType({})
"""Where no document says in which currency it needs a customer."""


@dataclass(frozen=True, slots=True)
class Others:
    """The customers of a contact, by its addresses, that are in another currency than its linked one."""

    email: str = ""
    matches: tuple[Snapshot, ...] = ()


def wanted_currencies(invoices: Iterable[Invoice], home: str) -> dict[RecordRef, str]:
    """The currency in which each contact's customer is needed: the company's own where several are, else the document's."""
    wanted: dict[RecordRef, set[str]] = {}
    for invoice in invoices:
        if invoice.customer:
            wanted.setdefault(invoice.customer, set()).add(invoice.currency)
    return {contact: home if home in several else min(several) for contact, several in wanted.items()}


def put_currency(case: Case, currency: str) -> None:
    """Let a contact that has no customer yet seek one, or get one, in this currency."""
    snapshot = case.snapshots.get(System.HUBSPOT)
    if currency and snapshot and isinstance(snapshot.record, Customer) and case.target_ref() is None:
        case.snapshots[System.HUBSPOT] = replace(snapshot, record=replace(snapshot.record, currency=currency))


def currency_of(target: System, link: Link | None, case: Case | None) -> str:
    """The currency of a contact's counterpart, as far as it is known, or as it is planned; "" where it is not."""
    if case and (shown := case.snapshots.get(target)):
        return _shown(shown)
    if link:
        agreement = link.agreements.get(target)
        return agreement.fields.get("currency", "") if agreement else ""
    if case is None or case.decision is None:
        return ""
    adopted = next((action.counterpart for action in case.decision.actions if isinstance(action, Adopt)), None)
    source = case.matches[adopted] if adopted in case.matches else case.snapshots.get(target.other)
    return _shown(source) if source else ""


def find_others(context: Context, wanted: Iterable[Wanted]) -> dict[Wanted, Others]:
    """The customers in QuickBooks with an address of the contact, in the currency: those that are free, else one that it
    shares with another contact. Raises VendorError.

    Reading the contacts costs nothing; the search is one metered read for a hundred of them.
    """
    asked = sorted(set(wanted))
    contacts = _contacts(context, {contact.id for contact, _ in asked})
    criteria = {contact: criteria_of(record, MatchKey.EMAIL) for contact, record in contacts.items()}
    several = tuple(dict.fromkeys(one for some in criteria.values() for one in some))
    found = context.systems.quickbooks.find(EntityKind.CUSTOMER, several) if several else {}
    others: dict[Wanted, Others] = {}
    for contact, currency in asked:
        matches = {one.ref: one for key in criteria.get(contact, ()) for one in usable(found.get(key, ()))}
        in_currency = {ref: one for ref, one in matches.items() if _shown(one) == currency}
        free = top_level_first(_free(context, contact, in_currency))
        shared = tuple(one for one in in_currency.values() if is_shared(one))
        email = contacts[contact].email if contact in contacts else ""
        others[contact, currency] = Others(email, tuple(free.values()) or shared)
    return others


def _free(context: Context, contact: RecordRef, matches: dict[RecordRef, Snapshot]) -> dict[RecordRef, Snapshot]:
    """Those that are not another contact's."""
    taken = context.links.find(context.connection.id, tuple(matches)) if matches else {}
    others = {ref for ref, links in taken.items() if any(contact not in link.refs.values() for link in links)}
    return {ref: one for ref, one in matches.items() if ref not in others}


def other_customer(others: Others, invoice: Invoice, name: str, currency: str) -> ResolvedReference:
    """The contact's customer in the invoice's currency; `name` is the linked one, which is in another `currency`."""
    if len(others.matches) == 1:
        return Counterpart(others.matches[0].ref)
    if others.matches:
        text = reasons.SEVERAL_IN_CURRENCY(currency=invoice.currency, names=[candidate_name(one) for one in others.matches])
        return _unavailable(name, ErrorCategory.AMBIGUOUS_MATCH, text)
    return _unavailable(name, ErrorCategory.CURRENCY_MISMATCH, _remedy(others, invoice, name, currency))


def _remedy(others: Others, invoice: Invoice, name: str, currency: str) -> str:
    """A customer's currency cannot be changed, and no two customers have the same name."""
    if not others.email:
        return reasons.OTHER_CURRENCY_WITHOUT_ADDRESS(wanted=invoice.currency, name=name, currency=currency)
    return reasons.OTHER_CURRENCY(wanted=invoice.currency, name=name, currency=currency, email=others.email)


def _unavailable(name: str, category: ErrorCategory, text: str) -> Unavailable:
    return Unavailable(name, text, Failure(category=category, cure=Cure.PERSON, text=text))


def _contacts(context: Context, ids: Iterable[str]) -> dict[RecordRef, Customer]:
    shown = context.systems.hubspot.read(EntityKind.CUSTOMER, sorted(ids))
    asked = {RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, one): some for one, some in shown.items()}
    records = {ref: some[0].record for ref, some in asked.items() if not isinstance(some, Failure) and some}
    return {ref: record for ref, record in records.items() if isinstance(record, Customer)}


def _shown(snapshot: Snapshot) -> str:
    return snapshot.fields.get("currency", "")
