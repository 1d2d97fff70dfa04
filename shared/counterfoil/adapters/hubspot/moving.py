"""Whom an invoice made in QuickBooks is for in HubSpot: its contact, and that contact's primary company.

What somebody has changed by hand stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field

from counterfoil.adapters.hubspot.batches import isolated, read_anew
from counterfoil.adapters.hubspot.client import ASSOCIATION_BATCH_SIZE, BATCH_SIZE, Association, HubSpotClient
from counterfoil.adapters.hubspot.ends import associated
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, INVOICES, without_prefix
from counterfoil.adapters.hubspot.parties import primary_companies
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.parties import is_company
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.values import dataclass
from counterfoil.domain.write import Write

TO_CONTACT, TO_COMPANY = 177, 179
"""Types of the associations from an invoice."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The contact and the company that an invoice is associated with, "" for none."""

    contact: str = ""
    company: str = ""


@dataclass(slots=True)
class _Moves:
    """What is to be put on invoices, and what taken off, each by the key of its write as (invoice, other record)."""

    on: dict[str, tuple[str, str]] = field(default_factory=dict)
    off: dict[str, tuple[str, str]] = field(default_factory=dict)

    def let(self, key: str, invoice: str, there: Iterable[str], before: str, after: str) -> None:
        """Put `after` in the place of `before`, unless what is there tells that somebody else decides about it."""
        present = set(there)
        if present - {before, after} or (before and not present):
            return
        if after and after not in present:
            self.on[key] = (invoice, after)
        if before in present and before != after:
            self.off[key] = (invoice, before)


class Owners:
    """Contacts and companies of the invoices of one portal."""

    def __init__(self, client: HubSpotClient) -> None:
        self._client = client

    def ends(self, customers: Iterable[RecordRef]) -> dict[RecordRef, Ends]:
        """With whom an invoice for each customer is associated. Raises VendorError."""
        refs = set(customers)
        contacts = {one.id for one in refs if not is_company(one)}
        primary = primary_companies(self._client, contacts) if contacts else {}
        return {
            one: Ends(company=without_prefix(one.id)) if is_company(one) else Ends(one.id, primary.get(one.id, ""))
            for one in refs
        }

    def move(self, writes: Sequence[Write]) -> dict[str, Failure]:
        """Let invoices be for another contact than before; the failures by key. Doing it twice does no harm."""
        try:
            people, firms = self._moves(writes) if writes else (_Moves(), _Moves())
        except VendorError as error:
            return {each.key: error.failure for each in writes}
        failures = self._carry_out(CONTACTS, TO_CONTACT, people)
        return failures | self._carry_out(COMPANIES, TO_COMPANY, firms)

    def _moves(self, writes: Sequence[Write]) -> tuple[_Moves, _Moves]:
        """Of contacts and of companies. Raises VendorError."""
        ids = [each.target.id for each in writes if each.target]
        contacts, companies = (associated(self._client, INVOICES, others, ids) for others in (CONTACTS, COMPANIES))
        customers = {each.key: _before_and_after(each) for each in writes}
        ends = self.ends(one for both in customers.values() for one in both if one)
        people, firms = _Moves(), _Moves()
        for each in writes:
            invoice = each.target.id if each.target else ""
            before, after = (ends[one] if one else Ends() for one in customers[each.key])
            present = set(contacts.get(invoice, ()))
            people.let(each.key, invoice, present, before.contact, after.contact)
            if each.key in people.on or each.key in people.off or present == set(filter(None, [after.contact])):
                firms.let(each.key, invoice, companies.get(invoice, ()), before.company, after.company)
        return people, firms

    def _carry_out(self, others: str, type_id: int, moves: _Moves) -> dict[str, Failure]:
        """What is new comes first, so that an invoice is never for nobody."""

        def put_on(keys: Sequence[str]) -> None:
            self._client.associate(INVOICES, others, [Association(*moves.on[key], type_id) for key in keys])

        def take_off(keys: Sequence[str]) -> None:
            self._client.dissociate(INVOICES, others, [moves.off[key] for key in keys])

        refused = isolated(list(moves.on), put_on, ASSOCIATION_BATCH_SIZE)
        failures = {key: read_anew(failure) for key, failure in refused.items()}
        return failures | isolated([key for key in moves.off if key not in failures], take_off, BATCH_SIZE)


def _before_and_after(write: Write) -> tuple[RecordRef | None, RecordRef | None]:
    """The customers of an invoice as it was agreed upon, and as it is to be."""
    return write.replaces, write.record.customer if isinstance(write.record, Invoice) else None
