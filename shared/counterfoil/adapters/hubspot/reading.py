"""Reads HubSpot's records with all that belongs to them: many per call, each one understood or failed by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from counterfoil.adapters.alone import alone
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import (
    COMPANIES,
    CONTACTS,
    DISCOUNTS,
    FEES,
    INVOICES,
    LINE_ITEMS,
    OBJECTS,
    PAYMENTS,
    TAXES,
    is_object_id,
    merged_ids,
    snapshot,
)
from counterfoil.adapters.hubspot.mapping.customer import customer
from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, invoice
from counterfoil.adapters.hubspot.mapping.payment import payment
from counterfoil.adapters.hubspot.mapping.product import product
from counterfoil.adapters.hubspot.related import ContactsOfInvoices, PartsOfInvoices, Related, associated
from counterfoil.adapters.hubspot.schemas import (
    AdjustmentProperties,
    CompanyProperties,
    ContactProperties,
    CrmObject,
    InvoiceProperties,
    LineItemProperties,
    PaymentProperties,
    ProductProperties,
    property_names,
)
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Further
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.texts import refusals, words

PRIMARY_COMPANY = 1  # type of the association contact -> primary company

Shown = tuple[Snapshot, ...] | Failure
Understand = Callable[[CrmObject], AnyRecord]
_PROPERTIES: Mapping[EntityKind, tuple[str, ...]] = {
    EntityKind.CUSTOMER: property_names(ContactProperties),
    EntityKind.PRODUCT: property_names(ProductProperties),
    EntityKind.INVOICE: property_names(InvoiceProperties),
    EntityKind.PAYMENT: property_names(PaymentProperties),
}


class RecordReader:
    """Records of one portal as snapshots, with the `further` properties that the rules name."""

    def __init__(self, client: HubSpotClient, portal: PortalProfile, further: Further) -> None:
        self._client, self._further = client, further
        self._zone, self._currency, self._refused = ZoneInfo(portal.time_zone), portal.currency, portal.refused

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, Shown]:
        """`RecordSystem.read`. An id that was merged away shows the record that it was merged into."""
        further = self.further(kind)
        asked = [one for one in ids if is_object_id(one)]
        found = self._client.read(OBJECTS[kind], asked, tuple(dict.fromkeys((*_PROPERTIES[kind], *further))))
        understand = self._preparers[kind](self, [wire.id for wire in found.objects])
        shown: dict[str, Shown] = {}
        for wire in found.objects:
            complaint = refusals.UNREADABLE(system=System.HUBSPOT.brand, kind=words.ONE[kind], id=wire.id)
            shown[wire.id] = alone(partial(_snapshots, kind, wire, understand, further), complaint)
        return {**found.failures, **by_asked_id(ids, found.objects, shown)}

    def further(self, kind: EntityKind) -> list[str]:
        """The properties of a kind that the rules name beside the product's own."""
        return sorted(self._further.get(kind, ()))

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """`RecordSystem.payments_of`."""
        return {one: tuple(ids) for one, ids in associated(self._client, INVOICES, PAYMENTS, invoice_ids).items() if ids}

    def _customers(self, ids: Sequence[str]) -> Understand:
        companies = self._client.associations(CONTACTS, COMPANIES, ids)
        primary = {
            contact_id: company.toObjectId
            for contact_id, several in companies.items()
            for company in several
            if company.has_type(PRIMARY_COMPANY)
        }
        related = Related(self._client, COMPANIES, primary.values(), CompanyProperties)

        def understand(wire: CrmObject) -> AnyRecord:
            company = related.get(primary.get(wire.id, ""))
            return customer(ContactProperties.model_validate(wire.properties), company.name if company else "")

        return understand

    def _products(self, _ids: Sequence[str]) -> Understand:
        return lambda wire: product(ProductProperties.model_validate(wire.properties))

    def _invoices(self, ids: Sequence[str]) -> Understand:
        contacts = ContactsOfInvoices(self._client, ids)
        line_items = PartsOfInvoices(self._client, LINE_ITEMS, ids, LineItemProperties)
        discounts = PartsOfInvoices(self._client, DISCOUNTS, ids, AdjustmentProperties)
        fees = PartsOfInvoices(self._client, FEES, ids, AdjustmentProperties)
        taxes = PartsOfInvoices(self._client, TAXES, ids, AdjustmentProperties)

        def understand(wire: CrmObject) -> AnyRecord:
            parts = InvoiceParts(
                contacts=contacts.of(wire.id),
                line_items=line_items.of(wire.id),
                discounts=discounts.of(wire.id),
                fees=fees.of(wire.id),
                taxes=taxes.of(wire.id),
            )
            return invoice(InvoiceProperties.model_validate(wire.properties), parts, self._zone, self._refused)

        return understand

    def _payments(self, ids: Sequence[str]) -> Understand:
        invoices = associated(self._client, PAYMENTS, INVOICES, ids)
        contacts = associated(self._client, PAYMENTS, CONTACTS, ids)

        def understand(wire: CrmObject) -> AnyRecord:
            paid = invoices.get(wire.id, ())
            if len(paid) > 1:
                raise VendorError(_of_several(paid))
            return payment(
                PaymentProperties.model_validate(wire.properties),
                invoice_id=next(iter(paid), ""),
                contact_id=next(iter(contacts.get(wire.id, ())), ""),
                zone=self._zone,
                currency=self._currency,
            )

        return understand

    _preparers: Mapping[EntityKind, Callable[["RecordReader", Sequence[str]], Understand]] = {
        EntityKind.CUSTOMER: _customers,
        EntityKind.PRODUCT: _products,
        EntityKind.INVOICE: _invoices,
        EntityKind.PAYMENT: _payments,
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


def _snapshots(kind: EntityKind, wire: CrmObject, understand: Understand, further: Sequence[str]) -> tuple[Snapshot, ...]:
    return (snapshot(kind, wire, understand(wire), further),)


def _of_several(invoices: Sequence[str]) -> Failure:
    text, ids = refusals.PAYS_SEVERAL(count=len(invoices)), ", ".join(invoices)
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=text, vendor_text=ids)
