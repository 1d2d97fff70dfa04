"""Whom invoices are for: their companies and contacts, and the companies that these belong to, read all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.ends import Ends
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS
from counterfoil.adapters.hubspot.related import Related
from counterfoil.adapters.hubspot.schemas import CompanyProperties, ContactProperties
from counterfoil.domain.parties import company_ref
from counterfoil.domain.records.invoice import Invoice, Origin
from counterfoil.domain.rules import CustomerOptions

# https://developers.hubspot.com/docs/api-reference/legacy/crm/associations/associate-records/guide
CONTACT_TO_PRIMARY_COMPANY, COMPANY_TO_CONTACT_OF_ITS_OWN = 1, 2


def primary_companies(client: HubSpotClient, contact_ids: Iterable[str]) -> Mapping[str, str]:
    """The primary company of each contact that has one. Raises VendorError."""
    return Ends(client, CONTACTS, list(contact_ids)).of_type(COMPANIES, CONTACT_TO_PRIMARY_COMPANY)


class Members:
    """The contacts whose primary company is one of some companies."""

    def __init__(self, client: HubSpotClient, company_ids: Sequence[str]) -> None:
        found = client.associations(COMPANIES, CONTACTS, company_ids)
        self._ids = {
            company: [one.toObjectId for one in several if one.has_type(COMPANY_TO_CONTACT_OF_ITS_OWN)]
            for company, several in found.items()
        }
        self._contacts = Related(client, CONTACTS, [one for ids in self._ids.values() for one in ids], ContactProperties)

    def of(self, company_id: str) -> dict[str, ContactProperties]:
        """Those of one company, by id. Raises VendorError when HubSpot could not read one."""
        shown = {one: self._contacts.get(one) for one in self._ids.get(company_id, ())}
        return {one: contact for one, contact in shown.items() if contact}


class CompaniesOfInvoices:
    """The own companies of some invoices, and the primary ones of their contacts; read only where they matter."""

    def __init__(self, client: HubSpotClient, ends: Ends, contact_ids: Iterable[str], options: CustomerOptions) -> None:
        self._options = options
        self._own = ends.of(COMPANIES)
        self._primary = primary_companies(client, contact_ids) if self._own or options.of_companies else {}
        named = {one for ids in self._own.values() for one in ids}
        self._companies = Related(client, COMPANIES, sorted(named | set(self._primary.values())), CompanyProperties)

    def settle(self, invoice: Invoice, invoice_id: str, shown: str) -> Invoice:
        """The invoice with its customer as the rule has it; `shown` is the name of the company that HubSpot shows on it.

        An invoice made in QuickBooks is for whom it names there: for its contact, or for a company and no contact. Where
        HubSpot shows no company, none is told of, however it was asked (see `RecordReader`).
        """
        own = self._own_company(invoice_id, shown)
        if invoice.origin is Origin.MIRRORED and (invoice.customer or not self._options.of_companies):
            return invoice
        primary = self._primary.get(invoice.customer.id, "") if invoice.customer else ""
        if not self._options.of_companies:
            return replace(invoice, companies=self._differing(own, primary) if shown else ())
        if self._options.sub_customers and primary and own in {"", primary}:
            return invoice
        company = own or primary
        return replace(invoice, customer=company_ref(company), customer_name=self._name(company)) if company else invoice

    def _own_company(self, invoice_id: str, shown: str) -> str:
        """Of several companies the one whom HubSpot shows, the latest; else the oldest. "" for none."""
        ids = self._own.get(invoice_id, [])
        return next((one for one in reversed(ids) if self._name(one) == shown), ids[0] if ids else "")

    def _differing(self, own: str, primary: str) -> tuple[str, ...]:
        return (self._name(own), self._name(primary)) if own and primary and own != primary else ()

    def _name(self, company_id: str) -> str:
        company = self._companies.get(company_id)
        return company.name if company else ""
