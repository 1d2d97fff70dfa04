"""Who the customer is, by the rule: contacts, companies, or companies with their contacts."""

from collections.abc import Iterable

from counterfoil.domain.identity import System
from counterfoil.domain.kinds import personal
from counterfoil.domain.parties import is_company
from counterfoil.domain.planning.pair import Pair, Side
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.rules import CustomerOptions, SyncRule
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.texts import reasons


def whose_place(side: Side, rule: SyncRule) -> str | None:
    """Why another record is the customer in this one's place; None when none is."""
    of_companies = isinstance(rule.options, CustomerOptions) and rule.options.of_companies
    if is_company(side.ref) and not of_companies:
        return reasons.CONTACTS_ARE_CUSTOMERS()
    return reasons.COMPANY_IS_CUSTOMER() if side.stands_back else None


def stands_back(record: AnyRecord) -> bool:
    """Whether a contact's company is the customer in its place."""
    return isinstance(record, Customer) and record.stands_back


def remarks_on(record: AnyRecord) -> tuple[str, ...]:
    """What is to be told of whom an invoice is for."""
    if not isinstance(record, Invoice) or not record.companies:
        return ()
    own, contacts = record.companies
    return (reasons.OTHER_COMPANY(company=own, other=contacts),)


def common(pair: Pair, names: Iterable[str]) -> frozenset[str]:
    """Of these fields the ones that both sides have: a company has nothing that only people have."""
    hubspot = pair.sides[System.HUBSPOT].ref
    return frozenset(names) - (personal(pair.kind) if is_company(hubspot) else frozenset())
