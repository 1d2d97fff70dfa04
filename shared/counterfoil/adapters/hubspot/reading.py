"""Reads HubSpot's records with all that belongs to them: many per call, each one understood or failed by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from counterfoil.adapters.alone import alone
from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.ends import Ends, associated, read_with_ends
from counterfoil.adapters.hubspot.mapping.common import (
    COMPANIES,
    CONTACTS,
    DISCOUNTS,
    FEES,
    INVOICES,
    LINE_ITEMS,
    OBJECTS,
    PAYMENTS,
    PRODUCTS,
    TAXES,
    is_object_id,
    merged_ids,
    snapshot,
    without_prefix,
)
from counterfoil.adapters.hubspot.mapping.customer import company, customer
from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, as_shown, invoice
from counterfoil.adapters.hubspot.mapping.looks import INVOICE_PROPERTIES, is_alike, looks_of
from counterfoil.adapters.hubspot.mapping.payment import payment
from counterfoil.adapters.hubspot.mapping.product import product
from counterfoil.adapters.hubspot.parties import CONTACT_TO_PRIMARY_COMPANY, CompaniesOfInvoices, Members
from counterfoil.adapters.hubspot.related import ContactsOfInvoices, PartsOfInvoices, Related
from counterfoil.adapters.hubspot.schemas import (
    AdjustmentProperties,
    CompanyProperties,
    ContactProperties,
    InvoiceProperties,
    LineItemProperties,
    PaymentProperties,
    ProductProperties,
    property_names,
)
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules import CustomerOptions, Further
from counterfoil.domain.rules.line_values import together
from counterfoil.domain.rules.vendor_field import OF_A_LINE_ITEM
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.texts import names, refusals, words
from counterfoil.engine.ports import Glimpse

AS_CONTACTS = CustomerOptions()

Shown = tuple[Snapshot, ...] | Failure
Understand = Callable[[CrmObject], AnyRecord]
OfLines = Callable[[str], Mapping[str, str]]
"""What the line items of an invoice have of further properties, by the names that rules give them."""
Prepared = tuple[Understand, OfLines]
_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    CONTACTS: property_names(ContactProperties),
    COMPANIES: property_names(CompanyProperties),
    PRODUCTS: property_names(ProductProperties),
    INVOICES: INVOICE_PROPERTIES,
    PAYMENTS: property_names(PaymentProperties),
}
_OTHERS: Mapping[str, tuple[str, ...]] = {
    CONTACTS: (COMPANIES,),
    INVOICES: (CONTACTS, COMPANIES, LINE_ITEMS, DISCOUNTS, FEES, TAXES),
    PAYMENTS: (INVOICES, CONTACTS),
}
"""What makes a record of each type complete, beside its properties."""


class RecordReader:
    """Records of one portal as snapshots, with the `further` properties that the rules name."""

    def __init__(
        self, client: HubSpotClient, portal: PortalProfile, further: Further, customers: CustomerOptions = AS_CONTACTS
    ) -> None:
        self._client, self._further, self.customers = client, further, customers
        self._zone, self._currency, self._refused = ZoneInfo(portal.time_zone), portal.currency, portal.refused

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, Shown]:
        """`RecordSystem.read`. An id that was merged away shows the record that it was merged into."""
        shown = self._read(kind, OBJECTS[kind], [one for one in ids if is_object_id(one)])
        companies = [without_prefix(one) for one in ids if one.startswith(COMPANY)]
        if kind is EntityKind.CUSTOMER and companies:
            found = self._read(kind, COMPANIES, [one for one in companies if is_object_id(one)], COMPANY)
            shown |= {COMPANY + one: company for one, company in found.items()}
        return shown

    def _read(self, kind: EntityKind, objects: str, ids: Sequence[str], prefix: str = "") -> dict[str, Shown]:
        further = self.further(kind)
        properties = tuple(dict.fromkeys((*_PROPERTIES[objects], *further)))
        others, may_have = _OTHERS.get(objects, ()), partial(self._may_have, objects)
        found, ends = read_with_ends(self._client, objects, ids, properties, others, may_have=may_have)
        understand, of_lines = self._preparers[objects](self, ends)
        shown: dict[str, Shown] = {}
        for wire in found.objects:
            complaint = refusals.UNREADABLE(system=System.HUBSPOT.brand, kind=words.ONE[kind], id=wire.id)
            shown[wire.id] = alone(
                partial(_snapshots, kind, wire, understand, further, prefix, of_lines=of_lines), complaint
            )
        return {**found.failures, **by_asked_id(ids, found.objects, shown)}

    def _may_have(self, objects: str, some: Sequence[CrmObject], other: str) -> bool:
        """Whether it has to be asked what some records have of another type.

        HubSpot works out of its associations which company an invoice shows. Where contacts are the customers, an invoice's
        company is only told of, and that suffices.
        """
        if (objects, other) != (INVOICES, COMPANIES) or self.customers.of_companies:
            return True
        return any(wire.properties.get("hs_invoice_latest_company_name") for wire in some)

    def glimpse(self, seen: Mapping[str, str]) -> Mapping[str, Glimpse]:
        """`RecordSystem.glimpse` of invoices; none where a rule asks for what only their line items have."""
        if self._further_of_lines:
            return {}
        further = self.further(EntityKind.INVOICE)
        found = self._client.read(INVOICES, seen, tuple(dict.fromkeys((*INVOICE_PROPERTIES, *further))))
        looks = {wire.id: looks_of(wire, further) for wire in found.objects}
        alike = [wire for wire in found.objects if wire.id in seen and is_alike(looks[wire.id], seen[wire.id])]
        shown = {wire.id: alone(partial(self._owed, wire), wire.id) for wire in alike}
        return {
            wire.id: Glimpse(wire.updatedAt, looks[wire.id], fields)
            for wire in alike
            if not isinstance(fields := shown[wire.id], Failure)
        }

    def _owed(self, wire: CrmObject) -> Fields:
        """The fields of an invoice that say what it owes."""
        properties = InvoiceProperties.model_validate(wire.properties)
        fields = invoice(properties, InvoiceParts(), self._zone, self._refused).fields()
        return {name: fields[name] for name in ("status", "balance")}

    def further(self, kind: EntityKind) -> list[str]:
        """The properties of a kind that the rules name beside the product's own."""
        return sorted(name for name in self._further.get(kind, ()) if not name.startswith(OF_A_LINE_ITEM))

    @property
    def _further_of_lines(self) -> list[str]:
        named = sorted(self._further.get(EntityKind.INVOICE, ()))
        return [name.removeprefix(OF_A_LINE_ITEM) for name in named if name.startswith(OF_A_LINE_ITEM)]

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """`RecordSystem.payments_of`."""
        return {one: tuple(ids) for one, ids in associated(self._client, INVOICES, PAYMENTS, invoice_ids).items() if ids}

    def _customers(self, ends: Ends) -> Prepared:
        primary = ends.of_type(COMPANIES, CONTACT_TO_PRIMARY_COMPANY)
        related = Related(self._client, COMPANIES, primary.values(), CompanyProperties)

        def understand(wire: CrmObject) -> AnyRecord:
            company_id = primary.get(wire.id, "")
            its = related.get(company_id)
            contact = ContactProperties.model_validate(wire.properties)
            return customer(contact, company_id, its.name if its else "", self.customers)

        return understand, _without_lines

    def _companies(self, ends: Ends) -> Prepared:
        members = Members(self._client, ends.ids)
        return lambda wire: company(CompanyProperties.model_validate(wire.properties), members.of(wire.id)), _without_lines

    def _products(self, _ends: Ends) -> Prepared:
        return lambda wire: product(ProductProperties.model_validate(wire.properties)), _without_lines

    def _invoices(self, ends: Ends) -> Prepared:
        contacts = ContactsOfInvoices(self._client, ends)
        companies = CompaniesOfInvoices(self._client, ends, contacts.ids, self.customers)
        further = self._further_of_lines
        line_items = PartsOfInvoices(self._client, ends, LINE_ITEMS, LineItemProperties, further)
        discounts = PartsOfInvoices(self._client, ends, DISCOUNTS, AdjustmentProperties)
        fees = PartsOfInvoices(self._client, ends, FEES, AdjustmentProperties)
        taxes = PartsOfInvoices(self._client, ends, TAXES, AdjustmentProperties)

        def understand(wire: CrmObject) -> AnyRecord:
            parts = InvoiceParts(
                contacts=contacts.of(wire.id),
                line_items=line_items.of(wire.id),
                discounts=discounts.of(wire.id),
                fees=fees.of(wire.id),
                taxes=taxes.of(wire.id),
            )
            properties = InvoiceProperties.model_validate(wire.properties)
            record = invoice(properties, parts, self._zone, self._refused, copies=self.customers.email_copies)
            return companies.settle(record, wire.id, properties.hs_invoice_latest_company_name)

        def of_lines(invoice_id: str) -> Mapping[str, str]:
            items = as_shown(line_items.of(invoice_id))
            return {
                OF_A_LINE_ITEM + name: together(line_items.property_of(one.id, name) for one in items) for name in further
            }

        return understand, of_lines

    def _payments(self, ends: Ends) -> Prepared:
        invoices, contacts = ends.of(INVOICES), ends.of(CONTACTS)
        shared = {one for paid in invoices.values() if len(paid) > 1 for one in paid}
        numbers = self._numbers(sorted(shared)) if shared else {}

        def understand(wire: CrmObject) -> AnyRecord:
            paid = invoices.get(wire.id, ())
            if len(paid) > 1:
                raise VendorError(_of_several([numbers.get(one, "") or one for one in paid]))
            return payment(
                PaymentProperties.model_validate(wire.properties),
                invoice_id=next(iter(paid), ""),
                contact_id=next(iter(contacts.get(wire.id, ())), ""),
                zone=self._zone,
                currency=self._currency,
            )

        return understand, _without_lines

    def _numbers(self, invoices: Sequence[str]) -> Mapping[str, str]:
        found = self._client.read(INVOICES, invoices, ("hs_number",)).objects
        return {wire.id: wire.properties.get("hs_number") or "" for wire in found}

    _preparers: Mapping[str, Callable[["RecordReader", Ends], Prepared]] = {
        CONTACTS: _customers,
        COMPANIES: _companies,
        PRODUCTS: _products,
        INVOICES: _invoices,
        PAYMENTS: _payments,
    }


def by_asked_id[Value](ids: Iterable[str], objects: Iterable[CrmObject], values: Mapping[str, Value]) -> dict[str, Value]:
    """`values`, which are by the id that HubSpot answered with, by the id that was asked for.

    They differ for a record that was merged into another.
    """
    survivors = {wire.id: wire.id for wire in objects}
    for wire in objects:
        for merged in merged_ids(wire):
            survivors.setdefault(merged, wire.id)
    return {asked: values[survivors[asked]] for asked in ids if asked in survivors}


def _snapshots(
    kind: EntityKind, wire: CrmObject, understand: Understand, further: Sequence[str], prefix: str, *, of_lines: OfLines
) -> tuple[Snapshot, ...]:
    looks = looks_of(wire, further) if kind is EntityKind.INVOICE else ""
    shown = snapshot(kind, wire, understand(wire), further, prefix, looks=looks)
    lines = of_lines(wire.id)
    return (replace(shown, extra={**shown.extra, **lines}) if lines else shown,)


def _without_lines(_: str) -> Mapping[str, str]:
    return {}


def _of_several(numbers: Sequence[str]) -> Failure:
    """HubSpot does not say what a payment pays of each invoice; most often the second one was made for the same money."""
    text = refusals.PAYS_SEVERAL(count=len(numbers), names=[names.INVOICE(name=number) for number in numbers])
    return Failure(category=ErrorCategory.COUNTED_TWICE, cure=Cure.PERSON, text=text)
